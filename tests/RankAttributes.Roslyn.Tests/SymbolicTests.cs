using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Tests;

/// <summary>What a class declares of whatever its constructor is given, as it prints.</summary>
public class SymbolicTests
{
    private const string Source = """
        public class Config { public int Width; public long[] Sizes = { 1 }; }
        public class Other : Module<Tensor, Tensor> { public Other(int i, bool b) : base("o") { } public override Tensor forward(Tensor x) => x; }
        [SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv; private readonly Linear a, b; private readonly Module<Tensor, Tensor> c; private readonly Other other; private readonly ModuleList<Linear> list = new();
            public Net(Config config, int[] dims, int heads = 4, bool wide = false) : base("n")
            {
                conv = Conv2d(dims[0], config.Width, (3, 5), stride: (2, 2), groups: heads);
                a = Linear(config.Width / heads + 1, dims[^1] * 2);
                b = Linear(Math.Min(dims.Length, 8), config.Sizes[1]);
                c = wide ? Linear(3, 4) : Conv1d(3, 4, heads);
                other = new Other(heads * 2, wide);
                for (var i = 1; i < heads; i++) list.Add(Linear(config.Width, config.Width));
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => x;
        }
        """;

    [Fact]
    public void Shapes_repetition_and_both_branches_are_expressions_over_the_parameters()
    {
        var symbolic = Read().Symbolic;
        Assert.Equal(["config", "dims", "heads", "wide"], symbolic.Parameters);
        Assert.Equal(
            [
                "conv: config.Width x dims[0] / heads * 15",
                "a: dims[^1] * 2 x config.Width / heads + 1",
                "b: config.Sizes[1] x min(dims.Length, 8)",
                "c: 4 x 3 if",
                "c: 4 x 3 * heads if",
                "list.0: config.Width x config.Width times heads - 1",
            ],
            symbolic.Layers.Select(
                layer => $"{layer.Name}: {layer.Outputs} x {layer.Inputs}{(layer.IsConditional ? " if" : "")}{(layer.Repetition is { } times ? $" times {times}" : "")}"));
        var submodule = Assert.Single(symbolic.Submodules);
        Assert.Equal(("other", "Other"), (submodule.Name, submodule.Type));
        Assert.Equal(["i = heads * 2", "b = wide"], submodule.Arguments.Select(argument => $"{argument.Parameter} = {argument.Value}"));
        Assert.Empty(symbolic.UnreadLayers);
    }

    [Fact]
    public void Defaults_and_pins_resolve_what_they_can_at_the_class()
    {
        var model = Read("[Dims(\"config.Width\", 64), Dims(\"dims[0]\", 8)]");
        var layers = model.Layers.ToDictionary(layer => layer.Name);
        Assert.Equal((64L, 30L), (layers["conv"].Outputs.Value, layers["conv"].Inputs.Value));
        Assert.Equal(17, layers["a"].Inputs.Value);
        Assert.Equal("dims[^1] * 2", layers["a"].Outputs.ToString());
        Assert.Equal(LayerKind.Conv1d, layers["c"].Kind);
        Assert.Equal(["list.0", "list.1", "list.2"], layers.Keys.Where(name => name.StartsWith("list", StringComparison.Ordinal)));
        Assert.False(model.IsResolved);
    }

    [Fact]
    public void An_argument_is_read_by_its_own_indexer_and_a_structure_is_copied()
    {
        const string Given = """
            public struct At { public int X; }
            public partial class Sizes
            {
                public int Width; public int this[int i] => Width + i; public virtual int this[string name] => 5;
                [SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor>
                {
                    private readonly Linear a, b, c, d;
                    public Net(Sizes sizes, At at, int[] dims) : base("n")
                    {
                        a = Linear(sizes[2], 3);
                        b = Linear(sizes["x"], 4);
                        var copy = at; copy.X = 7; c = Linear(at.X, copy.X);
                        d = Linear(new[] { dims[0], 12 }.First(size => size > 9), 5);
                        RegisterComponents();
                    }
                    public override Tensor forward(Tensor x) => x;
                }
            }
            """;
        var layers = ReadSource(Given, "Sizes+Net").Symbolic.Layers.ToDictionary(layer => layer.Name);
        Assert.Equal("sizes.Width + 2", layers["a"].Inputs.ToString());
        Assert.NotNull(layers["b"].Inputs.UnknownReason);
        Assert.Equal(("at.X", "7"), (layers["c"].Inputs.ToString(), layers["c"].Outputs.ToString()));
        Assert.NotNull(layers["d"].Inputs.UnknownReason);
    }

    [Fact]
    public void A_part_of_an_argument_that_a_condition_changes_is_not_certain()
    {
        const string Given = """
            public class Inner { public int X = 1; } public class Outer { public Inner Inner = new(); }
            [SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Linear a;
                public Net(Outer outer) : base("n")
                {
                    if (Environment.ProcessorCount > 5) outer.Inner.X = 5;
                    a = Linear(outer.Inner.X, 3);
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => x;
            }
            """;
        Assert.NotNull(Assert.Single(ReadSource(Given).Symbolic.Layers).Inputs.UnknownReason);
    }

    private static ModelDeclaration Read(string pins = "")
        => ReadSource(Source.Replace("[SchattenRegularize(0.5)]", "[SchattenRegularize(0.5)]" + pins, StringComparison.Ordinal));

    private static ModelDeclaration ReadSource(string source, string name = "Net")
    {
        var compilation = Compile.Sources("using System; using System.Linq;\n" + source);
        Assert.DoesNotContain(
            compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error && diagnostic.Id != "CS8019");
        return ModelReader.Read(compilation.GetTypeByMetadataName(name)!, compilation, CancellationToken.None)!;
    }
}
