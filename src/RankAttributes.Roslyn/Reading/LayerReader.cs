using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading.Interpretation;

namespace RankAttributes.Roslyn.Reading;

/// <summary>From what a constructor made to the weight matrices of the class, under the names TorchSharp registers them with.</summary>
/// <param name="defaults">The class's settings.</param>
/// <param name="submodules">Reads the layers of another module class; <see langword="null"/> where only the class itself is looked at.</param>
internal sealed class LayerReader(LayerSettings defaults, Func<SubmoduleValue, SubmoduleLayers>? submodules)
{
    private const int MostLayers = 20_000;

    private readonly List<LayerDeclaration> layers = [];
    private readonly List<UnreadLayer> unknowns = [];
    private readonly List<SubmoduleDeclaration> unresolved = [];
    private readonly Dictionary<LayerValue, string?> names = new(SameObject.Comparer);

    /// <summary>The submodules that were met and, nobody reading them, left as they are.</summary>
    public EquatableArray<SubmoduleDeclaration> Submodules => unresolved.ToEquatableArray();

    /// <summary>The stretches of linear layers under the names of their layers; only those whose every layer is there for certain, once.</summary>
    public EquatableArray<LinearChain> Chains(Construction.Result made) => made.Stretches
        .Where(stretch => stretch.All(layer => names.TryGetValue(layer, out var name) && name is not null))
        .Select(stretch => new LinearChain(stretch.Select(layer => names[layer]!).ToEquatableArray()))
        .ToEquatableArray();

    public (EquatableArray<LayerDeclaration> Layers, EquatableArray<UnreadLayer> Unknowns) Read(Construction.Result made)
    {
        foreach (var (member, value) in made.Members.Select(pair => (pair.Key, pair.Value)))
        {
            var held = member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;
            if (!TorchSymbols.IsModule(held) && !TorchSymbols.IsParameter(held)) continue;
            var own = AttributeReader.Find(member, KnownNames.SchattenRegularize);
            var context = new Context(
                RegisteredName(member),
                own is null ? defaults : AttributeReader.Settings(own, defaults),
                AttributeReader.Find(member, KnownNames.SchattenIgnore) is not null,
                null,
                false);
            Add(value, context);
        }

        foreach (var pair in made.Registered) Add(pair.Value, new Context(pair.Key, defaults, false, null, false));
        return (layers.ToEquatableArray(), unknowns.ToEquatableArray());
    }

    /// <summary>TorchSharp registers a field under its own name, and an automatic property under that of the field behind it.</summary>
    public static string RegisteredName(ISymbol member)
    {
        if (AttributeReader.Find(member, KnownNames.ComponentName) is { } attribute && AttributeReader.Named(attribute, "Name") is { Value: string name }) return name;
        return member is IPropertySymbol ? $"<{member.Name}>k__BackingField" : member.Name;
    }

    private void Add(Value value, Context context)
    {
        if (layers.Count > MostLayers) return;
        switch (value)
        {
            case LayerValue layer:
                // Held twice, it has two names and is tied to itself.
                if (layer.Kind == LayerKind.Linear) names[layer] = names.ContainsKey(layer) || context.IsConditional || context.Repetition is not null ? null : context.Name;
                foreach (var matrix in layer.Matrices) Add(matrix, layer.Kind, context, layer);
                break;
            case ParameterValue parameter when parameter.Shape.Count >= 2:
                Add(Stacked(parameter.Shape), LayerKind.Parameter, context);
                break;
            case ContainerValue container:
                foreach (var child in container.Children) Add(child.Value, context with { Name = $"{context.Name}.{child.Key}" });
                break;
            case SubmoduleValue submodule:
                Add(submodule, context);
                break;
            case ConditionalValue conditional:
                Add(conditional.Then, context with { IsConditional = true });
                Add(conditional.Else, context with { IsConditional = true });
                break;
            case RepeatedValue repeated:
                Add(repeated.Once, context with
                {
                    Repetition = context.Repetition is { } outer ? OperationDimension.Apply(DimensionOperator.Multiply, outer, repeated.Count) : repeated.Count,
                });
                break;
            case PathValue path:
                unknowns.Add(new UnreadLayer(context.Name, $"it is passed in as '{path.Path}'"));
                break;
            case UnknownValue unknown:
                unknowns.Add(new UnreadLayer(context.Name, unknown.Reason));
                break;
        }
    }

    private void Add(SubmoduleValue submodule, Context context)
    {
        if (submodules is null)
        {
            unresolved.Add(new SubmoduleDeclaration(
                context.Name,
                MetadataName.Of(submodule.Type.OriginalDefinition),
                submodule.Arguments.Where(pair => pair.Value is NumberValue).Select(pair => new ArgumentDeclaration(pair.Key, Interpreter.NumberOf(pair.Value))).ToEquatableArray(),
                layers.Count,
                context.IsConditional,
                context.Repetition));
            unknowns.Add(new UnreadLayer(context.Name, $"its layers belong to '{submodule.Type.Name}'") { IsElsewhere = true });
            return;
        }

        var read = submodules(submodule);
        foreach (var layer in read.Layers)
        {
            layers.Add(layer with
            {
                Name = $"{context.Name}.{layer.Name}",
                Settings = read.HasOwnSettings ? layer.Settings : context.Settings,
                IsIgnored = layer.IsIgnored || context.IsIgnored,
                IsConditional = layer.IsConditional || context.IsConditional,
                Repetition = layer.Repetition ?? context.Repetition,
            });
        }

        foreach (var unknown in read.Unknowns) unknowns.Add(unknown with { Name = $"{context.Name}.{unknown.Name}" });
    }

    private void Add(MatrixShape matrix, LayerKind kind, Context context, LayerValue? made = null)
    {
        var name = matrix.Suffix switch
        {
            "" => context.Name,
            "weight" when matrix.Count is null => context.Name,
            "out_proj.weight" => context.Name + ".out_proj",
            _ => $"{context.Name}.{matrix.Suffix}",
        };
        if ((matrix.Outputs.UnknownReason ?? matrix.Inputs.UnknownReason ?? matrix.Count?.UnknownReason) is { } reason)
            unknowns.Add(new UnreadLayer(name, reason) { Expression = matrix.Outputs.UnknownExpression ?? matrix.Inputs.UnknownExpression ?? matrix.Count?.UnknownExpression });
        if (matrix.Count is null)
        {
            Add(name, null);
            return;
        }

        if (matrix.Count.Value is not { } count)
        {
            Add(name, matrix.Count);
            return;
        }

        for (var index = 0L; index < count && layers.Count <= MostLayers; index++) Add($"{name}[{Integers.Text(index)}]", null);

        void Add(string layer, DimensionExpression? times) => layers.Add(
            new LayerDeclaration(layer, kind, matrix.Outputs, matrix.Inputs, context.Settings, context.IsIgnored)
            {
                IsConditional = context.IsConditional,
                Repetition = times ?? context.Repetition,
                SpatialWidth = made?.SpatialWidth?.Value is > 0 and { } width ? width : 0,
                IsBiasFree = made?.IsBiasFree == true,
            });
    }

    /// <summary>The last two axes are the matrix, and the axes before them count how many there are.</summary>
    private static MatrixShape Stacked(IReadOnlyList<DimensionExpression> shape)
    {
        DimensionExpression? count = null;
        for (var axis = 0; axis < shape.Count - 2; axis++) count = count is null ? shape[axis] : OperationDimension.Apply(DimensionOperator.Multiply, count, shape[axis]);
        return new MatrixShape("", shape[shape.Count - 2], shape[shape.Count - 1], count);
    }

    private sealed record Context(string Name, LayerSettings Settings, bool IsIgnored, DimensionExpression? Repetition, bool IsConditional);
}

/// <summary>The layers of a module class as another one holds it.</summary>
internal sealed record SubmoduleLayers(IReadOnlyList<LayerDeclaration> Layers, IReadOnlyList<UnreadLayer> Unknowns, bool HasOwnSettings);
