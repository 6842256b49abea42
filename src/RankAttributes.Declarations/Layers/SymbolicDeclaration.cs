namespace RankAttributes.Declarations;

/// <summary>What a constructor makes of whatever it is given.</summary>
/// <param name="Parameters">The constructor's parameters, in order.</param>
/// <param name="Layers">Layers whose dimensions, repetitions and conditions are expressions over the parameters.</param>
/// <param name="Submodules">Module classes it creates, with their arguments as expressions.</param>
/// <param name="UnreadLayers">What could not be read.</param>
internal sealed record SymbolicDeclaration(
    EquatableArray<string> Parameters, EquatableArray<LayerDeclaration> Layers, EquatableArray<SubmoduleDeclaration> Submodules,
        EquatableArray<UnreadLayer> UnreadLayers)
{
    public static readonly SymbolicDeclaration Empty = new(
        EquatableArray<string>.Empty, EquatableArray<LayerDeclaration>.Empty, EquatableArray<SubmoduleDeclaration>.Empty, EquatableArray<UnreadLayer>.Empty);
}

/// <summary>A module of another class.</summary>
/// <param name="Name">The registered name.</param>
/// <param name="Type">The class by its metadata name.</param>
/// <param name="Arguments">Arguments by parameter, those that are integers or truth values.</param>
/// <param name="Position">How many layers come before it: the order from input to output matters.</param>
/// <param name="IsConditional">Whether it exists only under a condition that has no value yet.</param>
/// <param name="Repetition">How many times it is made, where that has no value yet.</param>
internal sealed record SubmoduleDeclaration(string Name, string Type, EquatableArray<ArgumentDeclaration> Arguments, int Position, bool IsConditional,
    DimensionExpression? Repetition);

internal sealed record ArgumentDeclaration(string Parameter, DimensionExpression Value);
