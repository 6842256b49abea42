using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Tests;

public class GeneratedCodeTests
{
    public static TheoryData<string, string> Forms() => new()
    {
        { "mlp", Models.Mlp },
        { "global namespace", Models.Model("private Linear fc = Linear(3, 4);") },
        { "block namespace, nested", """
            namespace A.@class { public partial class Outer<T> { public partial record struct Middle { public partial interface I {
                [SchattenRegularize(0.5)] private partial class Net<@in> : Module<Tensor, Tensor, Tensor> where @in : class
                {
                    private readonly Linear @new = Linear(3, 4);
                    public Net() : base("net") { }
                    public override Tensor forward(Tensor x, Tensor y) => x;
                } } } } }
            """ },
        { "convolutions and embedding", Models.Model("""
            private readonly Conv1d c1 = Conv1d(3, 8, 5);
                private readonly Conv2d c2 = Conv2d(8, 16, kernel_size: (3, 5), groups: 2);
                private readonly Conv3d c3 = Conv3d(16, 4, 2L, stride: 2);
                private readonly Embedding words = Embedding(1000, 32);
            """) },
        { "derived from an annotated model", """
            [SchattenRegularize(0.5)] public partial class Base : Module<Tensor, Tensor>
            {
                private readonly Linear fc = Linear(3, 4);
                public Base() : base("base") { }
                public override Tensor forward(Tensor x) => fc.forward(x);
            }
            """ + "\n" + "public partial class Plain : Base { }" },
        { "own loss", Models.Model("public Tensor RegularizationLoss() => torch.zeros(1); private Linear fc = Linear(3, 4);") },
        { "index still being typed", Models.Model("private Linear fc = Linear(3, 4);", "[SchattenRegularize(double.NaN)]") },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Generated_code_compiles_and_is_the_approved_one(string name, string source)
        => Snapshot.Match(Compile.GeneratedText(source), name.Replace(' ', '_').Replace(",", "", StringComparison.Ordinal));

    [Fact]
    public void A_derived_annotated_model_adds_its_weights_to_its_base()
    {
        var generated = Compile.Generate(Compile.Sources("""
            [SchattenRegularize(0.5)] public partial class Lower : Module<Tensor, Tensor>
            {
                private readonly Linear fc = Linear(3, 4);
                public Lower() : base("lower") { }
                public override Tensor forward(Tensor x) => fc.forward(x);
            }
            [SchattenRegularize(1)] public sealed partial class Upper : Lower
            {
                private readonly Linear more = Linear(4, 5);
            }
            """));

        var upper = generated.SyntaxTrees.Single(tree => tree.FilePath.Contains("Upper", StringComparison.Ordinal)).ToString();
        Assert.Contains("base.CollectWeights(collector);", upper, StringComparison.Ordinal);
        Assert.DoesNotContain("RegularizationLoss()", upper, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class not partial",
        "[SchattenRegularize(0.5)] public class Net : Module<Tensor, Tensor> { public Net() : base(\"\") { } public override Tensor forward(Tensor x) => x; }")]
    [InlineData("not a module", "[SchattenRegularize(0.5)] public partial class Net { }")]
    public void Where_nothing_can_be_generated_the_generator_is_silent(string why, string source)
    {
        var generated = Compile.Generate(Compile.Sources(source));
        Assert.True(generated.SyntaxTrees.Count() == 1, why);
    }

    [Fact]
    public void Types_that_differ_in_case_alone_get_files_of_their_own()
    {
        var generated = Compile.Generate(Compile.Sources(
            "namespace A { " + Models.Model("private Linear fc = Linear(3, 4);") + " }",
            "namespace a { " + Models.Model("private Linear fc = Linear(3, 4);") + " }"));
        Assert.Equal(
            2, generated.SyntaxTrees.Select(tree => tree.FilePath).Where(path => path.EndsWith(".g.cs", StringComparison.Ordinal))
                .Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void The_documentation_lists_the_layers_that_are_chosen_where_the_model_is_created()
    {
        var text = Compile.GeneratedText("""
            [SchattenRegularize(0.5), TrainingData(60_000, InputShape = new[] { 1, 28, 28 })] public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> conv = Sequential(Conv2d(1, 8, 3, stride: 2), ReLU(), Flatten());
                private readonly ModuleList<Module<Tensor, Tensor>> blocks = new();
                public Net(int hidden, int depth = 2) : base("net")
                {
                    for (var i = 0; i < depth; i++) blocks.Add(Linear(i == 0 ? 8 * 13 * 13 : hidden, hidden));
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x)
                {
                    x = conv.forward(x);
                    foreach (var block in blocks) x = functional.relu(block.forward(x));
                    return x;
                }
            }
            """);
        Assert.Contains("/// <para>conv.0: 8 × 9, rank 8 (full), 100%</para>", text, StringComparison.Ordinal);
        Assert.Contains("/// <para>blocks.0: hidden × 1352, chosen where the model is created, not in the sum</para>", text, StringComparison.Ordinal);
        Assert.Contains("/// <para>blocks.1: hidden × hidden, chosen where the model is created, not in the sum</para>", text, StringComparison.Ordinal);
        Assert.Contains("/// <remarks><para>Net needs at least", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_generated_line_ends_with_a_single_line_feed()
        => Assert.DoesNotContain('\r', Compile.GeneratedText(Models.Mlp.ReplaceLineEndings("\r\n")));

    /// <summary>An analyzer may be the first to read a class, beside its generated part; the generator then takes that reading over.</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("public Tensor RegularizationLoss() => zeros(1); public object TrackBounds => 1;", true)]
    public void A_class_reads_the_same_beside_its_generated_part(string members, bool isWritten)
    {
        var generated = Compile.Generate(Compile.Sources(
            "[SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> { private readonly Module<Tensor, Tensor> a = Linear(2, 3); "
            + "public Net() : base(\"net\") => RegisterComponents(); public override Tensor forward(Tensor x) => x; " + members + " }"));
        var again = generated.RemoveAllSyntaxTrees()
            .AddSyntaxTrees(generated.SyntaxTrees.Select(tree => CSharpSyntaxTree.ParseText(tree.ToString(), Compile.ParseOptions(), tree.FilePath)));
        var type = again.GetTypeByMetadataName("Net")!;
        Assert.True(type.DeclaringSyntaxReferences.Length > 1);
        var read = ModelReader.ReadGeneratable(type, again, CancellationToken.None)!;
        Assert.Equal((isWritten, isWritten), (read.DeclaresLoss, read.DeclaresTracking));
    }
}
