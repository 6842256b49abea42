using CsCheck;

namespace RankAttributes.Roslyn.Tests;

/// <summary>Random classes from the grammar of the survey's forms: what is declared equals what TorchSharp holds.</summary>
public class RandomModelTests
{
    private const string Block = """
        public class Block : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> fc;
            private readonly ModuleList<Module<Tensor, Tensor>> more = new();
            public Block(int i, int o = 3, bool wide = false) : base("b")
            {
                fc = wide ? Linear(i, o * 2) : Linear(i, o);
                if (wide) more.Add(Linear(o, o));
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => x;
        }

        """;

    private static readonly Gen<string> Leaf = Gen.Int[0, 6].Select(index => new[] { "w", "s[0]", "s[^1]", "s.Length", "d + 1", "4", "inner" }[index]);

    private static readonly Gen<string> Expression = Gen.OneOf(
        Leaf,
        Gen.Select(Leaf, Leaf, (a, b) => $"({a}) * ({b})"),
        Gen.Select(Leaf, Leaf, (a, b) => $"({a} + {b})"),
        Gen.Select(Leaf, a => $"({a}) / 2 + 1"),
        Gen.Select(Leaf, Leaf, (a, b) => $"System.Math.Max({a}, {b})"),
        Gen.Select(Leaf, Leaf, (a, b) => $"(flag ? {a} : {b})"),
        Gen.Select(Leaf, a => $"Divisible(({a}) * 1.5)"),
        Gen.Select(Leaf, a => $"(int)({a} << 1)"));

    private static readonly Gen<string> Layer = Gen.OneOf(
        Gen.Select(Expression, Expression, (a, b) => $"Linear({a}, {b})"),
        Gen.Select(Expression, Expression, (a, b) => $"Linear(outputSize: {a}, inputSize: {b}, hasBias: false)"),
        Gen.Select(Leaf, Expression, Gen.Int[1, 3], (a, b, k) => $"Conv2d({a}, {b}, {k}, padding: 1)"),
        Gen.Select(Leaf, Gen.Int[1, 3], (a, k) => $"Conv2d({a}, ({a}) * 2, ({k}, 2), groups: {a})"),
        Gen.Select(Leaf, Expression, (a, b) => $"ConvTranspose1d({a}, {b}, 3)"),
        Gen.Select(Leaf, Expression, (a, b) => $"Embedding({a}, {b})"),
        Gen.Bool.Select(_ => "ReLU()"),
        Gen.Select(Expression, Expression, (a, b) => $"new Block({a}, {b})"),
        Gen.Select(Expression, a => $"new Block({a}, wide: flag)"));

    // Each makes a field f with its declaration and the statements that fill it.
    private static readonly Gen<Func<string, (string Declaration, string Statements)>> Field = Gen.OneOf<Func<string, (string, string)>>(
        Layer.Select(layer => Make(f => ($"private readonly Module<Tensor, Tensor> {f};", $"{f} = {layer};"))),
        Gen.Select(
            Layer, Layer, (a, b) => Make(f => ($"private readonly Sequential {f};", $"{f} = Sequential((\"a\", {a}), (\"act\", ReLU()), (\"b\", {b}));"))),
        Gen.Select(Layer, Layer, (a, b) => Make(f => ($"private readonly Module<Tensor, Tensor> {f};", $"{f} = Sequential({a}, {b}, Dropout(0.1));"))),
        Layer.Select(
            layer => Make(f => ($"private readonly ModuleList<Module<Tensor, Tensor>> {f} = new();", $"for (var i = 0; i < d; i++) {f}.Add({layer});"))),
        Expression.Select(
            start => Make(
                f => ($"private readonly ModuleList<Module<Tensor, Tensor>> {f} = new();",
                    $"{{ int c = {start}; foreach (var n in s) {{ {f}.Add(Linear(c, n)); c = n; }} }}"))),
        Gen.Select(Layer, Layer, (a, b) => Make(f => ($"private readonly Module<Tensor, Tensor> {f};", $"if (flag) {{ {f} = {a}; }} else {{ {f} = {b}; }}"))),
        Gen.Select(Layer, Layer, (a, b) => Make(f => ($"private readonly Module<Tensor, Tensor> {f};", $"{f} = d switch {{ 0 => {a}, _ => {b} }};"))),
        Gen.Select(
            Layer, layer =>
                Make(f =>
                    ($"private readonly Module<Tensor, Tensor> {f};",
                        $"{{ var l = new System.Collections.Generic.List<(string, Module<Tensor, Tensor>)>(); for (int i = 0; i <= d; ++i) {{ l.Add(($\"m{{i}}\", {layer})); }} {f} = Sequential(l); }}"))),
        Gen.Select(
            Expression, Expression, Gen.Int[1, 2], Gen.Bool, (a, b, n, both) =>
                Make(f => ($"private readonly LSTM {f};", $"{f} = LSTM({a}, {b}, numLayers: {n}, bidirectional: {(both ? "true" : "false")});"))),
        Gen.Select(Expression, Expression, (a, b) => Make(f => ($"private readonly Parameter {f};", $"{f} = Parameter(torch.randn({a}, {b}));"))),
        Gen.Select(Layer, layer => Make(f => ($"[SchattenIgnore] private readonly Module<Tensor, Tensor> {f};", $"{f} = {layer};"))));

    [Fact]
    public void Declaration_and_live_module_are_equal()
        => Gen.Select(Field.Array[1, 5], Gen.Int[2, 6], Gen.Int[0, 3], Gen.Int[1, 6].Array[1, 4], Gen.Bool).Sample((fields, w, d, s, flag) =>
    {
        var parts = fields.Select((field, index) => field($"f{index}")).ToList();
        var source = $$"""
            {{Block}}[SchattenRegularize(0.5)]
            public partial class Net : Module<Tensor, Tensor>
            {
                {{string.Join("\n    ", parts.Select(part => part.Declaration))}}
                private static int Divisible(double v, int by = 2) => System.Math.Max(by, (int)(v + by / 2.0) / by * by);
                public Net(int w, int d, int[] s, bool flag) : base("n")
                {
                    var inner = w + d;
                    {{string.Join("\n        ", parts.Select(part => part.Statements))}}
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => x;
            }
            """;
        var model = LiveModel.Of(source, w, d, s, flag);
        Assert.True(model.Unknown.Count == 0, string.Join("\n", model.Unknown) + "\n" + source);
        Assert.True(
            model.Collected.SequenceEqual(model.Declared), $"live {string.Join(", ", model.Collected)}\nread {string.Join(", ", model.Declared)}\n{source}");
    }, iter: 80, threads: 1);

    private static Func<string, (string, string)> Make(Func<string, (string, string)> field) => field;
}
