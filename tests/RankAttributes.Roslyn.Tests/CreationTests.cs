using System.Globalization;
using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Tests;

/// <summary>RANK1001 where the size of a model is chosen.</summary>
public class CreationTests
{
    private const string Net = """
        [SchattenRegularize(0.5), TrainingData(5_000)]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Block a;
            private readonly Linear b;
            public Net(int width, int depth = 1) : base("n") { a = new Block(width, depth); b = Linear(width, 10); RegisterComponents(); }
            public override Tensor forward(Tensor x) => x;
        }

        public class Block : Module<Tensor, Tensor>
        {
            private readonly ModuleList<Linear> layers = new();
            public Block(int width, int depth) : base("b") { for (var i = 0; i < depth; i++) layers.Add(Linear(width, width)); RegisterComponents(); }
            public override Tensor forward(Tensor x) => x;
        }

        """;

    [Theory]
    [InlineData("new Net(300)", "new Net(300)")]
    [InlineData("new Net(30)", null)]
    [InlineData("new Net(depth: 9, width: 30)", "new Net(depth: 9, width: 30)")]
    [InlineData("new Net(Width * 100)", "new Net(Width * 100)")]
    [InlineData("new Net(Width)", null)]
    [InlineData("new Net(int.Parse(\"300\"))", "new Net(int.Parse(\"300\"))")]
    [InlineData("new Net(System.Environment.ProcessorCount * 300)", null)]
    [InlineData("Make(300)", null)]
    public async Task The_warning_stands_where_the_size_is_chosen(string creation, string? at)
    {
        var source = Net
            + $"public static class Program {{ const int Width = 3; static Net Make(int w) => new Net(w); public static Net Run() => {creation}; }}";
        var diagnostics = await Compile.Diagnose(source);
        Assert.Equal(
            at is null ? [] : [at], diagnostics.Select(diagnostic => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)));
        Assert.All(diagnostics, diagnostic => Assert.Equal("RANK1001", diagnostic.Id));
    }

    [Fact]
    public async Task The_layer_that_contributes_most_is_named_through_the_submodule()
    {
        var diagnostic = Assert.Single(await Compile.Diagnose(Net + "public static class Program { public static Net Run() => new Net(300); }"));
        Assert.Contains("'a.layers.0' accounts for", diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pinned_parameter_is_checked_at_the_class_and_not_again()
    {
        var pinned = Net.Replace("TrainingData(5_000)]", "TrainingData(5_000), Dims(\"width\", 300)]", StringComparison.Ordinal);
        var diagnostics = await Compile.Diagnose(pinned + "public static class Program { public static Net Run(int w) => new Net(w); }");
        var diagnostic = Assert.Single(diagnostics, diagnostic => diagnostic.Id == "RANK1001");
        Assert.Equal("SchattenRegularize(0.5)", diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
    }

    [Theory]
    [InlineData("new Net(300)", true)]
    [InlineData("new Net(30)", false)]
    [InlineData("new Net(depth: 9, width: 30)", true)]
    public async Task A_model_of_a_referenced_library_is_checked_by_its_declaration(string creation, bool warns)
    {
        var library = Net.Replace("public class Block", "[SchattenRegularize(0.5)] public partial class Block", StringComparison.Ordinal);
        var compiled = Compile.Generate(Compile.Sources(library)).WithAssemblyName("Library");
        using var image = new MemoryStream();
        Assert.True(compiled.Emit(image).Success);
        var consumer = Compile.Sources($"public static class Program {{ public static Net Run() => {creation}; }}")
            .AddReferences(MetadataReference.CreateFromImage(image.ToArray()));

        var diagnostics = await Compile.Diagnose(consumer);
        Assert.Equal(warns ? ["RANK1001"] : [], diagnostics.Select(diagnostic => diagnostic.Id));
        if (!warns) return;
        var here = Assert.Single(await Compile.Diagnose(library + $"public static class Program {{ public static Net Run() => {creation}; }}"));
        Assert.Equal(Figures(here), Figures(diagnostics[0]));
    }

    [Theory]
    [InlineData("[SchattenRegularize(0.5)] ", true)]
    [InlineData("", false)]
    public async Task A_base_class_of_a_referenced_library_brings_its_layers_or_is_named(string annotation, bool isRead)
    {
        var library = annotation + """
            public partial class Trunk : Module<Tensor, Tensor>
            {
                protected readonly Linear wide;
                public Trunk(int width) : base("t") { wide = Linear(784, width); RegisterComponents(); }
                public override Tensor forward(Tensor x) => x;
            }
            """;
        using var image = new MemoryStream();
        Assert.True(Compile.Generate(Compile.Sources(library)).WithAssemblyName("Library").Emit(image).Success);
        var consumer = Compile.Sources("""
            [SchattenRegularize(0.5), TrainingData(5_000)]
            public sealed partial class Mine : Trunk
            {
                private readonly Linear head = Linear(300, 10);
                public Mine() : base(300) => RegisterComponents();
            }
            public static class Program { public static Mine Run() => new Mine(); }
            """).AddReferences(MetadataReference.CreateFromImage(image.ToArray()));

        var messages = (await Compile.Diagnose(consumer)).Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)).ToList();

        // L·Σ r(m + n) with full ranks: 2 · (300 · 1,084 + 10 · 310), or the head alone, with the base class named.
        Assert.Equal(isRead, messages.Exists(message => message.Contains("656,600", StringComparison.Ordinal)));
        Assert.True(
            isRead || messages.Exists(
                message => message.Contains("'Trunk' is declared in another assembly without [SchattenRegularize]", StringComparison.Ordinal)),
                    string.Join("\n", messages));
    }

    [Fact]
    public async Task A_library_that_could_not_read_a_layer_says_so_and_no_number_is_made_up()
    {
        var library = Net.Replace("public class Block", "[SchattenRegularize(0.5)] public partial class Block", StringComparison.Ordinal)
            .Replace("b = Linear(width, 10);", "b = Linear(System.Environment.ProcessorCount, 10);", StringComparison.Ordinal);
        using var image = new MemoryStream();
        Assert.True(Compile.Generate(Compile.Sources(library)).WithAssemblyName("Library").Emit(image).Success);
        Assert.Empty(
            await Compile.Diagnose(
                Compile.Sources("public static class Program { public static Net Run() => new Net(300); }")
                    .AddReferences(MetadataReference.CreateFromImage(image.ToArray()))));
    }

    [Theory]
    [InlineData("new Net(300)",
        "'Net' cannot be read: it was compiled with another version of RankAttributes (declaration 2, not 1); compile it again with this one")]
    [InlineData("new Mine()",
        "'net.Net' cannot be read: it was compiled with another version of RankAttributes (declaration 2, not 1); compile it again with this one")]
    public async Task A_library_of_another_version_is_named_and_not_misread(string creation, string message)
    {
        var generated = Compile.Generate(Compile.Sources(Net)).WithAssemblyName("Library");
        foreach (var tree in generated.SyntaxTrees)
            generated = generated.ReplaceSyntaxTree(
                tree, tree.WithChangedText(
                    Microsoft.CodeAnalysis.Text.SourceText.From(tree.ToString().Replace("DeclaredModel(1,", "DeclaredModel(2,", StringComparison.Ordinal))));
        using var image = new MemoryStream();
        Assert.True(generated.Emit(image).Success);
        var consumer = Compile.Sources($$"""
            [SchattenRegularize(0.5), TrainingData(5_000)] public partial class Mine : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> net;
                public Mine() : base("m") { {{(creation.Contains("Mine", StringComparison.Ordinal) ? "net = new Net(width: 300);" : "net = Linear(2, 3);")}} RegisterComponents(); }
                public override Tensor forward(Tensor x) => x;
            }
            public static class Program { public static object Run() => {{creation}}; }
            """).AddReferences(MetadataReference.CreateFromImage(image.ToArray()));

        var diagnostics = await Compile.Diagnose(consumer);
        Assert.Contains(diagnostics, diagnostic => diagnostic.Id == "RANK1002" && diagnostic.GetMessage().StartsWith(message, StringComparison.Ordinal));
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "RANK1001");
    }

    [Fact]
    public async Task A_layer_that_a_factory_of_another_class_makes_is_read_by_the_analyzer()
    {
        const string source = """
            public static class Factory { public static Module<Tensor, Tensor> Make(int w) => Sequential(Linear(w, w), ReLU()); }
            [SchattenRegularize(0.5), TrainingData(5_000)] public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> a;
                public Net(int width = 300) : base("n") { a = Factory.Make(width); RegisterComponents(); }
                public override Tensor forward(Tensor x) => x;
            }
            """;
        Assert.Contains("'a.0' accounts for 100%", Assert.Single(await Compile.Diagnose(source)).GetMessage(), StringComparison.Ordinal);
    }

    // The layer's name differs where a loop was repeated from its declaration; no number does.
    private static string Figures(Diagnostic diagnostic) => System.Text.RegularExpressions.Regex.Replace(diagnostic.GetMessage(), "'a[^']*'", "");

    [Fact]
    public async Task Submodules_made_in_a_loop_are_not_called_unread()
        => Assert.Empty(
            await Compile.Diagnose(Net.Replace("private readonly Block a;", "private readonly ModuleList<Block> a = new();", StringComparison.Ordinal)
            .Replace("a = new Block(width, depth);", "for (var i = 0; i < 3; i++) a.Add(new Block(width, depth));", StringComparison.Ordinal)));

    [Fact]
    public async Task A_class_whose_sizes_are_not_known_is_silent()
        => Assert.Empty(await Compile.Diagnose(Net));
}
