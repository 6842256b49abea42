using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RankAttributes.Roslyn.Tests;

/// <summary>Analyzer configuration: global keys (MSBuild properties among them) and keys of the model's file.</summary>
internal sealed class Options(IReadOnlyDictionary<string, string>? global = null, IReadOnlyDictionary<string, string>? file = null)
    : AnalyzerConfigOptionsProvider
{
    /// <summary>The keys of a section of <c>.editorconfig</c>.</summary>
    public static Options OfFile(string section) => new(file: section.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim()));

    public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(global ?? new Dictionary<string, string>());

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree)
    {
        var merged = new Dictionary<string, string>(global ?? new Dictionary<string, string>());
        foreach (var pair in file ?? new Dictionary<string, string>()) merged[pair.Key] = pair.Value;
        return new Values(merged);
    }

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Values(IReadOnlyDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => values.Keys;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
