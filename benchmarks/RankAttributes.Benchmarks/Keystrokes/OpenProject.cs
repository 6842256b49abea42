using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RankAttributes.Benchmarks.Keystrokes;

/// <summary>A subject's classes as an editor holds them between keystrokes.</summary>
internal sealed class OpenProject(Subject subject, int classes)
{
    private CSharpCompilation compilation = subject.Compilation(classes);
    private GeneratorDriver driver = subject.Driver();

    public Subject Subject => subject;

    /// <summary>The first run of the generators, with nothing known.</summary>
    public Measured Open()
    {
        (compilation, driver) = (subject.Compilation(classes), subject.Driver());
        return Measured.Of(() => driver = driver.RunGenerators(compilation));
    }

    /// <summary>One keystroke: what the generators take for it, and then the analyzers for the edited file.</summary>
    public async Task<(Measured Generators, Measured Analyzers)> Type(string kind, int round)
    {
        (compilation, var edited) = subject.Edit(compilation, kind, round);
        var generators = Measured.Of(() => driver = driver.RunGenerators(compilation));
        var failures = driver.GetRunResult().Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (failures.Count > 0) throw new InvalidOperationException(failures[0].ToString());
        return (generators, subject.Only is null ? await Analyze(edited) : default);
    }

    /// <summary>What the analyzers add to a file's own diagnostics, which the editor shows anyway.</summary>
    private async Task<Measured> Analyze(SyntaxTree edited)
    {
        var analyzers = subject.Analyzers().ToArray();
        if (analyzers.Length == 0) return default;
        var generated = compilation.AddSyntaxTrees(driver.GetRunResult().GeneratedTrees);
        var model = generated.GetSemanticModel(edited);
        _ = model.GetDiagnostics();
        var session = new CompilationWithAnalyzers(generated, [.. analyzers],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        model = session.Compilation.GetSemanticModel(edited);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        _ = await session.GetAnalyzerSemanticDiagnosticsAsync(model, null, CancellationToken.None);
        return new Measured(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true) - before);
    }
}
