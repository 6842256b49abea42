using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Reading;

/// <summary>
/// An annotated class as the generator writes its other part. It holds no symbol and no syntax, so that it can be compared and kept while the
/// compilation it came from is collected.
/// </summary>
/// <param name="HintName">The name of the generated file: a function of the type alone.</param>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Types">The containing types, outermost first, and last the model itself.</param>
/// <param name="Inheritance">How its generated members relate to those of other annotated classes.</param>
/// <param name="DeclaresLoss">The class has a parameterless <c>RegularizationLoss</c> of its own.</param>
/// <param name="DeclaresTracking">The class has a member of its own that is named <c>TrackBounds</c>.</param>
/// <param name="Defaults">The class's settings.</param>
/// <param name="Members">The members that the generated code collects weights from.</param>
/// <param name="Model">The network that it declares.</param>
internal sealed record GeneratedClass(
    string HintName,
    string Namespace,
    EquatableArray<TypeHeader> Types,
    ModelInheritance Inheritance,
    bool DeclaresLoss,
    bool DeclaresTracking,
    LayerSettings Defaults,
    EquatableArray<RegularizedMember> Members,
    ModelDeclaration Model)
{
    /// <summary>A member that may list modules, and is not one of TorchSharp's containers.</summary>
    public string? UnseenMember { get; init; }

    /// <summary>An annotated base class has <c>CollectPlaces</c>; one that was compiled with an earlier version has not.</summary>
    public bool InheritsPlaces { get; init; }
}

/// <summary>How the generated members of a class relate to those of other annotated classes.</summary>
internal enum ModelInheritance
{
    /// <summary>The class is sealed and its base classes are not annotated.</summary>
    Sealed,

    /// <summary>Derived classes may override the generated members.</summary>
    Open,

    /// <summary>An annotated base class has generated members already, which this class overrides.</summary>
    Derived,
}
