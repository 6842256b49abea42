using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RankAttributes.Roslyn.Reading;

/// <summary>Something that <c>.editorconfig</c> and MSBuild can declare for all models.</summary>
/// <param name="Name">The key of <c>.editorconfig</c>.</param>
/// <param name="Property">The MSBuild property.</param>
/// <param name="IsCount">Whether it is a whole number of at least 1; else it is a number above 0.</param>
internal sealed record ConfigurationKey(string Name, string Property, bool IsCount = false)
{
    public const string Prefix = "rank_attributes.";
    public const string BuildPrefix = "build_property.";

    public static readonly ConfigurationKey TrainingSamples = new(Prefix + "training_samples", "RankAttributesTrainingSamples", IsCount: true);
    public static readonly ConfigurationKey InputNorm = new(Prefix + "input_norm", "RankAttributesInputNorm");
    public static readonly ConfigurationKey Margin = new(Prefix + "margin", "RankAttributesMargin");
    public static readonly ConfigurationKey SpectralNorm = new(Prefix + "spectral_norm", "RankAttributesSpectralNorm");
    public static readonly ConfigurationKey Constant = new(Prefix + "constant", "RankAttributesConstant");
    public static readonly ConfigurationKey TargetGap = new(Prefix + "target_gap", "RankAttributesTargetGap");

    public static readonly ConfigurationKey[] All = [TrainingSamples, InputNorm, Margin, SpectralNorm, Constant, TargetGap];

    /// <summary>What a value must be, in words.</summary>
    public string Range => IsCount ? "a whole number of at least 1" : "a finite number above 0";

    /// <summary>The value for a file and where it comes from; <see langword="null"/> where none is given that can be used.</summary>
    public (double Value, string Source)? Find(AnalyzerConfigOptions options)
        => Read(options, Name) is { } configured
            ? (configured, ".editorconfig")
            : Read(options, BuildPrefix + Property) is { } built
            ? (built, "MSBuild")
            : null;

    /// <summary>The number that a text says; <see langword="null"/> where it says none that can be used.</summary>
    public double? Parse(string text)
    {
        var digits = text.Trim().Replace("_", "");
        if (IsCount) return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= double.MaxValue
            ? number
            : null;
    }

    private double? Read(AnalyzerConfigOptions options, string key) => options.TryGetValue(key, out var text) ? Parse(text) : null;
}
