using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading;

/// <summary>From what a constructor left behind to the weight matrices of the model, under the names TorchSharp registers them with.</summary>
/// <param name="defaults">The class's settings.</param>
/// <param name="submodules">Reads the layers of a module class that the interpreter did not enter; <see langword="null"/> where only the class itself is
/// looked at.</param>
internal sealed class LayerReader(LayerSettings defaults, Func<SubmoduleValue, SubmoduleLayers>? submodules)
{
    /// <summary>The name of what may have any name.</summary>
    public const string Anywhere = Registration.Anywhere;

    // Where choices are nested, names get long: so many letters cost as much as a layer.
    private const int NamedPerStep = 64;

    private readonly DeclaredMatrices matrices = new();
    private readonly List<SubmoduleDeclaration> unresolved = [];
    private readonly HashSet<int> open = [];
    private Interpreter interpreter = null!;

    /// <summary>The submodules that were met and, nobody reading them, left as they are.</summary>
    public EquatableArray<SubmoduleDeclaration> Submodules => unresolved.ToEquatableArray();

    /// <summary>The name under which TorchSharp knows what a member of the class holds.</summary>
    public Dictionary<ISymbol, string> Names { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The stretches of linear layers under the names of their layers; only those whose every layer is there for certain, once.</summary>
    public EquatableArray<LinearChain> Chains(ConstructedModel made) => made.Stretches
        .Select(stretch => stretch.Select(matrices.NameOf).ToList())
        .Where(names => names.All(name => name is not null))
        .Select(names => new LinearChain(names.Select(name => name!).ToEquatableArray()))
        .ToEquatableArray();

    public (EquatableArray<LayerDeclaration> Layers, EquatableArray<UnreadLayer> UnreadLayers) Read(ConstructedModel made)
    {
        interpreter = made.Interpreter;
        var type = interpreter.Source.Type;
        try
        {
            if (made.Failure is { } failure) throw new ReadingStoppedException(failure);
            Object(made.Root.Id, new LayerContext("", defaults), isRoot: true);
            if (!interpreter.Source.LooksOutside && type.BaseType is { } parent && !TorchSymbols.IsTorchSharp(parent) && !interpreter.Source.MayRead(parent))
                matrices.Unread(new UnreadLayer(parent.Name, $"its layers belong to '{parent.Name}'") { IsElsewhere = true });
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            GiveUp(type, ConstructedModel.Reason(exception));
        }

        return (matrices.Layers.ToEquatableArray(), matrices.UnreadLayers.ToEquatableArray());
    }

    /// <summary>Nothing is certain of a class whose reading was given up: each member that may hold a weight is unknown, and so is what it registers by
    /// hand.</summary>
    private void GiveUp(INamedTypeSymbol type, string reason)
    {
        matrices.Clear();
        unresolved.Clear();
        var members = Registrable.Kept(type).Where(member => Registrable.MayHoldWeights(member)).ToList();
        if (members.Count >= DeclaredMatrices.MaxUnread) members.Clear();
        foreach (var member in members) matrices.Unread(new UnreadLayer(Registrable.NameOf(member), reason));
        if (members.Count == 0 || Registrable.MayName(type)) matrices.Unread(new UnreadLayer(Anywhere, reason));
    }

    private void Object(int id, LayerContext context, bool isRoot)
    {
        if (interpreter.Store.Find(id) is not ObjectContent made || !open.Add(id)) return;
        var settings = AttributeReader.Find(made.Type, KnownNames.SchattenRegularize) is { } own ? AttributeReader.Settings(own, null) : context.Settings;
        if (made.Steps is { } steps)
        {
            Children(steps, context with { Settings = settings });
            open.Remove(id);
            return;
        }

        foreach (var registered in made.Registered)
        {
            var member = registered.Member ?? Holder(made, registered.Value);
            var below = Below(context, registered.Name, member, settings, made.Type);
            if (registered.Name == Anywhere)
            {
                // Under a name that is not known it may be any of the class's weights.
                matrices.Unread(new UnreadLayer(context.Name.Length > 0
                    ? context.Name
                    : Anywhere, "a module or parameter is registered under a name that is not known"));
                below = below with { IsConditional = true };
            }
            else if (isRoot && member is not null && !Names.ContainsKey(member))
            {
                Names[member] = registered.Name;
            }

            Add(registered.Value, below);
        }

        // A base class of another assembly brings its layers under their own names, after those of the class.
        if (made.Inherited is { } inherited && submodules is not null) matrices.Add(submodules(inherited), context with { Settings = settings });
        open.Remove(id);
    }

    /// <summary>What is declared for something that a class holds: on the member, on the class that declares it, or further out.</summary>
    private static LayerContext Below(LayerContext context, string name, ISymbol? member, LayerSettings settings, INamedTypeSymbol type)
    {
        var inner = context with { Name = context.Name.Length == 0 ? name : $"{context.Name}.{name}", Settings = settings };
        if (member is null) return inner;
        var isAnnotated = AttributeReader.Find(member.ContainingType, KnownNames.SchattenRegularize) is not null;
        if (isAnnotated
            && !SymbolEqualityComparer.Default.Equals(member.ContainingType,
                type)) inner = inner with { Settings = AttributeReader.Settings(AttributeReader.Find(member.ContainingType, KnownNames.SchattenRegularize)!,
                    null) };
        if (isAnnotated
            && AttributeReader.Find(member, KnownNames.SchattenRegularize) is { } own) inner = inner with { Settings = AttributeReader.Settings(own,
                inner.Settings) };
        return AttributeReader.Find(member, KnownNames.SchattenIgnore) is null ? inner : inner with { IsIgnored = true };
    }

    /// <summary>The member that holds what is registered under a name of its own.</summary>
    private static ISymbol? Holder(ObjectContent made, Value value)
        => value is LayerValue or ReferenceValue or ParameterValue or SubmoduleValue
            ? made.Fields.FirstOrDefault(pair => pair.Key is IFieldSymbol or IPropertySymbol && pair.Value.Equals(value)).Key
            : null;

    private void Add(Value value, LayerContext context)
    {
        interpreter.Budget.Step(1 + (context.Name.Length / NamedPerStep));
        switch (value)
        {
            case LayerValue layer:
                matrices.Add(layer, interpreter.Store.Find(layer.Id) as LayerContent, context);
                break;
            case ParameterValue parameter:
                matrices.Add(parameter, context);
                break;
            case ReferenceValue { Id: var id }:
                Held(id, context);
                break;
            case SubmoduleValue submodule:
                Add(submodule, context);
                break;
            case ConditionalValue choice:
                // The same choice under a second name: the layer of the first, or another where a second condition chose.
                var place = matrices.IsFirst(choice, ref context) ? context : context with { IsConditional = true };
                Either(() => Add(choice.Then, place), () => Add(choice.Else, place));
                break;
            case RepeatedValue repeated:
                if (repeated is { Count.UnknownReason: { } reason, Once: not UnknownValue }) matrices.Unread(new UnreadLayer(Parent(context.Name), reason));
                Add(repeated.Once, context with { Repetition = context.Repetition is { } outer
                    ? Numbers.Apply(DimensionOperator.Multiply, outer, repeated.Count)
                    : repeated.Count });
                break;
            case PathValue path:
                matrices.Unread(new UnreadLayer(context.Name, $"it is passed in as '{path.Path}'"));
                break;
            case UnknownValue unknown:
                matrices.Unread(new UnreadLayer(context.Name, unknown.Reason));
                break;
            case NullValue or AbsentValue or NeverValue or WeightlessValue or TensorValue:
                break;
            default:
                matrices.Unread(new UnreadLayer(context.Name, "what it holds is not followed"));
                break;
        }
    }

    // What was read of the inner choices is taken over by the outer ones, name by name.
    private void Either(Action then, Action otherwise) => interpreter.Budget.Step(matrices.Either(then, otherwise));

    private static string Parent(string name) => name.LastIndexOf('.') is > 0 and var dot ? name.Substring(0, dot) : name;

    private void Held(int id, LayerContext context)
    {
        // A module in two places is there once. Without that, modules that hold each other twice would be walked through along every path.
        if (!open.Contains(id) && !matrices.IsFirst((nameof(Held), id), ref context)) return;
        switch (interpreter.Store.Find(id))
        {
            case ContainerContent container when open.Add(id):
                // Where it depends on a condition, it holds what it held when it was registered, or what it holds now.
                if (container.Frozen is not { } frozen) Children(container.Children, context);
                else if (container.IsFrozen is NumberValue) Children(frozen, context);
                else Either(() => Children(frozen, context), () => Children(container.Children, context));
                open.Remove(id);
                break;
            case ContainerContent or ObjectContent when open.Contains(id):
                matrices.Unread(new UnreadLayer(context.Name, "it holds itself"));
                break;
            case ObjectContent:
                Object(id, context, isRoot: false);
                break;
            case PathContent path:
                matrices.Unread(new UnreadLayer(context.Name, $"it is passed in as '{path.Path}'"));
                break;
            default:
                matrices.Unread(new UnreadLayer(context.Name, "what it holds is not followed"));
                break;
        }
    }

    /// <summary>
    /// Modules in the order in which they are held. The name of one without a name is its position; where modules before it may be missing, it
    /// has one of several.
    /// </summary>
    private void Children(IReadOnlyList<Registration> children, LayerContext context)
    {
        const int MaxPositions = 8;
        var (least, most, isBounded) = (0, 0, true);
        foreach (var child in children)
        {
            var isSingle = ListContent.IsSingle(child.Value);
            if (child.Value is RepeatedValue { Once: UnknownValue }) Add(child.Value, context with { Name = context.Name.Length > 0
                ? context.Name
                : Anywhere });
            else if (child.Name.Length > 0) Add(child.Value, Under(child.Name));
            else if (least == most && isBounded) Add(child.Value, At(least));
            else if (!isBounded) Add(child.Value, At(most) with { IsConditional = true });
            else if (most - least > MaxPositions)
                matrices.Unread(new UnreadLayer(context.Name, "which layer it holds at which position depends on many conditions"));
            else for (var position = least; position <= most; position++) Add(child.Value, At(position) with { IsConditional = true });
            least += isSingle ? 1 : 0;
            most++;
            isBounded &= child.Value is not RepeatedValue;
        }

        LayerContext At(int position) => Under(Numbers.Text(position));

        LayerContext Under(string name) => context with { Name = context.Name.Length > 0 ? $"{context.Name}.{name}" : name };
    }

    private void Add(SubmoduleValue submodule, LayerContext context)
    {
        if (!matrices.IsFirst(submodule, ref context)) return;
        if (submodules is not null)
        {
            matrices.Add(submodules(submodule), context);
            return;
        }

        unresolved.Add(new SubmoduleDeclaration(
            context.Name,
            MetadataName.Of(submodule.Type.OriginalDefinition),
            submodule.Arguments.Where(pair => pair.Value is NumberValue).Select(pair => new ArgumentDeclaration(pair.Key,
                Numbers.NumberOf(pair.Value))).ToEquatableArray(),
            matrices.Layers.Count,
            context.IsConditional,
            context.Repetition));
        matrices.Unread(new UnreadLayer(context.Name, $"its layers belong to '{submodule.Type.Name}'") { IsElsewhere = true });
    }
}

/// <summary>The place of something in a model: its name, what is declared for it, and whether it is there, and how often.</summary>
internal sealed record LayerContext(string Name, LayerSettings Settings, bool IsIgnored = false, DimensionExpression? Repetition = null,
    bool IsConditional = false);

/// <summary>The layers of a module class as another one holds it.</summary>
internal sealed record SubmoduleLayers(IReadOnlyList<LayerDeclaration> Layers, IReadOnlyList<UnreadLayer> UnreadLayers, bool HasOwnSettings);
