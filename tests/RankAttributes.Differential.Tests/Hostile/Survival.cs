using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Differential.Comparison;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.Differential.Hostile;

/// <summary>What one input did to the compiler.</summary>
/// <param name="Milliseconds">Processor time of generator and analyzers.</param>
/// <param name="Megabytes">How much the heap grew at most.</param>
/// <param name="Generated">Characters of generated text.</param>
/// <param name="CompilerMilliseconds">Processor time that the compiler took for the source by itself.</param>
/// <param name="Failure">What was thrown, or what else must not be; empty where nothing was.</param>
internal sealed record Survival(double Milliseconds, double Megabytes, int Generated, double CompilerMilliseconds, string Failure)
{
    // Half of what compilers on Windows run with: code that is not optimized yet takes twice as much as here, after many inputs.
    private const int StackSize = 512 << 10;

    // The compiler binds every file again for whatever analyzer there is, and how much stack that takes depends on how far its own code is optimized.
    private const int AnalyzerStackSize = 16 << 20;

    private const int CompilerStackSize = 256 << 20;

    private const string Bystander =
        """
        namespace Bystanders
        {
            using RankAttributes; using TorchSharp.Modules; using static TorchSharp.torch; using static TorchSharp.torch.nn;
            [SchattenRegularize(0.5)] public partial class Bystander : Module<Tensor, Tensor>
            {
                private readonly Linear bystander = Linear(3, 4);
                public Bystander() : base("bystander") { RegisterComponents(); }
                public override Tensor forward(Tensor x) => x;
            }
        }
        """;

    private const int Tries = 3;
    private const int LongestFailure = 400;

    /// <summary>Whether it was the compiler itself that died or hung, before a line of the product ran.</summary>
    public bool IsCompilers { get; init; }

    /// <summary>Whether the process died or hung before, when the compiler had not done its part by itself.</summary>
    public bool IsSecond { get; init; }

    /// <summary>Compiles an input beside a class that has nothing to do with it, on a small stack.</summary>
    public static Survival Of(HostileInput input)
    {
        // Nearly all inputs are survived, and need not be compiled once more to tell the compiler's own faults apart.
        var survival = On(StackSize, () => Measure(On(CompilerStackSize, () => Parse(input))));
        return SurvivalFigures.Fault(survival) is null ? survival : Beside(input, null);
    }

    /// <summary>The same, with what the compiler needs for the input by itself. What seems too slow is tried again: others use the machine too.</summary>
    /// <param name="input">The input.</param>
    /// <param name="compiled">Is called when the compiler has done its own part.</param>
    public static Survival Beside(HostileInput input, Action? compiled)
    {
        var survival = Once(input, compiled);
        for (var more = 1; more < Tries
            && survival.Failure.Length == 0 && SurvivalFigures.IsSlow(survival) && survival.Milliseconds < 5 * SurvivalFigures.MaxMilliseconds; more++)
        {
            var again = Once(input, null);
            if (again.Milliseconds < survival.Milliseconds) survival = again;
        }

        return survival;
    }

    private static Survival Once(HostileInput input, Action? compiled)
    {
        // What the compiler needs by itself is not the product's: it parses and binds on a large stack, and refuses what is too deep even for that.
        using var process = Process.GetCurrentProcess();
        var time = process.TotalProcessorTime;
        var compilation = On(CompilerStackSize, () => Compile(input));
        process.Refresh();
        var compiler = (process.TotalProcessorTime - time).TotalMilliseconds;
        compiled?.Invoke();
        return compilation is null ? new Survival(0, 0, 0, compiler, "") : On(StackSize, () => Measure(compilation)) with { CompilerMilliseconds = compiler };
    }

    private static T On<T>(int stackSize, Func<T> work)
    {
        T? result = default;
        var thread = new Thread(() => result = work(), stackSize);
        thread.Start();
        thread.Join();
        return result!;
    }

    private static CSharpCompilation Parse(HostileInput input) => CSharpCompilation.Create(
        "Hostile",
        [CSharpSyntaxTree.ParseText(input.Source, Batch.Language, "Hostile.cs"), CSharpSyntaxTree.ParseText(Bystander, Batch.Language, "Bystander.cs")],
        Batch.References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false));

    private static CSharpCompilation? Compile(HostileInput input)
    {
        var compilation = Parse(input);
        try
        {
            compilation.GetDiagnostics();
            return compilation;
        }
        catch (InsufficientExecutionStackException)
        {
            return null;
        }
    }

    private static Survival Measure(CSharpCompilation compilation)
    {
        using var process = Process.GetCurrentProcess();
        using var heap = new HeapWatch();
        var time = process.TotalProcessorTime;
        var failures = new List<string>();
        CSharpGeneratorDriver.Create([new RankGenerator().AsSourceGenerator()], parseOptions: Batch.Language)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var problems);
        failures.AddRange(problems.Select(problem => problem.ToString()));
        On(AnalyzerStackSize, () => Analyze(generated, failures));
        process.Refresh();
        var texts = generated.SyntaxTrees.Skip(2).Select(tree => tree.ToString()).ToImmutableArray();
        if (On(CompilerStackSize, () => IsModule(compilation)) && !texts.Any(text => text.Contains("partial class Bystander", StringComparison.Ordinal)))
            failures.Add("nothing is generated for the class beside it");
        return new Survival(
            (process.TotalProcessorTime - time).TotalMilliseconds, heap.Growth / 1e6, texts.Sum(text => text.Length), 0,
            Shortened(string.Join("; ", failures).ReplaceLineEndings(" ")));
    }

    /// <summary>
    /// Whether the class beside the input is a module with its attribute. Where an input declares a class TorchSharp, the namespace is hidden from every file.
    /// </summary>
    private static bool IsModule(Compilation compilation)
        => compilation.GetTypeByMetadataName("Bystanders.Bystander") is { BaseType.TypeKind: not TypeKind.Error } type
            && type.GetAttributes() is [{ AttributeClass.TypeKind: not TypeKind.Error }];

    private static bool Analyze(Compilation compilation, List<string> failures)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (failure, _, _) => failures.Add(failure.ToString()), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        compilation.WithAnalyzers(Batch.Analyzers, options).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        return true;
    }

    private static string Shortened(string text) => text.Length <= LongestFailure ? text : text[..LongestFailure];
}
