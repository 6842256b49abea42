namespace RankAttributes.Roslyn.Tests;

/// <summary>The forms in which people write models: what is declared of each equals what TorchSharp holds, and every weight is collected once.</summary>
public class SurveyTests
{
    private const string Head = "[SchattenRegularize(0.5)] public partial class Net";
    private const string Forward = " public override Tensor forward(Tensor x) => x; }";

    public static TheoryData<string, string, object?[]> Forms => new()
    {
        { "constants in initializers",
            $"{Head} : Module<Tensor, Tensor> {{ Linear a = Linear(7, 5); Module<Tensor, Tensor> b = Conv2d(3, 4, (3, 2), bias: false); public Net() : base(\"n\") {{ RegisterComponents(); }}{Forward}", [] },
        { "arithmetic over parameters",
            $"{Head} : Module<Tensor, Tensor> {{ private readonly Module<Tensor, Tensor> a, b; private readonly Linear c; public Net(int width, long heads, int mult = 4) : base(\"n\") {{ var inner = width * mult; a = Linear(width, inner); b = Linear(inputSize: inner / 2 + 1, outputSize: width - 1, hasBias: false); c = Linear(width % 5 + Math.Max(2, (int)heads), heads << 1); RegisterComponents(); }}{Forward}".Replace("Math", "System.Math", StringComparison.Ordinal), [12, 3L, 2] },
        { "named and reordered arguments",
            $"{Head} : Module<Tensor, Tensor> {{ Module<Tensor, Tensor> a; Module<Tensor, Tensor> b; public Net(int c) : base(\"n\") {{ a = Conv2d(kernel_size: 3, out_channels: c * 2, in_channels: c, groups: c, stride: 2L, padding: 1); b = Conv1d(c, 6, 5L); RegisterComponents(); }}{Forward}", [4] },
        { "this chain",
            $"{Head} : Module<Tensor, Tensor> {{ Linear a; public Net() : this(6, 7) {{ }} public Net(int i, int o) : base(\"n\") {{ a = Linear(i, o); RegisterComponents(); }}{Forward}", [] },
        { "primary constructor", $"{Head}(int width) : Module<Tensor, Tensor>(\"n\") {{ private readonly Linear a = Linear(width, width * 2);{Forward}", [5] },
        { "named sequential",
            $"{Head} : Module<Tensor, Tensor> {{ private readonly Module<Tensor, Tensor> seq = Sequential((\"fc1\", Linear(8, 6)), (\"act\", ReLU()), (\"fc2\", Linear(6, 3))); public Net() : base(\"n\") {{ RegisterComponents(); }}{Forward}", [] },
        { "sequential in a constructor",
            $"{Head} : Module<Tensor, Tensor> {{ private readonly Sequential seq; public Net(int h) : base(\"n\") {{ seq = Sequential(Linear(8, h), ReLU(), Dropout(0.1), Linear(h, 3)); RegisterComponents(); }}{Forward}", [9] },
        { "list of pairs",
            $"{Head} : Module<Tensor, Tensor> {{ private readonly Sequential seq; public Net(int h, int depth) : base(\"n\") {{ var list = new System.Collections.Generic.List<(string, Module<Tensor, Tensor>)>(); var width = 4; for (var i = 0; i < depth; i++) {{ list.Add(($\"fc{{i}}\", Linear(width, h + i))); list.Add((\"act\" + i, ReLU())); width = h + i; }} seq = Sequential(list); RegisterComponents(); }}{Forward}", [5, 3] },
        { "module list",
            $"{Head} : Module<Tensor, Tensor> {{ private readonly ModuleList<Module<Tensor, Tensor>> blocks = new(); private readonly ModuleList<Linear> heads; public Net(int[] sizes) : base(\"n\") {{ for (int i = 0; i + 1 < sizes.Length; ++i) blocks.Add(Linear(sizes[i], sizes[i + 1])); heads = ModuleList(Linear(sizes[^1], 2), Linear(sizes[0], 3)); RegisterComponents(); }}{Forward}", [new[] { 4, 6, 5 }] },
        { "module dict",
            $"{Head} : Module<Tensor, Tensor> {{ private readonly ModuleDict<Module<Tensor, Tensor>> parts = ModuleDict<Module<Tensor, Tensor>>((\"in\", Linear(3, 4)), (\"out\", Linear(4, 2))); public Net() : base(\"n\") {{ RegisterComponents(); }}{Forward}", [] },
        { "conditions",
            $"{Head} : Module<Tensor, Tensor> {{ Linear a; Module<Tensor, Tensor> b = null!; Module<Tensor, Tensor> c; public Net(bool wide, int kind, string act = \"relu\") : base(\"n\") {{ a = Linear(4, wide ? 9 : 3); if (wide) {{ b = Linear(9, 9); }} c = kind switch {{ 0 => Linear(1, 2), 1 => Conv1d(1, 2, 3), _ => Linear(5, 6) }}; RegisterComponents(); }}{Forward}", [true, 1, "gelu"] },
        { "helpers",
            $"{Head} : Module<Tensor, Tensor> {{ Module<Tensor, Tensor> a, b; static int Divisible(double v, int d = 8) => System.Math.Max(d, (int)(v + d / 2.0) / d * d); static Module<Tensor, Tensor> Block(int i, int o) => Sequential(Linear(i, o), ReLU(), Local(o)); static Module<Tensor, Tensor> Local(int w) {{ Module<Tensor, Tensor> Make(int n) => Linear(n, n + 1); return Make(w); }} public Net(int c, double factor) : base(\"n\") {{ var w = Divisible(c * factor); a = Block(c, w); b = Block(w, 2); RegisterComponents(); }}{Forward}", [10, 1.75] },
        { "configuration record",
            $"public record Config(int Width, int Depth = 2) {{ public int Heads {{ get; init; }} = 3; }} {Head} : Module<Tensor, Tensor> {{ Linear a; Module<Tensor, Tensor> b; public Net(int w) : this(new Config(w) {{ Heads = 5 }}) {{ }} public Net(Config config, int unused = 0) : base(\"n\") {{ a = Linear(config.Width, config.Heads * 2); b = Linear(config.Depth, config.Width); RegisterComponents(); }}{Forward}", [6] },
        { "submodules",
            $"public class Block : Module<Tensor, Tensor> {{ readonly Linear fc; readonly ModuleList<Module<Tensor, Tensor>> more = new(); public Block(int i, int o, int n = 1) : base(\"b\") {{ fc = Linear(i, o); for (var k = 0; k < n; k++) more.Add(Linear(o, o)); RegisterComponents(); }}{Forward} {Head} : Module<Tensor, Tensor> {{ Block a; Module<Tensor, Tensor> b; Sequential s; public Net(int w) : base(\"n\") {{ a = new Block(w, 2 * w); b = new Block(2 * w, 3, n: 2); s = Sequential(new Block(1, 2, 0), ReLU()); RegisterComponents(); }}{Forward}", [4] },
        { "annotated submodule",
            $"[SchattenRegularize(1)] public partial class Inner : Module<Tensor, Tensor> {{ [SchattenIgnore] readonly Linear skip = Linear(2, 2); readonly Linear fc; public Inner(int o) : base(\"b\") {{ fc = Linear(3, o); RegisterComponents(); }}{Forward} {Head} : Module<Tensor, Tensor> {{ Inner a; ModuleList<Module<Tensor, Tensor>> l; public Net(int w) : base(\"n\") {{ a = new Inner(w); l = ModuleList<Module<Tensor, Tensor>>(new Inner(w + 1), Linear(5, 5)); RegisterComponents(); }}{Forward}", [4] },
        { "inherited layers",
            $"public class Base : Module<Tensor, Tensor> {{ protected readonly Linear first; public Base(string name, int w) : base(name) {{ first = Linear(w, w + 1); }}{Forward} {Head} : Base {{ readonly Linear second; public Net(int w) : base(\"n\", w * 2) {{ second = Linear(w, 3); RegisterComponents(); }} }}", [4] },
        { "annotated base",
            $"[SchattenRegularize(1)] public partial class Base : Module<Tensor, Tensor> {{ protected readonly Linear first; public Base(string name, int w) : base(name) {{ first = Linear(w, w + 1); }}{Forward} {Head} : Base {{ readonly Linear second; readonly ModuleList<Linear> more = new(); public Net(int w) : base(\"n\", w * 2) {{ second = Linear(w, 3); more.Add(Linear(2, 2)); RegisterComponents(); }} }}", [4] },
        { "several inputs",
            $"{Head} : Module<Tensor, Tensor, (Tensor, Tensor)> {{ readonly Linear a = Linear(3, 4); public Net() : base(\"n\") {{ RegisterComponents(); }} public override (Tensor, Tensor) forward(Tensor x, Tensor y) => (x, y); }}", [] },
        { "non-generic module",
            $"{Head} : TorchSharp.torch.nn.Module {{ readonly Linear a = Linear(3, 4); public Net() : base(\"n\") {{ RegisterComponents(); }} }}", [] },
        { "recurrent and attention",
            $"{Head} : Module<Tensor, Tensor> {{ LSTM lstm; GRU gru; readonly RNN rnn = RNN(3, 4); MultiheadAttention mha; MultiheadAttention cross; public Net(int h, bool both) : base(\"n\") {{ lstm = LSTM(6, h, numLayers: 2, bidirectional: both); gru = GRU(6, h, batchFirst: true); mha = MultiheadAttention(8, 2); cross = MultiheadAttention(8, 2, kdim: 5, vdim: 6); RegisterComponents(); }}{Forward}", [5, true] },
        { "transposed and grouped convolutions",
            $"{Head} : Module<Tensor, Tensor> {{ Module<Tensor, Tensor> a, b, c; public Net(int ch) : base(\"n\") {{ a = ConvTranspose2d(ch, 6, 4, stride: 2, padding: 1); b = ConvTranspose1d(ch, 8, 3, groups: 2); c = Conv3d(ch, 8, (1, 2, 3), groups: 2); RegisterComponents(); }}{Forward}", [4] },
        { "parameters and bilinear",
            $"{Head} : Module<Tensor, Tensor> {{ readonly Parameter table; readonly Parameter bias; readonly Parameter heads; readonly Bilinear both = Bilinear(3, 4, 2); public Net(int n) : base(\"n\") {{ table = Parameter(torch.randn(n, 5)); bias = Parameter(torch.zeros(n)); heads = Parameter(torch.zeros(2, n, 3)); RegisterComponents(); }}{Forward}", [4] },
        { "properties and embeddings",
            $"{Head} : Module<Tensor, Tensor> {{ public Linear A {{ get; }} private Embedding E {{ get; set; }} = Embedding(11, 4); private Linear Alias => A; public Net(int w) : base(\"n\") {{ A = Linear(w, w); RegisterComponents(); }}{Forward}", [3] },
        { "registered by call",
            $"{Head} : Module<Tensor, Tensor> {{ public Net(int depth) : base(\"n\") {{ for (var i = 0; i < depth; i++) register_module(\"layer\" + i.ToString(), Linear(i + 1, i + 2)); }}{Forward}", [3] },
        { "ignored subtree",
            $"{Head} : Module<Tensor, Tensor> {{ [SchattenIgnore] Sequential s = Sequential(Linear(2, 3), Linear(3, 4)); readonly Linear a = Linear(4, 4); public Net() : base(\"n\") {{ RegisterComponents(); }}{Forward}", [] },
        { "choices and optional values",
            $"{Head} : Module<Tensor, Tensor> {{ Linear a, b; Linear? c; public Net(int w, bool wide, int? extra = null, long? other = null) : base(\"n\") {{ if (wide) {{ w = w * 4; }} var inner = extra ?? w + 1; a = Linear(w, wide ? inner : 3); b = Linear(other is long given ? given : 5, extra.HasValue ? extra.Value : 2); if (other is long size) {{ c = Linear(size, 7); }} RegisterComponents(); }}{Forward}", [3, true, 6, null] },
        { "range and select",
            $"{Head} : Module<Tensor, Tensor> {{ Module<Tensor, Tensor> s; public Net(int depth, int w) : base(\"n\") {{ var layers = Enumerable.Range(0, depth).Select(i => (Module<Tensor, Tensor>)Linear(w + i, w + i + 1)).ToArray(); s = Sequential(layers); RegisterComponents(); }}{Forward}".Replace("Enumerable", "System.Linq.Enumerable", StringComparison.Ordinal).Replace("System.Linq.Enumerable.Range(0, depth).Select(i => (Module<Tensor, Tensor>)Linear(w + i, w + i + 1)).ToArray()", "System.Linq.Enumerable.ToArray(System.Linq.Enumerable.Select(System.Linq.Enumerable.Range(0, depth), i => (Module<Tensor, Tensor>)Linear(w + i, w + i + 1)))", StringComparison.Ordinal), [3, 2] },
        { "nested class and alias",
            $"public partial class Outer {{ }} {Head} : TorchSharp.torch.nn.Module<Tensor, Tensor> {{ readonly torch.nn.Module<Tensor, Tensor> a; public Net(int o) : base(\"n\") {{ if (o < 0) throw new System.ArgumentException(nameof(o)); this.a = torch.nn.Linear(o, torch.nn.Linear(2, 3).weight is null ? 1 : 1); RegisterComponents(); }}{Forward}".Replace("torch.nn.Linear(2, 3).weight is null ? 1 : 1", "1", StringComparison.Ordinal), [3] },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_is_declared_is_what_is_there(string form, string source, object?[] arguments)
    {
        Assert.NotEmpty(form);
        var model = LiveModel.Of(source, arguments);
        Assert.Empty(model.Unknown);
        Assert.Equal(model.Collected, model.Declared);
        Assert.NotEmpty(model.Collected);

        // Every weight of two or more axes is collected, as one matrix or as several, minus what is ignored.
        var collected = model.Collected.Keys.Select(Tensor).ToHashSet();
        var held = model.Parameters.Keys.Select(Tensor).ToHashSet();
        if (source.Contains("SchattenIgnore", StringComparison.Ordinal)) Assert.ProperSubset(held, collected);
        else if (source.Contains("RegisterComponents", StringComparison.Ordinal) || source.Contains("register_module", StringComparison.Ordinal))
            Assert.Equal(held, collected);
        else Assert.Subset(collected, held);
    }

    private static string Tensor(string name)
    {
        if (name.EndsWith(']')) name = name[..name.IndexOf('[', StringComparison.Ordinal)];
        return name.EndsWith(".weight", StringComparison.Ordinal) ? name[..^".weight".Length] : name;
    }
}
