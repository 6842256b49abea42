namespace RankAttributes.Declarations;

/// <summary>A model as one creation makes it, through base classes and submodules.</summary>
/// <param name="Model">The class by its metadata name.</param>
/// <param name="Expression">The creation as the source writes it; <see langword="null"/> for the class itself.</param>
/// <param name="Type">The type it stands in, by its metadata name.</param>
/// <param name="Member">The method it stands in, by its metadata name.</param>
/// <param name="Layers">The layers it makes.</param>
/// <param name="Unknowns">What could not be read.</param>
internal sealed record CreationDeclaration(
    string Model, string? Expression, string? Type, string? Member, EquatableArray<LayerDeclaration> Layers, EquatableArray<UnknownLayer> Unknowns);
