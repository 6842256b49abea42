using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.Editor.Tests.Typing;

/// <summary>A file that is typed in: each text is a new compilation, and every analyzer of the product looks at it.</summary>
internal sealed class OpenFile
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.CSharp12);

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(RankGenerator).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private CSharpCompilation compilation = CSharpCompilation.Create(
        "Typed",
        [CSharpSyntaxTree.ParseText("", Parse, "Typed.cs")],
        [.. Framework.References, MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(IRankRegularized).Assembly.Location)],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>What the product says of a text.</summary>
    public async Task<ImmutableArray<Diagnostic>> Show(string text)
    {
        var tree = compilation.SyntaxTrees.Single();
        compilation = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(text)));
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (failure, _, _) => Assert.Fail($"{failure}\n{text}"), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        return await new CompilationWithAnalyzers(compilation, Analyzers, options).GetAnalyzerDiagnosticsAsync();
    }
}
