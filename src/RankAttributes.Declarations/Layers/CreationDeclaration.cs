namespace RankAttributes.Declarations;

/// <summary>A place where a model is created.</summary>
/// <param name="Expression">The creation as the source writes it: <c>new Net(784, 512)</c>.</param>
/// <param name="Type">The type that holds it, by its metadata name.</param>
/// <param name="Member">The method that holds it, by its metadata name: <c>Main</c>, <c>.ctor</c>.</param>
internal sealed record CreationPoint(string Expression, string Type, string Member)
{
    private const int Shown = 120;

    /// <summary>The beginning of a long expression, for a line of a table or message.</summary>
    public string Beginning => Expression.Length <= Shown ? Expression : Expression.Substring(0, Shown) + "…";
}

/// <summary>A model as the whole compilation shows it, through base classes and submodules.</summary>
/// <param name="Model">The class by its metadata name.</param>
/// <param name="Point">The creation; <see langword="null"/> for the class itself, made with the defaults of its constructor and the pinned values.</param>
/// <param name="Layers">The layers it makes.</param>
/// <param name="UnreadLayers">The layers that could not be read.</param>
internal sealed record CreationDeclaration(
    string Model, CreationPoint? Point, EquatableArray<LayerDeclaration> Layers, EquatableArray<UnreadLayer> UnreadLayers);
