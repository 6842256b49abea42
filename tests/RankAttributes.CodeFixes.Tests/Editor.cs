using System.Collections.Immutable;
using System.Globalization;
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

    /// <summary>
    /// Applies the fix to one diagnostic after another until none of that id is left to fix, and returns the text. Each application must make
    /// the diagnostic go away that it is for, and must bring no error of the compiler.
    /// </summary>
    public static async Task<string> FixEach(CodeFixProvider provider, string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var errors = await Errors(document);
        for (var round = 0; round < 20; round++)
        {
            if (await First(provider, document) is not var (diagnostic, action)) break;
            var before = await Count(document, diagnostic);
            var operation = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
            document = operation.ChangedSolution.GetDocument(document.Id)!;
            Assert.True(await Count(document, diagnostic) < before, $"'{action.Title}' leaves {diagnostic}");
        }

        Assert.Null(await First(provider, document));
        Assert.Equal(errors, await Errors(document));
        return (await document.GetTextAsync()).ToString();
    }

    /// <summary>Applies the fix to every diagnostic of the document at once, and returns the text.</summary>
    public static async Task<string> FixAll(CodeFixProvider provider, string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var (diagnostic, first) = (await First(provider, document))!.Value;
        var context = new FixAllContext(document, provider, FixAllScope.Document, first.EquivalenceKey!, provider.FixableDiagnosticIds, new Found(),
            CancellationToken.None);
        var action = (await provider.GetFixAllProvider()!.GetFixAsync(context))!;
        var operation = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        var mended = operation.ChangedSolution.GetDocument(document.Id)!;
        Assert.DoesNotContain(await Diagnose(mended), left => left.Id == diagnostic.Id);
        return (await mended.GetTextAsync()).ToString();
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
        return [.. (await Diagnose(Open(workspace, source))).Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture))];
    }

    /// <summary>The titles of the fixes that are offered.</summary>
    public static async Task<IReadOnlyList<string>> Titles(CodeFixProvider provider, string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var titles = new List<string>();
        foreach (var diagnostic in await Diagnose(document))
        {
            if (provider.FixableDiagnosticIds.Contains(diagnostic.Id))
                titles.AddRange((await Actions(provider, document, diagnostic)).Select(action => action.Title));
        }

        return titles;
    }

    private sealed class Found : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Diagnose(document);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Diagnose(project.Documents.Single());
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

    /// <summary>How often a document is told the same.</summary>
    private static async Task<int> Count(Document document, Diagnostic told)
        => (await Diagnose(document)).Count(diagnostic => diagnostic.Id == told.Id
            && diagnostic.GetMessage(CultureInfo.InvariantCulture) == told.GetMessage(CultureInfo.InvariantCulture));

    private static async Task<IReadOnlyList<string>> Errors(Document document) =>
    [
        .. (await document.Project.GetCompilationAsync())!.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal),
    ];

    private static async Task<(Diagnostic Diagnostic, CodeAction Action)?> First(CodeFixProvider provider, Document document)
    {
        foreach (var diagnostic in await Diagnose(document))
        {
            if (!provider.FixableDiagnosticIds.Contains(diagnostic.Id)) continue;
            if ((await Actions(provider, document, diagnostic)).FirstOrDefault() is { } action) return (diagnostic, action);
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
        // Some fixes are for warnings of the compiler's own.
        return diagnostics.Concat(compilation!.GetDiagnostics().Where(diagnostic => diagnostic.Id == "CS0618"))
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start);
    }
}
