using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RankAttributes.Bounds;

namespace RankAttributes.Roslyn.Tests.Documentation;

/// <summary>
/// A block of C# on a page, compiled as a reader would who copied the page's earlier blocks too: what they declare is there, unless a later block
/// declares it anew. A block of statements finds the variables that every page speaks of.
/// </summary>
internal static class Snippet
{
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using TorchSharp; global using TorchSharp.Modules; global using RankAttributes; global using RankAttributes.Bounds; global using "
            + "RankAttributes.Tracking; "
        + "global using static TorchSharp.torch; global using static TorchSharp.torch.nn;";

    private const string Given = """
        internal static class Given
        {
            public static Mlp model = new Mlp();
            public static Tensor x = rand(64, 784);
            public static Tensor y = randint(10, 64);
            public static List<(Tensor x, Tensor y)> batches = new() { (x, y) };
            public static torch.optim.Optimizer optimizer = torch.optim.SGD(model.parameters(), 0.1);
            public static BoundTracker tracker = Tracked();
            public static int epochs = 1;
            public static int step = 1;

            private static BoundTracker Tracked()
            {
                var tracker = model.TrackBounds();
                tracker.Snapshot(new TrainingProgress(0));
                return tracker;
            }
        }
        """;

    private const string Mlp = """
        [SchattenRegularize(p: 0.5, Strength = 1e-4, Rank = 6)]
        [TrainingData(samples: 60_000)]
        public sealed partial class Mlp : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> fc1 = Linear(784, 512);
            private readonly Module<Tensor, Tensor> head = Linear(512, 10);
            public Mlp() : base("mlp") => RegisterComponents();
            public override Tensor forward(Tensor x) => head.forward(functional.relu(fc1.forward(x)));
        }
        """;

    public static CSharpCompilation Compile(IReadOnlyList<string> blocks, int index)
    {
        var units = blocks.Take(index + 1).Select(block => Parse(block, "")).ToList();
        var kept = new List<SyntaxTree> { units[index] };
        var declared = Declared(units[index]).ToHashSet(StringComparer.Ordinal);
        for (var earlier = index - 1; earlier >= 0; earlier--)
        {
            var types = Declared(units[earlier]).ToList();
            if (types.Count == 0 || IsProgram(units[earlier]) || types.Any(declared.Contains)) continue;
            declared.UnionWith(types);
            kept.Add(units[earlier]);
        }

        var texts = kept.Select(tree => tree.ToString()).Append(Usings);
        if (IsProgram(units[index])) texts = [.. texts, .. declared.Contains("Mlp") ? Array.Empty<string>() : [Mlp], "global using static Given;\n" + Given];
        var compilation = Tests.Compile.Sources()
            .AddReferences(new[] { typeof(SampleComplexity), typeof(Mpi.World) }.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location)))
            .AddSyntaxTrees(texts.Select((text, number) => Parse(text, $"Block{number}.cs")));
        return compilation.WithOptions(compilation.Options
            .WithOutputKind(IsProgram(units[index]) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary)
            .WithGeneralDiagnosticOption(ReportDiagnostic.Default));
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Tests.Compile.ParseOptions(), path);

    private static bool IsProgram(SyntaxTree tree) => tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();

    private static IEnumerable<string> Declared(SyntaxTree tree)
        => tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.Text);
}
