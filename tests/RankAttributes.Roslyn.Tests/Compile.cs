using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.Roslyn.Tests;

/// <summary>Compiles sources as a user's project would: .NET 8 references, TorchSharp, RankAttributes, the generator and the analyzers.</summary>
internal static class Compile
{
    /// <summary>The usings that every model file begins with.</summary>
    public const string Usings =
        "using TorchSharp; using TorchSharp.Modules; using RankAttributes; using static TorchSharp.torch; using static TorchSharp.torch.nn;\n";

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. Framework.References,
        MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(IRankRegularized).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.Logging.ILogger).Assembly.Location),
    ];

    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(RankGenerator).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static CSharpParseOptions ParseOptions(LanguageVersion version = LanguageVersion.CSharp12) => new(version);

    public static CSharpCompilation Sources(params string[] sources) => CSharpCompilation.Create(
        "Models",
        sources.Select((source, index) => CSharpSyntaxTree.ParseText(Usings + source, ParseOptions(), $"Model{index}.cs")),
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error));

    public static GeneratorDriver Driver(AnalyzerConfigOptionsProvider? options = null) => CSharpGeneratorDriver.Create(
        [new RankGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions(),
        optionsProvider: options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Generates and demands that the result compiles without an error or a warning.</summary>
    public static Compilation Generate(Compilation compilation, AnalyzerConfigOptionsProvider? options = null)
    {
        Driver(options).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var diagnostics);
        Assert.Empty(diagnostics);
        Assert.Empty(generated.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return generated;
    }

    /// <summary>The one generated file of the sources, after it was compiled.</summary>
    public static string GeneratedText(params string[] sources)
    {
        var generated = Generate(Sources(sources));
        return generated.SyntaxTrees.Single(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)).ToString();
    }

    /// <summary>The product's diagnostics without RANK1009: the models of most tests hold their layers in fields of type Linear.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Diagnose(Compilation compilation, AnalyzerConfigOptionsProvider? options = null)
        => [.. (await DiagnoseAll(compilation, options)).Where(diagnostic => diagnostic.Id != "RANK1009")];

    /// <summary>The product's diagnostics, as an editor would show them, ordered by place.</summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnoseAll(Compilation compilation, AnalyzerConfigOptionsProvider? options = null)
    {
        Driver(options).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        var analyzed = generated.WithAnalyzers(
            Analyzers,
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([], options ?? new Options()), (failure, _, _) =>
                    Assert.Fail(failure.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        var diagnostics = await analyzed.GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    /// <summary>The diagnostics of sources that need not say what they are trained on: without RANK1007 and RANK1009.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Diagnose(params string[] sources)
        => [.. (await Diagnose(Sources(sources))).Where(diagnostic => diagnostic.Id != "RANK1007")];
}
