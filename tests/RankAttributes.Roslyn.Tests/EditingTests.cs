using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.Roslyn.Tests;

/// <summary>A project that is edited: each run writes what a first run would, and reads no more than the edit has changed.</summary>
public class EditingTests
{
    private const string Net = """
        namespace Demo;
        [SchattenRegularize(0.5)]
        public sealed partial class Net : Module<Tensor, Tensor>
        {
            private readonly Block a;
            private readonly Linear b;
            public Net(int width, int depth = 2) : base("n") { a = new Block(width); b = Linear(width, Sizes.Out * depth); RegisterComponents(); }
            public override Tensor forward(Tensor x) => b.forward(a.forward(x));
        }
        """;

    private const string Block = """
        namespace Demo;
        public class Block : Foundation
        {
            private readonly Linear fc;
            public Block(int width) { fc = Linear(width, Sizes.Twice(width)); RegisterComponents(); }
        }
        """;

    private const string Foundation = """
        namespace Demo;
        public class Foundation : Module<Tensor, Tensor>
        {
            public Foundation() : base("f") { }
            public override Tensor forward(Tensor x) => x;
        }
        """;

    private const string Sizes = """
        namespace Demo;
        public static class Sizes
        {
            public const int Out = 10;
            public static int Twice(int n) => 2 * n;
            public static int Thrice(int n) { return 3 * n; }
        }
        public class Upper { }
        """;

    private const string Program = """
        namespace Demo;
        public static class Program
        {
            public static Net Make() => new Net(Sizes.Thrice(4));
            public static Net Other() { var width = 7; return new(width, depth: 3); }
            private static int Unrelated() => 1;
            private static int Width() => 4;
            private sealed class Inner : Upper { public static Net Third() => new Net(Width()); }
        }
        """;

    private const string Small = """
        namespace Demo;
        [SchattenRegularize(1)]
        public sealed partial class Small : Module<Tensor, Tensor>
        {
            private readonly Linear only = Linear(3, 4);
            public Small() : base("s") => RegisterComponents();
            public override Tensor forward(Tensor x) => only.forward(x);
        }
        """;

    private static readonly string[] Files = [Net, Block, Foundation, Sizes, Program, Small];

    public static TheoryData<string, int, string, string> Edits() => new()
    {
        { "a comment in the model", 0, "namespace Demo;", "namespace Demo; // wide?" },
        { "a size in the model", 0, "Sizes.Out * depth", "Sizes.Out + depth" },
        { "a default of the constructor", 0, "depth = 2", "depth = 5" },
        { "a private member of the model", 0, "private readonly Linear b;", "private readonly Linear b, c = Linear(5, 6);" },
        { "a pin", 0, "[SchattenRegularize(0.5)]", "[SchattenRegularize(0.5)] [Dims(\"width\", 9)]" },
        { "the index", 0, "0.5", "0.25" },
        { "the class is a model no more", 0, "[SchattenRegularize(0.5)]", "" },
        { "the class is partial no more", 0, "sealed partial class", "sealed class" },
        { "the name of the model", 0, "class Net :", "class Nest :" },
        { "a size in a part of the model", 1, "Sizes.Twice(width)", "width" },
        { "a layer in a base class of a part", 2, "public Foundation()", "private readonly Linear low = Linear(8, 9); public Foundation()" },
        { "the base class of a part", 1, ": Foundation", ": Module<Tensor, Tensor>" },
        { "a constant", 3, "Out = 10", "Out = 11" },
        { "the body of a helper of a part", 3, "2 * n", "4 * n" },
        { "the body of a helper of a creation", 3, "3 * n", "5 * n" },
        { "a member that comes before another one", 3, "class Upper { }", "class Upper { protected static int Width() => 30; }" },
        { "a helper that takes precedence", 3, "public static int Twice(int n) => 2 * n;",
            "public static int Twice(int n) => 2 * n; public static int Thrice(int n, int m = 0) => 0; public static int Thrice(long n) => 1;" },
        { "a helper is gone", 3, "public static int Thrice(int n) { return 3 * n; }", "" },
        { "a type that hides another one", 5, "namespace Demo;", "namespace Demo; public static class Inner { }" },
        { "a type of that name nearer by", 4, "public static class Program\n{",
            "public static class Program\n{ private static class Sizes { public static int Thrice(int n) => 9; }" },
        { "an argument", 4, "Thrice(4)", "Thrice(6)" },
        { "a local that an argument is", 4, "width = 7", "width = 8" },
        { "another creation", 4, "=> 1;", "=> 1; public static Net More() => new Net(21);" },
        { "a creation is gone", 4, "public static Net Make() => new Net(Sizes.Thrice(4));", "" },
        { "a creation moves to another method", 4, "Net Other()", "Net Another()" },
        { "a body beside the creations", 4, "=> 1;", "=> 2;" },
        { "a private member beside the creations", 4, "private static int Unrelated() => 1;", "private static int Unrelated2() => 1;" },
        { "a public member of another model", 5, "public Small()", "public int Width => 3; public Small()" },
        { "a using", 3, "namespace Demo;", "global using static Demo.Sizes; namespace Demo;" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void After_an_edit_a_run_writes_what_a_first_run_writes(string edit, int file, string before, string after)
    {
        Assert.NotEmpty(edit);
        var compilation = Compile.Sources(Files);
        var driver = Compile.Driver().RunGenerators(compilation);
        var (there, back) = (Edited(compilation, file, before, after), compilation);
        driver = driver.RunGenerators(there);
        Assert.Equal(Fresh(there), Written(driver));

        // And once more when it is taken back.
        back = there.ReplaceSyntaxTree(there.SyntaxTrees[file], there.SyntaxTrees[file].WithChangedText(compilation.SyntaxTrees[file].GetText()));
        Assert.Equal(Fresh(back), Written(driver.RunGenerators(back)));
    }

    [Theory]
    [InlineData("a body beside the creations", 4, "=> 1;", "=> 2;", IncrementalStepRunReason.Unchanged)]
    [InlineData("a private member beside the creations", 4, "Unrelated()", "Unrelated2()", IncrementalStepRunReason.Unchanged)]
    [InlineData("a private member of another model", 5, "public Small()", "private int width; public Small()", IncrementalStepRunReason.Unchanged)]
    [InlineData("a comment in the model", 0, "namespace Demo;", "namespace Demo; // wide?", IncrementalStepRunReason.Unchanged)]
    [InlineData("an argument", 4, "Thrice(4)", "Thrice(6)", IncrementalStepRunReason.Modified)]
    [InlineData("a size in a part of the model", 1, "Sizes.Twice(width)", "width", IncrementalStepRunReason.Modified)]
    [InlineData("a constant", 3, "Out = 10", "Out = 11", IncrementalStepRunReason.Modified)]
    public void The_creations_are_modified_by_what_changes_them_alone(string edit, int file, string before, string after, IncrementalStepRunReason expected)
    {
        var compilation = Compile.Sources(Files);
        var driver = Compile.Driver().RunGenerators(compilation).RunGenerators(Edited(compilation, file, before, after));
        var output = driver.GetRunResult().Results.Single().TrackedSteps[RankGenerator.ReadCreations].Single().Outputs.Single();
        Assert.True(expected == output.Reason, $"{edit}: {output.Reason}");
        ObjectGraph.AssertFreeOfRoslyn(output.Value);
    }

    private static CSharpCompilation Edited(CSharpCompilation compilation, int file, string before, string after)
    {
        var tree = compilation.SyntaxTrees[file];
        var text = tree.ToString();
        Assert.Contains(before, text, StringComparison.Ordinal);
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(text.Replace(before, after, StringComparison.Ordinal))));
    }

    /// <summary>What a first run writes for the same texts: parsed once more, and with a file more, so that nothing is remembered of them.</summary>
    private static IReadOnlyList<string> Fresh(CSharpCompilation compilation)
    {
        var trees = compilation.SyntaxTrees.Select(tree => CSharpSyntaxTree.ParseText(tree.ToString(), Compile.ParseOptions(), tree.FilePath))
            .Append(CSharpSyntaxTree.ParseText("// " + Guid.NewGuid(), Compile.ParseOptions(), "More.cs"));
        return Written(Compile.Driver().RunGenerators(compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(trees)));
    }

    private static IReadOnlyList<string> Written(GeneratorDriver driver)
        => [.. driver.GetRunResult().GeneratedTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal).Select(tree => tree.FilePath + "\n" + tree)];
}
