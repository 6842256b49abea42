using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Roslyn.Declarations;

namespace RankAttributes.Roslyn.Reading;

/// <summary>The dataset a model is compared with: class attribute, assembly attribute, <c>.editorconfig</c>, MSBuild, in that order.</summary>
internal static class TrainingDataReader
{
    public const string EditorConfigKey = "rank_attributes.training_samples";
    public const string BuildProperty = "build_property.RankAttributesTrainingSamples";

    /// <param name="model">The model.</param>
    /// <param name="assembly">The assembly that is compiled: whoever creates a library's model trains it on data of their own.</param>
    /// <param name="options">The options of the file that is looked at.</param>
    public static TrainingDataDeclaration? Find(ModelDeclaration model, IAssemblySymbol assembly, AnalyzerConfigOptions options)
        => model.Data
            ?? OnAssembly(AttributeReader.Find(assembly, KnownNames.TrainingData))
            ?? FromOptions(options);

    public static TrainingDataDeclaration? OnAssembly(AttributeData? attribute)
        => AttributeReader.TrainingData(attribute) is { } data ? data with { Source = TrainingDataDeclaration.OnAssembly } : null;

    public static TrainingDataDeclaration? FromOptions(AnalyzerConfigOptions options) => FromOption(options, EditorConfigKey, ".editorconfig") ?? FromOption(options, BuildProperty, "MSBuild");

    private static TrainingDataDeclaration? FromOption(AnalyzerConfigOptions options, string key, string source)
        => Samples(options, key) is { } samples ? new TrainingDataDeclaration(samples, 0, 0, EquatableArray<int>.Empty) { Source = source } : null;

    private static long? Samples(AnalyzerConfigOptions options, string key)
        => options.TryGetValue(key, out var text) && text.Replace("_", "") is { Length: > 0 } digits
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var samples) && samples > 0
            ? samples
            : null;
}
