namespace RankAttributes.Build.Report;

/// <summary>What could not be read, and why.</summary>
internal sealed record UnreadLayer(string Name, string Reason);

/// <summary>A model as the compiled assembly declares it: the input of a report.</summary>
/// <param name="TypeName">The type's full metadata name: what identifies the model.</param>
/// <param name="DisplayName">The name as the source writes it.</param>
/// <param name="Layers">The weight matrices from input to output.</param>
/// <param name="Unread">What could not be read.</param>
internal sealed record ReportedModel(string TypeName, string DisplayName, IReadOnlyList<ReportedLayer> Layers, IReadOnlyList<UnreadLayer> Unread)
{
    /// <summary>The number N of training samples, or 0 where it is not declared.</summary>
    public long Samples { get; init; }

    /// <summary>Where <see cref="Samples"/> is declared, in words; <see langword="null"/> where that is not known.</summary>
    public string? SamplesSource { get; init; }

    /// <summary>The declared bound B on the norm of an input, or 0.</summary>
    public double InputNorm { get; init; }

    /// <summary>The declared margin γ, or 0.</summary>
    public double Margin { get; init; }

    /// <summary>The spectral norm declared for all layers without one of their own, or 0.</summary>
    public double SpectralNorm { get; init; }

    /// <summary>The constant C in front of the rate; 1 unless configured.</summary>
    public double Constant { get; init; } = 1;

    /// <summary>The generalization gap g to be reached; 1 unless configured.</summary>
    public double TargetGap { get; init; } = 1;

    /// <summary>Where the class is written.</summary>
    public SourcePlace Place { get; init; }

    /// <summary>Where the sizes were chosen: the creations that the compiler saw, in the order of the assembly.</summary>
    public IReadOnlyList<ReportedCreation> Creations { get; init; } = [];
}
