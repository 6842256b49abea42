namespace RankAttributes.Roslyn.Tests;

/// <summary>Constructors that were once read wrongly, or without a word: what is declared of each is what TorchSharp holds.</summary>
public class SoundnessTests
{
    private const string Head =
        "using System; using System.Collections.Generic; using System.Linq; [SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> { ";
    private const string Tail = " public override Tensor forward(Tensor x) => x; }";
    private const string Part =
        "public class Part : Module<Tensor, Tensor> { public readonly Linear fc; public long Out { get; } public Part(int w) : base(\"p\") { fc = Linear(w, "
            + "w + 1); Out = w + 1; RegisterComponents(); } public override Tensor forward(Tensor x) => x; }";

    public static TheoryData<string, string, object?[]> Forms => new()
    {
        { "an early return",
            "Linear a; Linear b = null!; public Net(int w, bool small) : base(\"n\") { a = Linear(10, w); if (small) { RegisterComponents(); return; } b = "
                + "Linear(w, 10); RegisterComponents(); }", [6, false] },
        { "an early return that is taken",
            "Linear a; Linear b = null!; public Net(int w, bool small) : base(\"n\") { a = Linear(10, w); if (small) { RegisterComponents(); return; } b = "
                + "Linear(w, 10); RegisterComponents(); }", [6, true] },
        { "a switch statement",
            "Linear a; public Net(string kind) : base(\"n\") { switch (kind) { case \"a\": a = Linear(10, 20); break; case \"b\": a = Linear(30, 40); break; "
                + "default: a = Linear(50, 60); break; } RegisterComponents(); }", ["b"] },
        { "a default that is written first",
            "Linear a; public Net(string kind = \"a\") : base(\"n\") { switch (kind) { default: a = Linear(50, 60); break; case \"a\": a = Linear(10, 20); "
                + "break; } RegisterComponents(); }", ["a"] },
        { "while",
            "ModuleList<Linear> layers = new(); public Net(int n) : base(\"n\") { int i = 0; while (i < n) { layers.Add(Linear(10, 20 + i)); i++; } "
                + "RegisterComponents(); }", [3] },
        { "do", "ModuleList<Linear> layers = new(); public Net(int n) : base(\"n\") { int i = 0; do { layers.Add(Linear(10, 20 + i)); i += 2; if (i == 6) "
            + "break; } while (i < n); RegisterComponents(); }", [9] },
        { "Array.Reverse",
            "Linear b; public Net() : base(\"n\") { var w = new[] { 10, 20, 30 }; Array.Reverse(w); b = Linear(w[0], 5); RegisterComponents(); }", [] },
        { "Array.Sort, Fill and Resize",
            "Linear a, b, c; public Net() : base(\"n\") { var w = new[] { 30, 10, 20 }; Array.Sort(w); a = Linear(w[0], 5); Array.Fill(w, 7); b = "
                + "Linear(w[2], 5); Array.Resize(ref w, 5); w[4] = 3; c = Linear(w[4], w.Length); RegisterComponents(); }", [] },
        { "element writes",
            "Linear a, b; public Net() : base(\"n\") { var list = new List<long> { 4, 5 }; var same = list; list[1] = 256; a = Linear(same[1], 3); "
                + "list.RemoveAt(0); list.Reverse(); b = Linear(list[0], list.Count); RegisterComponents(); }", [] },
        { "a helper with two returns",
            "Linear a; static int W(bool b) { if (b) return 4; return 8; } public Net(bool wide) : base(\"n\") { a = Linear(W(wide), W(!wide)); "
                + "RegisterComponents(); }", [false] },
        { "a conditional layer",
            "Linear a; Linear fc2 = null!; public Net(bool extra) : base(\"n\") { a = Linear(3, 4); if (extra) fc2 = Linear(10, 10); RegisterComponents(); }",
                [false] },
        { "a transposed convolution", "Module<Tensor, Tensor> a = ConvTranspose2d(3, 16, (4, 4)); public Net() : base(\"n\") { RegisterComponents(); }", [] },
        { "another name",
            "Linear _a, _b; public Net(int w) : base(\"n\") { _a = Linear(w, w); register_module(\"a\", _a); _b = Linear(w, 3); RegisterComponents(); }", [4] },
        { "a parameter under another name",
            "Parameter _p; public Net(int w) : base(\"n\") { _p = Parameter(torch.zeros(w, 5)); register_parameter(\"p\", _p); RegisterComponents(); }", [4] },
        { "a configuration object",
            "Linear a; class C { public int A { get; set; } = 4; public int B { get; set; } public int Sum => A + B; public int? K { get; set; } public int "
                + "Or => K ?? B; public C() { B = 5; } } Linear b; public Net() : this(new C { A = 7 }) { } Net(C c) : base(\"n\") { a = Linear(c.A, c.B); b "
                    + "= Linear(c.Sum, c.Or); RegisterComponents(); }", [] },
        { "a step limit",
            "Linear a, b; public Net() : base(\"n\") { var k = 0; a = Linear(3, 4); for (var i = 0; i < 3000; i++) k += i; b = Linear(4, k % 7 + 1); "
                + "RegisterComponents(); }", [] },
        { "guards over collections",
            "Linear a; public Net() : base(\"n\") { var d = new Dictionary<string, int>(); var set = new HashSet<int>(); var list = new List<int>(); foreach "
                + "(var k in \"abacadabra\") { if (!d.ContainsKey(k.ToString())) d.Add(k.ToString(), d.Count); set.Add(k % 3); if (!list.Contains(k)) "
                    + "list.Add(k); } a = Linear(d.Count, set.Count + list.Count); RegisterComponents(); }", [] },
        { "Clear",
            "Sequential s; public Net() : base(\"n\") { var run = new List<Module<Tensor, Tensor>>(); run.Add(Linear(3, 4)); run.Clear(); run.Add(Linear(5, "
                + "6)); run.Add(ReLU()); run.Insert(0, Linear(7, 5)); s = Sequential(run); RegisterComponents(); }", [] },
        { "LINQ",
            "Linear a, b, c; Sequential s; public Net(int[] w) : base(\"n\") { a = Linear(w.Max(), w.Sum()); b = Linear((from x in w where x > 3 select x * "
                + "2).Last(), w.Zip(w.Skip(1), (x, y) => x * y).First()); s = Sequential(w.Select((x, i) => (Module<Tensor, Tensor>)Linear(x, i + "
                    + "1)).Append(ReLU()).ToArray()); c = Linear(w.Where(x => x > 2).Select(x => x + 1).Aggregate((x, y) => x + y), w.Count(x => x > 2)); "
                        + "RegisterComponents(); }", [new[] { 3, 5, 4 }] },
        { "an enumeration's default",
            "enum Kind { Small, Large } Linear a; static readonly int[] S = { 4, 8 }; Net(int w, Kind k = Kind.Large) : base(\"n\") { a = Linear(k switch { "
                + "Kind.Small => w, Kind.Large => w * 2, _ => 1 }, S[1]); RegisterComponents(); } public Net(int w) : this(w, Kind.Large) { }", [5] },
        { "tuples and conversions",
            "Linear a, b; static int Area((int H, int W) s) => s.H * s.W; public Net() : base(\"n\") { var t = Tuple.Create(3, 3); a = Linear(Area((4, 5)), "
                + "t.Item1); var (x, y) = (6, 7); (x, y) = (y, x); b = Linear(Convert.ToInt32(Math.Pow(2, 3)) * x, "
                    + "(int)System.Numerics.BigInteger.GreatestCommonDivisor(12, 18) + y); RegisterComponents(); }", [] },
        { "tied weights",
            "Linear e, head; public Net() : base(\"n\") { e = Linear(5, 9, hasBias: false); head = Linear(5, 9, hasBias: false); e.weight = head.weight; "
                + "RegisterComponents(); }", [] },
        { "a module held twice",
            "Linear a, b; ModuleList<Linear> list = new(); public Net() : base(\"n\") { a = Linear(5, 9); b = a; list.Add(a); list.Add(Linear(2, 3)); "
                + "RegisterComponents(); }", [] },
        { "a switch over activations",
            "Module<Tensor, Tensor> act; Linear a; public Net(string kind) : base(\"n\") { act = kind switch { \"relu\" => ReLU(), _ => GELU() }; a = "
                + "Linear(4, 5); RegisterComponents(); }", ["x"] },
        { "ref and out",
            "Linear a; static void Twice(ref int v, out int w) { v *= 2; w = v + 1; } public Net(int v) : base(\"n\") { Twice(ref v, out var w); var s = "
                + "new[] { 5, 6 }; Twice(ref s[1], out s[0]); a = Linear(v * s[1], w + s[0]); RegisterComponents(); }", [4] },
        { "closures",
            "Sequential s; Linear a; public Net() : base(\"n\") { var makers = new List<Func<Module<Tensor, Tensor>>>(); foreach (var w in new[] { 3, 4 }) "
                + "makers.Add(() => Linear(w, w + 1)); s = Sequential(makers.Select(make => make()).ToArray()); var n = 2; void More() { n += 3; } More(); "
                    + "More(); a = Linear(n, 1 + n); RegisterComponents(); }", [] },
        { "recursion",
            "Linear a; static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); public Net() : base(\"n\") { a = Linear(Fib(10), Fib(7)); "
                + "RegisterComponents(); }", [] },
        { "an iterator",
            "Sequential s; static IEnumerable<Module<Tensor, Tensor>> Make(int n) { for (var i = 1; i <= n; i++) { if (i == 3) yield break; yield return "
                + "Linear(i, i + 1); } } public Net() : base(\"n\") { s = Sequential(Make(5).ToArray()); RegisterComponents(); }", [] },
        { "try and finally",
            "Linear a, b; public Net(int w) : base(\"n\") { try { a = Linear(w, 2); w += 3; } finally { w *= 2; } b = Linear(w, 3); RegisterComponents(); }",
                [4] },
        { "an exception that is caught",
            "Linear a; public Net() : base(\"n\") { var w = 3; try { throw new InvalidOperationException(); } catch (InvalidOperationException) { w = 5; } a "
                + "= Linear(w, 3); RegisterComponents(); }", [] },
        { "a list that is registered early",
            "ModuleList<Linear> list = new(); Linear late; public Net() : base(\"n\") { list.Add(Linear(2, 3)); RegisterComponents(); list.Add(Linear(4, "
                + "5)); late = Linear(6, 7); }", [] },
        { "goto",
            "Linear a; public Net() : base(\"n\") { var i = 1; again: i *= 2; if (i < 20) goto again; switch (i) { case 32: i++; goto case 1; case 1: i += "
                + "4; goto default; default: i++; break; } a = Linear(i, 3); RegisterComponents(); }", [] },
        { "overflow",
            "Linear a; public Net() : base(\"n\") { var big = int.MaxValue; unchecked { big += 5; } byte small = unchecked((byte)300); a = Linear(small, big "
                + "< 0 ? 3 : 4); RegisterComponents(); }", [] },
        { "built-in transformers",
            "TorchSharp.Modules.TransformerEncoderLayer e; TorchSharp.Modules.Transformer t; public Net() : base(\"n\") { e = TransformerEncoderLayer(8, 2, "
                + "16); t = Transformer(8, 2, 1, 2, 12); RegisterComponents(); }", [] },
    };

    public static TheoryData<string, string, object?[]> Classes => new()
    {
        { "an override that the base's constructor calls",
            "public abstract class Shaped : Module<Tensor, Tensor> { protected readonly Module<Tensor, Tensor> parts; protected Shaped(int w) : base(\"s\") "
                + "{ parts = Build(w); } protected virtual Module<Tensor, Tensor> Build(int w) => Linear(w, 2); public override Tensor forward(Tensor x) => "
                    + "x; } [SchattenRegularize(0.5)] public partial class Net : Shaped { public Net(int w) : base(w + 1) { RegisterComponents(); } "
                        + "protected override Module<Tensor, Tensor> Build(int w) => Sequential(Linear(w, 3), Linear(3, w)); }", [4] },
        { "a class derived from Sequential",
            "public class Run : Sequential { public Run(int w) : base((\"in\", Linear(w, w)), (\"act\", ReLU()), (\"out\", Linear(w, 3))) { } } "
                + "[SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> { Run run; Sequential more; public Net(int w) : base(\"n\") { "
                    + "run = new Run(w); more = Sequential(new Run(2), ReLU()); RegisterComponents(); }" + Tail, [4] },
        { "a part's public size", Part
            + "[SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> { Part stem; Conv2d conv; Linear head, last; public Net(int i) : "
                + "base(\"n\") { stem = new Part(i); conv = Conv2d(3, 8, 2); head = Linear(stem.Out, conv.out_channels); last = "
                    + "Linear(stem.fc.weight!.shape[0], head.out_features); RegisterComponents(); }" + Tail, [4] },
        { "a member of a base class",
            "public class Sized : Module<Tensor, Tensor> { protected int size = 3; public Sized() : base(\"s\") { size += 2; } public override Tensor "
                + "forward(Tensor x) => x; } [SchattenRegularize(0.5)] public partial class Net : Sized { Linear a; public Net() { a = Linear(size, 3); "
                    + "RegisterComponents(); } }", [] },
        { "records",
            "public record struct Size(int H, int W) { public int Area => H * W; } public record Config(int Width) { public int Heads { get; init; } = 3; } "
                + "[SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> { Linear a, b; public Net(int w) : base(\"n\") { var s = new "
                    + "Size(w, 3); var t = s; t.W = 9; var c = new Config(s.Area) with { Heads = 4 }; a = Linear(c.Width, c.Heads); b = Linear(t.Area, s.W); "
                        + "RegisterComponents(); }" + Tail, [4] },
        { "a part that registers nothing itself",
            "public class Bare : Module<Tensor, Tensor> { Linear fc = Linear(4, 5); public Bare() : base(\"b\") { } public override Tensor forward(Tensor x) "
                + "=> x; } [SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> { Bare a = new Bare(); public Net() : base(\"n\") { "
                    + "RegisterComponents(); }" + Tail, [] },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_form_is_read_as_it_runs(string form, string members, object?[] arguments) => Check(form, Head + members + Tail, arguments);

    [Theory]
    [MemberData(nameof(Classes))]
    public void Several_classes_are_read_as_they_run(string form, string source, object?[] arguments) => Check(form, source, arguments);

    private static void Check(string form, string source, object?[] arguments)
    {
        Assert.NotEmpty(form);
        var model = LiveModel.Of(source, arguments);
        Assert.Empty(model.Unknown);
        Assert.Equal(model.Collected, model.Declared);
        Assert.Equal(
            model.Parameters.Keys.Select(Tensor).Order(StringComparer.Ordinal),
            model.Declared.Keys.Select(Tensor).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static string Tensor(string name)
    {
        if (name.EndsWith(']')) name = name[..name.IndexOf('[', StringComparison.Ordinal)];
        return name.EndsWith(".weight", StringComparison.Ordinal) ? name[..^".weight".Length] : name;
    }
}
