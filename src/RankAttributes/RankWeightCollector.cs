using System.ComponentModel;
using RankAttributes.Penalties;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes;

/// <summary>
/// Receives the weights of a model from its generated <see cref="IRankRegularized.CollectWeights"/>, each exactly once: memory that
/// several layers share is kept under the first name it was given, whatever tensor objects hold it.
/// </summary>
/// <remarks>
/// A tensor of two axes is a matrix; a convolution's becomes <c>out × (in/groups · kernel area)</c>; recurrent gates and the projections
/// of attention are matrices of their own; of any other tensor the last two axes are, once for each index of the axes before. The scales and
/// shifts of normalization layers are not weight matrices, however many axes they have, and neither is a tensor without entries.
/// </remarks>
public sealed class RankWeightCollector
{
    private readonly List<RegularizedWeight> weights = [];
    private readonly List<RefusedWeight> refused = [];
    private readonly HashSet<long> seen = [];
    private readonly HashSet<nn.Module> visited = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> balanced = [];
    private readonly Action<RegularizedWeight, nn.Module>? found;
    private string prefix = "";
    private nn.Module? owner;

    /// <summary>Makes a collector without weights.</summary>
    public RankWeightCollector()
    {
    }

    /// <summary>Makes one that asks no model for its settings and leaves nothing out: it walks modules as they are, and tells whose each weight is.</summary>
    internal RankWeightCollector(Action<RegularizedWeight, nn.Module> found) => this.found = found;

    /// <summary>The weights received so far, in the order the model gave them.</summary>
    public IReadOnlyList<RegularizedWeight> Weights => weights;

    /// <summary>The tensors with the shape of a matrix that have no singular values: of integers, complex numbers or without memory.</summary>
    internal IReadOnlyList<RefusedWeight> Refused => refused;

    /// <summary>The parameters that TorchSharp knows of the model; any other is trained by no optimizer, and left out. <see langword="null"/> where it knows
    /// of none.</summary>
    internal HashSet<IntPtr>? Registered { get; set; }

    /// <summary>The strength that the outermost class declares as its default; <see langword="null"/> if it declares none.</summary>
    internal double? DeclaredStrength { get; private set; }

    /// <summary>
    /// Adds every weight of a layer, a container or a model. Where an annotated model is met, it hands over its weights with its own
    /// settings. <see langword="null"/> adds nothing.
    /// </summary>
    /// <param name="name">The module's registered name: <c>fc1</c>.</param>
    /// <param name="module">The live module.</param>
    /// <param name="settings">The values for it and for everything below it that declares nothing.</param>
    public void AddModule(string name, nn.Module? module, PenaltySettings settings)
    {
        if (module is null) return;
        var outer = prefix;
        prefix = $"{outer}{name}.";
        if (found is null && module is IRankRegularized model) AddModel(module, model);
        else AddRest(module, settings);
        prefix = outer;
    }

    /// <summary>Adds one parameter; one that is <see langword="null"/>, has fewer than two axes or was added before adds nothing.</summary>
    /// <param name="name">The parameter's registered name: <c>fc1.weight</c>.</param>
    /// <param name="weight">The live tensor.</param>
    /// <param name="settings">The values declared for it.</param>
    public void AddWeight(string name, Tensor? weight, PenaltySettings settings)
    {
        if (weight is not null) AddStacked(name, weight, settings);
    }

    /// <summary>
    /// Names linear layers in a row with nothing between them, at p = 2/d for d of them: their weights, where the method is chosen
    /// automatically, are penalized by <see cref="PenaltyMethod.Frobenius"/>. Call it before the weights themselves are added.
    /// </summary>
    /// <param name="layers">The layers by their registered names: <c>net.0</c>.</param>
    public void MarkBalanced(params string[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        foreach (var layer in layers) balanced.Add($"{prefix}{layer}.weight");
    }

    /// <summary>Leaves a module out, with everything below it, whatever else holds its weights.</summary>
    /// <param name="module">The live module.</param>
    public void Ignore(nn.Module? module)
    {
        if (module is null || !visited.Add(module)) return;
        foreach (var parameter in module.parameters()) Ignore(parameter);
    }

    /// <summary>Leaves a parameter out.</summary>
    /// <param name="weight">The live tensor.</param>
    public void Ignore(Tensor? weight)
    {
        if (weight is not null) IsNew(weight);
    }

    /// <summary>Adds every weight of a module and of all below it that was neither added nor left out before.</summary>
    /// <param name="module">The live module, whose name comes before those of its weights.</param>
    /// <param name="settings">The values for members that declare nothing.</param>
    public void AddRest(nn.Module module, PenaltySettings settings)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (prefix.Length == 0) DeclaredStrength ??= settings.Strength;
        if (!visited.Add(module)) return;
        if (module is FactorPair) settings = FactorPair.OfEachFactor(settings);
        AddOwn(module, settings);
        foreach (var (name, child) in module.named_children()) AddModule(name, child, settings);
    }

    /// <summary>Adds a weight that another collector received, as it is.</summary>
    internal void AddCollected(RegularizedWeight weight) => weights.Add(weight);

    /// <summary>The earlier name of <see cref="AddModule"/>, for libraries compiled with it.</summary>
    /// <inheritdoc cref="AddModule"/>
    [Obsolete("Renamed to AddModule.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Module(string name, nn.Module? module, PenaltySettings settings) => AddModule(name, module, settings);

    /// <summary>The earlier name of <see cref="AddWeight"/>, for libraries compiled with it.</summary>
    /// <inheritdoc cref="AddWeight"/>
    [Obsolete("Renamed to AddWeight.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Weight(string name, Tensor? weight, PenaltySettings settings) => AddWeight(name, weight, settings);

    /// <summary>The earlier name of <see cref="MarkBalanced"/>, for libraries compiled with it.</summary>
    /// <inheritdoc cref="MarkBalanced"/>
    [Obsolete("Renamed to MarkBalanced.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Balanced(params string[] layers) => MarkBalanced(layers);

    /// <summary>The earlier name of <see cref="AddRest"/>, for libraries compiled with it.</summary>
    /// <inheritdoc cref="AddRest"/>
    [Obsolete("Renamed to AddRest.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Rest(nn.Module module, PenaltySettings settings) => AddRest(module, settings);

    private void AddModel(nn.Module module, IRankRegularized model)
    {
        // Its generated code ends with AddRest(this), which marks it as visited; a second visit would only find what is there.
        if (!visited.Contains(module)) model.CollectWeights(this);
    }

    private void AddOwn(nn.Module module, PenaltySettings settings)
    {
        owner = module;
        foreach (var (name, parameter) in module.named_parameters(recurse: false))
        {
            switch (module)
            {
                case LayerNorm or GroupNorm or NormBase: IsNew(parameter); break;
                case Convolution: AddWhole(name, parameter, settings); break;
                case LSTM or LSTMCell: AddParts(name, parameter, 4, settings); break;
                case GRU or GRUCell: AddParts(name, parameter, 3, settings); break;

                // Built-in transformers hold their attention inside of them, under a longer name.
                case not null when name.EndsWith("in_proj_weight", StringComparison.Ordinal): AddParts(name, parameter, 3, settings); break;
                default: AddStacked(name, parameter, settings); break;
            }
        }
    }

    private void AddWhole(string name, Tensor weight, PenaltySettings settings)
    {
        if (IsMatrix(name, weight)) Add(prefix + name, weight, settings);
    }

    /// <summary>A tensor of gates or projections, one below the other.</summary>
    private void AddParts(string name, Tensor weight, int count, PenaltySettings settings)
    {
        if (!IsMatrix(name, weight)) return;
        var rows = weight.shape[0] / count;
        for (var part = 0; part < count; part++)
            Add($"{prefix}{name}[{part}]", weight.narrow(0, part * rows, rows), settings);
    }

    private void AddStacked(string name, Tensor weight, PenaltySettings settings)
    {
        if (!IsMatrix(name, weight)) return;
        if (weight.dim() == 2)
        {
            Add(prefix + name, weight, settings);
            return;
        }

        var matrices = weight.flatten(0, weight.dim() - 3);
        for (var index = 0L; index < matrices.shape[0]; index++)
            Add($"{prefix}{name}[{index}]", matrices[index], settings);
    }

    /// <summary>Whether a tensor is met for the first time and has singular values; one that should have, and does not, is noted.</summary>
    private bool IsMatrix(string name, Tensor weight)
    {
        if (weight.dim() < 2 || !IsNew(weight)) return false;

        // One that walks modules as they are hands over odd weights too; tracking names what is odd about each.
        if (found is not null) return true;
        if (weight.numel() == 0) return false;
        if (RefusedWeight.Reason(weight) is not { } reason) return true;
        refused.Add(new RefusedWeight(prefix + name, reason));
        return false;
    }

    private bool IsNew(Tensor weight) => Registered?.Contains(weight.Handle) != false && seen.Add(StorageAddress.Of(weight) ?? weight.Handle.ToInt64());

    private void Add(string name, Tensor weight, PenaltySettings settings)
    {
        if (settings.Method == PenaltyMethod.Auto && balanced.Contains(name)) settings = settings with { Method = PenaltyMethod.Frobenius };
        var added = new RegularizedWeight(name, weight, settings);
        weights.Add(added);
        if (owner is not null) found?.Invoke(added, owner);
    }
}
