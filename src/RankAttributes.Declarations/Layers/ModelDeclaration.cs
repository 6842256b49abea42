namespace RankAttributes.Declarations;

/// <summary>
/// A model class, read once. Diagnostics, generated code and the report are functions of it. It holds no symbol and no syntax,
/// so that it can be compared and kept while the compilation it came from is collected.
/// </summary>
/// <param name="HintName">The name of the generated file: a function of the type alone.</param>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Types">The containing types, outermost first, and last the model itself.</param>
/// <param name="DisplayName">The name messages use.</param>
/// <param name="Overridability">How the generated members are declared: empty, <c>virtual </c> or <c>override </c>.</param>
/// <param name="DeclaresLoss">The class has a parameterless <c>RegularizationLoss</c> of its own.</param>
/// <param name="Defaults">The class's settings.</param>
/// <param name="Members">What the generated code collects weights from.</param>
/// <param name="Layers">Every weight matrix that was read, with the defaults of the constructor's parameters and the pinned values.</param>
/// <param name="Unknowns">What could not be read, and why.</param>
/// <param name="Data">The class's own declaration of its training data.</param>
internal sealed record ModelDeclaration(
    string HintName,
    string Namespace,
    EquatableArray<TypeHeader> Types,
    string DisplayName,
    string Overridability,
    bool DeclaresLoss,
    LayerSettings Defaults,
    EquatableArray<RegularizedMember> Members,
    EquatableArray<LayerDeclaration> Layers,
    EquatableArray<UnknownLayer> Unknowns,
    TrainingDataDeclaration? Data)
{
    /// <summary>The class by its metadata name.</summary>
    public string TypeName { get; init; } = "";

    /// <summary>The layers and submodules as expressions over the parameters of the principal constructor, for whoever creates the model.</summary>
    public SymbolicDeclaration Symbolic { get; init; } = SymbolicDeclaration.Empty;

    /// <summary>Linear layers that <c>forward</c> applies one after another with nothing between; empty where it cannot be followed.</summary>
    public EquatableArray<LinearChain> Chains { get; init; } = EquatableArray<LinearChain>.Empty;

    /// <summary>Whether every layer is known: none unread, none conditional, none of a size or number without a value.</summary>
    public bool IsResolved => Unknowns.Count == 0 && Layers.All(layer => layer.IsResolved);
}

/// <summary>A layer, or a dimension of one, that cannot be read from the class.</summary>
internal sealed record UnknownLayer(string Name, string Reason)
{
    /// <summary>Whether it is a module of another class, whose layers are read where that class is.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>The integer that cannot be read, as the source writes it, where <c>[Dims]</c> could give it a value.</summary>
    public string? Expression { get; init; }
}
