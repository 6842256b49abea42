using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Reading;

/// <summary>The dataset a model is compared with: class attribute, assembly attribute, <c>.editorconfig</c>, MSBuild, in that order.</summary>
internal static class TrainingDataReader
{
    /// <param name="model">The model.</param>
    /// <param name="assembly">The assembly that is compiled: a library's model is trained on the data of the assembly that creates it.</param>
    /// <param name="options">The options of the file that is looked at.</param>
    public static TrainingDataDeclaration? Find(ModelDeclaration model, IAssemblySymbol assembly, AnalyzerConfigOptions options)
        => Join(model.Data ?? OnAssembly(AttributeReader.Find(assembly, KnownNames.TrainingData)), FromOptions(options));

    public static TrainingDataDeclaration? OnAssembly(AttributeData? attribute)
        => AttributeReader.TrainingData(attribute) is { } data ? data with { Source = TrainingDataDeclaration.OnAssembly } : null;

    /// <summary>What the configuration says; <see langword="null"/> where it says nothing.</summary>
    public static TrainingDataDeclaration? FromOptions(AnalyzerConfigOptions options)
    {
        if (!ConfigurationKey.All.Any(key => key.Find(options) is not null)) return null;
        var samples = ConfigurationKey.TrainingSamples.Find(options);
        return new TrainingDataDeclaration((long)(samples?.Value
            ?? 0), Number(ConfigurationKey.InputNorm), Number(ConfigurationKey.Margin), EquatableArray<int>.Empty)
        {
            Source = samples?.Source ?? "",
            SpectralNorm = Number(ConfigurationKey.SpectralNorm),
            Constant = Number(ConfigurationKey.Constant, 1),
            TargetGap = Number(ConfigurationKey.TargetGap, 1),
        };

        double Number(ConfigurationKey key, double otherwise = 0) => key.Find(options)?.Value ?? otherwise;
    }

    /// <summary>What attributes declare, and for what they leave open, what the configuration says.</summary>
    public static TrainingDataDeclaration? Join(TrainingDataDeclaration? declared, TrainingDataDeclaration? configured)
    {
        if (declared is null || configured is null) return declared ?? configured;
        return declared with
        {
            InputNorm = declared.InputNorm == 0 ? configured.InputNorm : declared.InputNorm,
            Margin = declared.Margin == 0 ? configured.Margin : declared.Margin,
            SpectralNorm = configured.SpectralNorm,
            Constant = configured.Constant,
            TargetGap = configured.TargetGap,
        };
    }
}
