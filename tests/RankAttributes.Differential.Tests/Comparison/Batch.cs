using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Differential.Programs;
using RankAttributes.Roslyn.Generation;
using TorchSharp;

namespace RankAttributes.Differential.Comparison;

/// <summary>Compiles programs together, runs each, and holds what the product says of each against what it made.</summary>
internal static class Batch
{
    public static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14);

    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. Basic.Reference.Assemblies.Net80.References.All,
        MetadataReference.CreateFromFile(typeof(torch).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(IRankRegularized).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.Logging.ILogger).Assembly.Location),
    ];

    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(RankGenerator).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>The classes that create the model: the second in a file of its own.</summary>
    private static readonly string[] Creators = ["Creation", "Again"];

    /// <summary>What came of each program, in their order.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="analyzes">Whether the editor is asked too.</param>
    /// <param name="sources">Sources beside them.</param>
    public static IReadOnlyList<Outcome> Run(IReadOnlyList<ModelProgram> programs, bool analyzes = true, params string[] sources)
    {
        var trees = programs.SelectMany((program, number) => program.Files(number)
            .Select((file, index) => CSharpSyntaxTree.ParseText(file, Language, Path.Combine(FolderOf(number), $"{index}.cs")))).ToList();
        var compilation = CSharpCompilation.Create(
            "Programs", trees.Concat(sources.Select(source => CSharpSyntaxTree.ParseText(source, Language))), References,
                new CSharpCompilationOptions(
                    OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false));
        var broken = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .ToLookup(diagnostic => FolderOf(diagnostic), diagnostic => diagnostic.ToString(), StringComparer.Ordinal);
        compilation = compilation.RemoveSyntaxTrees(trees.Where(tree => broken.Contains(Path.GetDirectoryName(tree.FilePath)!)));
        var failures = new List<Violation>();

        CSharpGeneratorDriver.Create([new RankGenerator().AsSourceGenerator()], parseOptions: Language)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var problems);
        failures.AddRange(problems.Select(problem => new Violation(ViolationKind.Failure, problem.ToString())));
        var warnings = analyzes ? Warnings(generated, failures) : null;
        using var image = new MemoryStream();
        var emitted = generated.Emit(image);
        failures.AddRange(
            emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => new Violation(ViolationKind.Failure, diagnostic.ToString())));
        if (!emitted.Success) return [.. programs.Select(_ => new Outcome([], 0, 0) { Problem = string.Join('\n', failures) })];

        var json = BuildReport.Of(image.ToArray());
        if (Runs.Report is { } path) File.WriteAllText(path, json);
        var report = ReportedNetwork.Of(json);
        var hovers = generated.SyntaxTrees.Skip(compilation.SyntaxTrees.Length).Select(tree => tree.ToString()).ToList();
        var outcomes = programs.Select((_, number) => broken[FolderOf(number)].FirstOrDefault())
            .Select(problem => problem is null ? null : new Outcome([], 0, 0) { Problem = problem }).ToList();
        foreach (var creator in Creators)
        {
            // Each creation finds the static members of a program as they were at first.
            image.Position = 0;
            var context = new AssemblyLoadContext("programs", isCollectible: true);
            var assembly = context.LoadFromStream(image);
            foreach (var (program, number) in programs.Select((program, number) => (program, number)))
            {
                if (outcomes[number]?.Problem is not null || (creator != Creators[0] && !program.IsCreatedTwice)) continue;
                var hover = hovers.FirstOrDefault(text => text.Contains($"namespace P{number}\n", StringComparison.Ordinal)
                    || text.Contains($"namespace P{number};", StringComparison.Ordinal)) ?? "";
                var outcome = Compare(assembly, $"P{number}", creator, report, warnings?[FolderOf(number)].ToList(), hover);
                outcomes[number] = outcomes[number]?.And(outcome) ?? outcome;
            }

            context.Unload();
        }

        if (failures.Count > 0) outcomes[0] = outcomes[0]! with { Violations = [.. outcomes[0]!.Violations, .. failures] };
        return [.. outcomes.Select(outcome => outcome!)];
    }

    private static string FolderOf(int number) => $"P{number.ToString(CultureInfo.InvariantCulture)}";

    private static string FolderOf(Diagnostic diagnostic) => Path.GetDirectoryName(diagnostic.Location.SourceTree?.FilePath) ?? "";

    private static ILookup<string, string> Warnings(Compilation compilation, List<Violation> failures)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (failure, _, _) =>
                failures.Add(new Violation(ViolationKind.Failure, failure.ToString())), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        return compilation.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .Where(diagnostic => diagnostic.Id == "RANK1001")
            .ToLookup(FolderOf, diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }

    private static Outcome Compare(Assembly assembly, string program, string creator,
        Dictionary<string, (ReportedNetwork Class, ILookup<string, ReportedNetwork> Creations)> report, IReadOnlyList<string>? warnings, string hover)
    {
        if (!report.TryGetValue($"{program}.Net", out var said) || said.Creations[$"{creator}.Make"].FirstOrDefault() is not { } creation)
            return new Outcome([new Violation(ViolationKind.Missing, "the model or its creation is not in the report")], 0, 0);
        try
        {
            using var model = (torch.nn.Module)assembly.GetType($"{program}.{creator}")!.GetMethod("Make")!.Invoke(null, null)!;
            var live = LiveWeight.Of(model);
            var (violations, exact) = Comparer.Compare(creation, live);
            var disagreements = warnings is null ? [] : Views.Compare(said.Class, creation, said.Creations.SelectMany(each => each), warnings, hover);
            return new Outcome([.. violations, .. disagreements], live.Count, exact)
            {
                Reasons = exact == live.Count ? []
                    : [.. creation.Unknown.Select(unknown => unknown.Reason), .. creation.Possible.Select(_ => "it may be there or not")],
            };
        }
        catch (TargetInvocationException failure)
        {
            return new Outcome([], 0, 0) { Problem = "it throws: " + failure.InnerException!.Message.Split('\n')[0] };
        }
    }
}

/// <summary>What came of a program.</summary>
/// <param name="Violations">What is said of it and is not so.</param>
/// <param name="Live">The live weights of two or more axes.</param>
/// <param name="Exact">How many of them are read exactly.</param>
internal sealed record Outcome(IReadOnlyList<Violation> Violations, int Live, int Exact)
{
    /// <summary>What the report names where not every weight is read.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What came of two creations of one program.</summary>
    public Outcome And(Outcome other) => new([.. Violations, .. other.Violations], Live + other.Live, Exact + other.Exact)
    {
        Reasons = [.. Reasons, .. other.Reasons],
        Problem = Problem ?? other.Problem,
    };

    /// <summary>Why the program could not be compared; <see langword="null"/> where it was.</summary>
    public string? Problem { get; init; }
}
