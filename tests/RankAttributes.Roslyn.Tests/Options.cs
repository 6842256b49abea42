using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RankAttributes.Roslyn.Tests;

/// <summary>Analyzer configuration: global keys (MSBuild properties among them) and keys of the model's file.</summary>
internal sealed class Options(IReadOnlyDictionary<string, string>? global = null, IReadOnlyDictionary<string, string>? file = null)
    : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Keys(global ?? new Dictionary<string, string>());

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree)
    {
        var merged = new Dictionary<string, string>(global ?? new Dictionary<string, string>());
        foreach (var pair in file ?? new Dictionary<string, string>()) merged[pair.Key] = pair.Value;
        return new Keys(merged);
    }

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Keys(IReadOnlyDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
