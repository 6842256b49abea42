using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Tests;

/// <summary>What an edit makes the generator read again: the classes it can change, and nothing else.</summary>
public class ReadingCacheTests
{
    private const string Model = """
        [SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Linear a = Linear(Sizes.Width, 5);
            public Net() : base("n") { Init(); RegisterComponents(); }
            public override Tensor forward(Tensor x) => x;
        }
        """;

    private const string OtherPart = "public partial class Net { private Linear b = null!; void Init() { b = Linear(3, 4); } }";

    private const string Elsewhere = "public static class Sizes { public const int Width = 7; public static int Half() { return 3; } }";

    [Theory]
    [InlineData("a body in another file", 2, "return 3;", "return 4;", true)]
    [InlineData("a comment in another file", 2, "public static int", "/* half */ public static int", true)]
    [InlineData("a constant in another file", 2, "Width = 7", "Width = 9", false)]
    [InlineData("a body in another part of the class", 1, "Linear(3, 4)", "Linear(3, 6)", false)]
    [InlineData("the class itself", 0, "Width, 5", "Width, 6", false)]
    public void An_edit_reads_again_what_it_can_change(string edit, int file, string before, string after, bool isKept)
    {
        Assert.NotEmpty(edit);
        var compilation = Compile.Sources(Model, OtherPart, Elsewhere);
        var first = Read(compilation);
        var edited = Edit(compilation, file, before, after);
        var second = Read(edited);

        Assert.Equal(isKept, ReferenceEquals(first, second));
        var fresh = ModelReader.ReadGeneratable(edited.GetTypeByMetadataName("Net")!, edited, CancellationToken.None);
        Assert.Equal(fresh, second);
        Assert.Equal(isKept, first.Equals(fresh));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Analyzers_use_what_the_generator_read_unless_something_else_was_added(bool addsMore)
    {
        var compilation = Compile.Sources(Model, OtherPart, Elsewhere);
        var read = Read(compilation);
        Compile.Driver().RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        if (addsMore) generated = generated.AddSyntaxTrees(CSharpSyntaxTree.ParseText("partial class Net { }", Compile.ParseOptions(), "Other.g.cs"));

        var looked = ModelReadings.Of(generated.GetTypeByMetadataName("Net")!, generated).Own(CancellationToken.None);
        Assert.Equal(!addsMore, ReferenceEquals(read.Model, looked));
        Assert.Equal(read.Model, looked);
    }

    [Fact]
    public void A_compilation_that_was_read_can_be_collected()
    {
        var collected = ReadAndForget();
        for (var attempt = 0; attempt < 10 && collected.IsAlive; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(collected.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ReadAndForget()
    {
        var compilation = Compile.Sources(Model, OtherPart, Elsewhere);
        Compile.Driver().RunGenerators(compilation);
        return new WeakReference(compilation);
    }

    private static GeneratedClass Read(Compilation compilation)
    {
        var node = compilation.SyntaxTrees.First().GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().Single();
        return ReadingCache.Get(node, compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!;
    }

    private static Compilation Edit(CSharpCompilation compilation, int file, string before, string after)
    {
        var tree = compilation.SyntaxTrees[file];
        var text = tree.ToString();
        Assert.Contains(before, text, StringComparison.Ordinal);
        return compilation.ReplaceSyntaxTree(
            tree, CSharpSyntaxTree.ParseText(text.Replace(before, after, StringComparison.Ordinal), Compile.ParseOptions(), tree.FilePath));
    }
}
