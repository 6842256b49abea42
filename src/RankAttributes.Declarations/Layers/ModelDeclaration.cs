namespace RankAttributes.Declarations;

/// <summary>
/// A model class, read once: the declared network. Diagnostics, generated code and the report are functions of it. It holds no symbol and no
/// syntax, so that it can be compared, kept and written down.
/// </summary>
/// <param name="TypeName">The class by its metadata name: <c>Demo.Outer+Net`1</c>.</param>
/// <param name="DisplayName">The name messages use: <c>Net&lt;T&gt;</c>.</param>
/// <param name="Layers">Every weight matrix that was read, with the defaults of the constructor's parameters and the pinned values.</param>
/// <param name="UnreadLayers">The layers that could not be read, and why.</param>
/// <param name="Data">What is declared about its training data.</param>
internal sealed record ModelDeclaration(
    string TypeName,
    string DisplayName,
    EquatableArray<LayerDeclaration> Layers,
    EquatableArray<UnreadLayer> UnreadLayers,
    TrainingDataDeclaration? Data)
{
    /// <summary>The layers and submodules as expressions over the parameters of the principal constructor, for code that creates the model.</summary>
    public SymbolicDeclaration Symbolic { get; init; } = SymbolicDeclaration.Empty;

    /// <summary>Linear layers that <c>forward</c> applies one after another with nothing between; empty where it cannot be followed.</summary>
    public EquatableArray<LinearChain> Chains { get; init; } = EquatableArray<LinearChain>.Empty;

    /// <summary>A layer as the constructor makes it of its parameters; <see langword="null"/> where it makes none of that name.</summary>
    public LayerDeclaration? Written(LayerDeclaration layer) => Symbolic.Layers.FirstOrDefault(written => written.Name == layer.Name);

    /// <summary>Whether every layer is known: none unread, none conditional, none of a size or number without a value.</summary>
    public bool IsResolved => UnreadLayers.Count == 0 && Layers.All(layer => layer.IsResolved);
}
