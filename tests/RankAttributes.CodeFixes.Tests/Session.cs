using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.CodeFixes.Tests;

/// <summary>
/// A project that is open in an editor: the product is an analyzer reference of it, generators run incrementally between keystrokes, and
/// every keystroke is an edit of the document.
/// </summary>
internal sealed class Session : IDisposable
{
    private readonly AdhocWorkspace workspace = new();
    private readonly DocumentId edited;

    /// <param name="source">The file that is typed in.</param>
    /// <param name="others">Other files of the project.</param>
    public Session(string source, params string[] others)
    {
        var project = ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Models", "Models", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
            parseOptions: new CSharpParseOptions(LanguageVersion.CSharp12),
            metadataReferences: Editor.References,
            analyzerReferences: [new AnalyzerFileReference(typeof(RankGenerator).Assembly.Location, new Loaded())]);
        var id = workspace.AddProject(project).Id;
        edited = workspace.AddDocument(id, "Model.cs", SourceText.From(source)).Id;
        for (var index = 0; index < others.Length; index++) workspace.AddDocument(id, $"Other{index}.cs", SourceText.From(others[index]));
    }

    public void Dispose() => workspace.Dispose();

    /// <summary>Types a text behind a marker, character by character.</summary>
    public async Task<IReadOnlyList<Shown>> Type(string behind, string text)
    {
        var start = await End(behind);
        var shown = new List<Shown>();
        for (var index = 0; index < text.Length; index++)
            shown.Add(await Apply(new TextChange(new TextSpan(start + index, 0), text[index].ToString()), text[..(index + 1)]));
        return shown;
    }

    /// <summary>Takes back characters before a marker's end.</summary>
    public async Task<IReadOnlyList<Shown>> Erase(string before, int count)
    {
        var end = await End(before);
        var shown = new List<Shown>();
        for (var index = 1; index <= count; index++) shown.Add(await Apply(new TextChange(new TextSpan(end - index, 1), ""), $"-{index}"));
        return shown;
    }

    private async Task<int> End(string marker)
    {
        var text = (await workspace.CurrentSolution.GetDocument(edited)!.GetTextAsync()).ToString();
        var start = text.IndexOf(marker, StringComparison.Ordinal);
        Assert.True(start >= 0, marker);
        return start + marker.Length;
    }

    private async Task<Shown> Apply(TextChange change, string typed)
    {
        var text = await workspace.CurrentSolution.GetDocument(edited)!.GetTextAsync();
        Assert.True(workspace.TryApplyChanges(workspace.CurrentSolution.WithDocumentText(edited, text.WithChanges(change))));
        var project = workspace.CurrentSolution.GetDocument(edited)!.Project;
        var compilation = (await project.GetCompilationAsync())!;
        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(project.AnalyzerOptions, (failure, _, _) => failures.Add(failure.ToString()),
            concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers([.. project.AnalyzerReferences.SelectMany(reference => reference.GetAnalyzers(LanguageNames.CSharp))],
            options).GetAnalyzerDiagnosticsAsync();
        Assert.Empty(failures);
        Assert.All(diagnostics, diagnostic => Assert.StartsWith("RANK", diagnostic.Id, StringComparison.Ordinal));
        return new Shown(
            typed,
            [.. diagnostics.OrderBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)],
            [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)],
            (await project.GetSourceGeneratedDocumentsAsync()).Count(),
            [.. (await project.GetSourceGeneratedDocumentsAsync()).Select(document => document.HintName)]);
    }

    private sealed class Loaded : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => typeof(RankGenerator).Assembly;
    }
}

/// <summary>What an editor shows after a keystroke.</summary>
/// <param name="Typed">What has been typed so far.</param>
/// <param name="Diagnostics">The product's diagnostics.</param>
/// <param name="Errors">The compiler's errors.</param>
/// <param name="GeneratedFiles">How many files are generated.</param>
/// <param name="Generated">Their names.</param>
internal sealed record Shown(string Typed, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<Diagnostic> Errors, int GeneratedFiles,
    IReadOnlyList<string> Generated)
{
    public string Ids => string.Join(' ', Diagnostics.Select(diagnostic => diagnostic.Id).Distinct());
}
