using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.CodeFixes.Tests;

/// <summary>A workspace with one file: shows its diagnostics and applies fixes to it, as an editor does.</summary>
internal static class Editor
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(RankGenerator).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. Framework.References,
        MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(IRankRegularized).Assembly.Location),
    ];

    /// <summary>Applies the fix to one diagnostic after another until none of that id is left to fix, and returns the text.</summary>
    public static async Task<string> FixEach(CodeFixProvider provider, string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        for (var round = 0; round < 20; round++)
        {
            if (await First(provider, document) is not { } action) break;
            var operation = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
            document = operation.ChangedSolution.GetDocument(document.Id)!;
        }

        return (await document.GetTextAsync()).ToString();
    }

    /// <summary>Applies the fix to every diagnostic of the document at once, and returns the text.</summary>
    public static async Task<string> FixAll(CodeFixProvider provider, string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var first = (await First(provider, document))!;
        var context = new FixAllContext(document, provider, FixAllScope.Document, first.EquivalenceKey!, provider.FixableDiagnosticIds, new Found(), CancellationToken.None);
        var action = (await provider.GetFixAllProvider()!.GetFixAsync(context))!;
        var operation = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        return (await operation.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }

    /// <summary>The ids of the diagnostics of a text.</summary>
    public static async Task<IReadOnlyList<string>> Ids(string source)
    {
        using var workspace = new AdhocWorkspace();
        return [.. (await Diagnose(Open(workspace, source))).Select(diagnostic => diagnostic.Id)];
    }

    /// <summary>The messages of the diagnostics of a text.</summary>
    public static async Task<IReadOnlyList<string>> Messages(string source)
    {
        using var workspace = new AdhocWorkspace();
        return [.. (await Diagnose(Open(workspace, source))).Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>The titles of the fixes that are offered.</summary>
    public static async Task<IReadOnlyList<string>> Titles(CodeFixProvider provider, string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var titles = new List<string>();
        foreach (var diagnostic in await Diagnose(document))
        {
            if (provider.FixableDiagnosticIds.Contains(diagnostic.Id)) titles.AddRange((await Actions(provider, document, diagnostic)).Select(action => action.Title));
        }

        return titles;
    }

    private sealed class Found : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Diagnose(document);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Diagnose(project.Documents.Single());
    }

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Models", "Models", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
            parseOptions: new CSharpParseOptions(LanguageVersion.CSharp12),
            metadataReferences: References));
        return workspace.AddDocument(project.Id, "Model.cs", Microsoft.CodeAnalysis.Text.SourceText.From(source));
    }

    private static async Task<CodeAction?> First(CodeFixProvider provider, Document document)
    {
        foreach (var diagnostic in await Diagnose(document))
        {
            if (!provider.FixableDiagnosticIds.Contains(diagnostic.Id)) continue;
            if ((await Actions(provider, document, diagnostic)).FirstOrDefault() is { } action) return action;
        }

        return null;
    }

    private static async Task<List<CodeAction>> Actions(CodeFixProvider provider, Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private static async Task<IEnumerable<Diagnostic>> Diagnose(Document document)
    {
        var compilation = await document.Project.GetCompilationAsync();
        var diagnostics = await compilation!.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync();
        return diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start);
    }
}
