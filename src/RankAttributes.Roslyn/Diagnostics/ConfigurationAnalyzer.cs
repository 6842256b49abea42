using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK0008: a key of <c>.editorconfig</c>, or an MSBuild property, that nothing can be made of.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConfigurationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.ConfigurationNotUsable);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationAction(Analyze);
    }

    private static void Analyze(CompilationAnalysisContext context)
    {
        var provider = context.Options.AnalyzerConfigOptionsProvider;
        foreach (var key in ConfigurationKey.All)
        {
            if (Wrong(key, ConfigurationKey.BuildPrefix + key.Property, provider.GlobalOptions) is { } built)
                Report(context, Location.None, key.Property, built, $"MSBuild ({Project(provider.GlobalOptions)})", key.Range);
        }

        // A key holds for a file; it is wrong once, however many files it holds for.
        var reported = new HashSet<(string, string)>();
        Check(context, provider.GlobalOptions, reported);
        foreach (var tree in context.Compilation.SyntaxTrees)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            Check(context, provider.GetOptions(tree), reported);
        }
    }

    private static void Check(CompilationAnalysisContext context, AnalyzerConfigOptions options, HashSet<(string Key, string Value)> reported)
    {
        foreach (var key in ConfigurationKey.All)
        {
            if (Wrong(key, key.Name, options) is { } value && reported.Add((key.Name, value))) ReportKey(context, key.Name, value, key.Range);
        }

        foreach (var name in Names(options))
        {
            if (!name.StartsWith(ConfigurationKey.Prefix, StringComparison.OrdinalIgnoreCase)
                || ConfigurationKey.All.Any(key => AnalyzerConfigOptions.KeyComparer.Equals(key.Name, name))) continue;
            if (options.TryGetValue(name, out var value) && reported.Add((name, value)))
                ReportKey(
                    context, name, value, "under one of the keys "
                        + string.Join(", ", ConfigurationKey.All.Select(key => key.Name.Substring(ConfigurationKey.Prefix.Length))));
        }
    }

    private static IEnumerable<string> Names(AnalyzerConfigOptions options)
    {
        try
        {
            return options.Keys;
        }
        catch (NotImplementedException)
        {
            // A host that cannot list its keys.
            return [];
        }
    }

    private static string? Wrong(ConfigurationKey key, string name, AnalyzerConfigOptions options)
        => options.TryGetValue(name, out var value) && value.Trim().Length > 0 && key.Parse(value) is null ? value : null;

    private static void ReportKey(CompilationAnalysisContext context, string key, string value, string range)
    {
        var place = Find(context, key, value);
        Report(context, place ?? Location.None, key, value, place is null ? ".editorconfig" : Path.GetFileName(place.GetLineSpan().Path), range);
    }

    /// <summary>The line of a configuration file that the build shows to analyzers as an additional file.</summary>
    private static Location? Find(CompilationAnalysisContext context, string key, string value)
    {
        foreach (var file in context.Options.AdditionalFiles)
        {
            if (!file.Path.EndsWith("config", StringComparison.OrdinalIgnoreCase) || file.GetText(context.CancellationToken) is not { } text) continue;
            foreach (var line in text.Lines)
            {
                var written = line.ToString();
                var equals = written.IndexOf('=');
                if (equals < 0 || !AnalyzerConfigOptions.KeyComparer.Equals(written.Substring(0, equals).Trim(), key)
                    || written.Substring(equals + 1).Trim() != value.Trim()) continue;
                return Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span));
            }
        }

        return null;
    }

    private static string Project(AnalyzerConfigOptions options)
        => options.TryGetValue(ConfigurationKey.BuildPrefix + "MSBuildProjectFile", out var file) ? file : "the project";

    private static void Report(CompilationAnalysisContext context, Location place, string key, string value, string file, string range)
        => context.ReportDiagnostic(Diagnostic.Create(Descriptors.ConfigurationNotUsable, place, key, value, file, range));
}
