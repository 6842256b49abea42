using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Reading;

/// <summary>A field or property of the model that holds weights, and what the generated code does with it.</summary>
/// <param name="Name">TorchSharp's registered name.</param>
/// <param name="Member">The C# member, escaped where it is a keyword.</param>
/// <param name="Role">What it holds.</param>
/// <param name="Settings">What is declared for everything in it.</param>
internal sealed record RegularizedMember(string Name, string Member, MemberRole Role, LayerSettings Settings)
{
    /// <summary>Whether it holds a module, left out or not.</summary>
    public bool IsModule { get; init; }

    /// <summary>How compressed layers are put there, or <see langword="null"/> where its type does not allow it.</summary>
    public MemberPlace? Place { get; init; }
}

internal enum MemberRole
{
    /// <summary>A module: a layer, a container, or a model with generated members of its own.</summary>
    Module,

    /// <summary>A parameter made by hand.</summary>
    Parameter,

    /// <summary>Left out, with everything below it.</summary>
    Ignored,
}
