using System.Collections.Immutable;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading;

/// <summary>The weight matrices of a model in the order of their registration. A weight that has several names is there once, under the first.</summary>
internal sealed class DeclaredMatrices
{
    /// <summary>How many unknown layers are named: each is a line of the report.</summary>
    public const int MaxUnread = 5_000;

    private const int MaxLayers = 20_000;

    private readonly Dictionary<LayerValue, string?> names = [];
    private readonly List<LayerValue> named = [];
    private ImmutableHashSet<object> seen = [];
    private readonly HashSet<object> doubtful = [];
    private List<object> added = [];
    private HashSet<UnreadLayer> unread = [];

    public List<LayerDeclaration> Layers { get; private set; } = [];

    public List<UnreadLayer> UnreadLayers { get; private set; } = [];

    /// <summary>The one name of a layer; <see langword="null"/> for one that has several, or is not there for certain.</summary>
    public string? NameOf(LayerValue layer) => names.TryGetValue(layer, out var name) ? name : null;

    public void Clear()
    {
        Layers.Clear();
        UnreadLayers.Clear();
        unread.Clear();
        names.Clear();
    }

    public void Unread(UnreadLayer unknown)
    {
        if (!unread.Add(unknown)) return;
        if (UnreadLayers.Count >= MaxUnread) throw new ReadingStoppedException("too many of its layers are unknown to name them all");
        UnreadLayers.Add(unknown);
    }

    /// <summary>Whether something is met for the first time; what is not there for certain does not count.</summary>
    /// <param name="tensor">The module or tensor.</param>
    /// <param name="context">Its place, which may be a second name of what was counted: it is conditional then.</param>
    public bool IsFirst(object tensor, ref LayerContext context)
    {
        if (seen.Contains(tensor)) return false;
        if (doubtful.Contains(tensor)) context = context with { IsConditional = true };
        if (context.IsConditional || context.Repetition is not null) return true;
        seen = seen.Add(tensor);
        added.Add(tensor);
        return true;
    }

    public void Add(LayerValue layer, LayerContent? replaced, LayerContext context)
    {
        if (layer.Kind == LayerKind.Linear)
        {
            if (!names.ContainsKey(layer)) named.Add(layer);
            names[layer] = names.ContainsKey(layer) || context.IsConditional || context.Repetition is not null ? null : context.Name;
        }

        AddOthers(layer, replaced, context);
        foreach (var matrix in layer.Matrices)
        {
            var (given, place) = (default(Value?), context);
            replaced?.Weights.TryGetValue(matrix.Suffix, out given);
            switch (given)
            {
                case null:
                    if (IsFirst(layer.Tensors.TryGetValue(matrix.Suffix, out var own) ? own : (layer, matrix.Suffix), ref place))
                        Add(matrix, layer.Kind, place, layer);
                    break;
                case ParameterValue { Shape.Count: > 2 } when layer.Kind is not (LayerKind.Linear or LayerKind.Embedding):
                    Unread(new UnreadLayer(context.Name, "its weight is replaced by one of several axes"));
                    break;
                case ParameterValue { Shape.Count: >= 2 } tensor:
                    // Tied: the weight is that of another layer, and has the name that came first.
                    if (IsFirst(tensor, ref place)) Add(MatrixShapes.Of(matrix.Suffix, tensor.Shape), layer.Kind, place, layer);
                    break;
                case ParameterValue or NullValue:
                    break;
                default:
                    Unread(new UnreadLayer(context.Name, (given as UnknownValue)?.Reason ?? "its weight is replaced by what is not followed"));
                    break;
            }
        }
    }

    /// <summary>What a layer was given beside its own weights.</summary>
    private void AddOthers(LayerValue layer, LayerContent? replaced, LayerContext context)
    {
        foreach (var pair in replaced?.Weights ?? System.Collections.Immutable.ImmutableDictionary<string, Value>.Empty)
        {
            if (layer.Matrices.Any(matrix => matrix.Suffix == pair.Key) || pair.Value is NullValue or ParameterValue { Shape.Count: < 2 }) continue;
            Unread(new UnreadLayer($"{context.Name}.{pair.Key}", "a layer of the library is given a parameter or module that it does not have"));
        }
    }

    public void Add(ParameterValue parameter, LayerContext context)
    {
        if (parameter.Shape.Count >= 2 && IsFirst(parameter, ref context)) Add(MatrixShapes.Of("", parameter.Shape), LayerKind.Parameter, context, null);
    }

    public void Add(SubmoduleLayers read, LayerContext context)
    {
        string Below(string name) => context.Name.Length == 0 ? name : name.Length == 0 ? context.Name : $"{context.Name}.{name}";
        foreach (var layer in read.Layers)
        {
            Layers.Add(layer with
            {
                Name = Below(layer.Name),
                Settings = read.HasOwnSettings ? layer.Settings : context.Settings,
                IsIgnored = layer.IsIgnored || context.IsIgnored,
                IsConditional = layer.IsConditional || context.IsConditional,
                Repetition = layer.Repetition ?? context.Repetition,
            });
        }

        foreach (var unknown in read.UnreadLayers) Unread(unknown with { Name = Below(unknown.Name) is { Length: > 0 } name ? name : LayerReader.Anywhere });
    }

    /// <summary>Two alternatives: what they have in common is there for certain, whichever holds.</summary>
    /// <returns>How many layers, known and unknown, were taken over from both.</returns>
    public int Either(Action then, Action otherwise)
    {
        var (layers, unknowns, distinct, before, outer) = (Layers, UnreadLayers, unread, seen, added);
        var first = Alone(then, before);
        var second = Alone(otherwise, before);
        var taken = first.Layers.Count + first.UnreadLayers.Count + second.Layers.Count + second.UnreadLayers.Count;
        (Layers, UnreadLayers, unread, seen, added) = (layers, unknowns, distinct, before, outer);

        // What one side holds and the other does not may still be held under its next name.
        foreach (var tensor in first.Added.Where(second.Seen.Contains))
        {
            seen = seen.Add(tensor);
            added.Add(tensor);
        }

        foreach (var unknown in first.UnreadLayers.Concat(second.UnreadLayers)) Unread(unknown);
        if (first.Layers.Count == second.Layers.Count && first.Layers.Zip(second.Layers, IsSame).All(same => same))
        {
            Layers.AddRange(first.Layers.Zip(second.Layers, (a, b) => a with { IsBiasFree = a.IsBiasFree && b.IsBiasFree }));

            // One of the two is counted. Under its next name, either is the one that was counted or another.
            doubtful.UnionWith(first.Added.Concat(second.Added));
            return taken;
        }

        Layers.AddRange(first.Layers.Concat(second.Layers).Select(layer => layer with { IsConditional = true }));
        return taken;
    }

    private (List<LayerDeclaration> Layers, List<UnreadLayer> UnreadLayers, ImmutableHashSet<object> Seen, List<object> Added) Alone(
        Action read, ImmutableHashSet<object> before)
    {
        (Layers, UnreadLayers, unread, seen, added) = ([], [], [], before, []);
        var known = named.Count;
        read();

        // A layer of one side only is in no chain.
        foreach (var layer in named.Skip(known)) names[layer] = null;
        return (Layers, UnreadLayers, seen, added);
    }

    private void Add(MatrixShape matrix, LayerKind kind, LayerContext context, LayerValue? made)
    {
        var name = Name(matrix, context.Name);
        if ((matrix.Outputs.UnknownReason ?? matrix.Inputs.UnknownReason ?? matrix.Count?.UnknownReason) is { } reason)
            Unread(new UnreadLayer(name, reason) { Expression = matrix.Outputs.UnknownExpression ?? matrix.Inputs.UnknownExpression
                ?? matrix.Count?.UnknownExpression });
        if (matrix.Count is null)
        {
            One(name, null);
            return;
        }

        if (matrix.Count.Value is not { } count)
        {
            One(name, matrix.Count);
            return;
        }

        for (var index = 0L; index < count && Layers.Count <= MaxLayers; index++) One($"{name}[{Numbers.Text(index)}]", null);

        void One(string layer, DimensionExpression? times)
        {
            if (Layers.Count >= MaxLayers) throw new ReadingStoppedException("it has more layers than are read");
            Layers.Add(new LayerDeclaration(layer, matrix.Kind ?? kind, matrix.Outputs, matrix.Inputs, context.Settings, context.IsIgnored)
            {
                IsConditional = context.IsConditional,
                Repetition = times ?? context.Repetition,
                SpatialWidth = made?.SpatialWidth?.Value is > 0 and { } width ? width : 0,
                IsBiasFree = made?.IsBiasFree == true,
            });
        }
    }

    private static string Name(MatrixShape matrix, string holder)
    {
        const string Weight = "weight";
        if (matrix.Suffix.Length == 0 || (matrix.Suffix == Weight && matrix.Count is null)) return holder;
        if (matrix.Count is null && matrix.Suffix.EndsWith("." + Weight, StringComparison.Ordinal))
            return $"{holder}.{matrix.Suffix.Substring(0, matrix.Suffix.Length - Weight.Length - 1)}";
        return $"{holder}.{matrix.Suffix}";
    }

    private static bool IsSame(LayerDeclaration a, LayerDeclaration b) => a with { IsBiasFree = false } == b with { IsBiasFree = false };
}
