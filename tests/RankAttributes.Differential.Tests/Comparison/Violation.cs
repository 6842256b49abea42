namespace RankAttributes.Differential.Comparison;

/// <summary>How the reading of a program may be at odds with the module it makes.</summary>
internal enum ViolationKind
{
    /// <summary>A live weight that is neither read nor under an unknown.</summary>
    Missing,

    /// <summary>A live weight read with another shape.</summary>
    Wrong,

    /// <summary>A matrix read for certain that no live weight is.</summary>
    Ghost,

    /// <summary>Two matrices, read for certain, of one name or one tied weight.</summary>
    Twice,

    /// <summary>Editor, hover and report disagree.</summary>
    Views,

    /// <summary>The generator or an analyzer threw, or generated code that does not compile.</summary>
    Failure,
}

/// <summary>One thing said of a program that is not so.</summary>
internal sealed record Violation(ViolationKind Kind, string Message)
{
    public override string ToString() => $"{Kind}: {Message}";
}
