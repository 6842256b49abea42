namespace RankAttributes.Differential.Programs;

/// <summary>The names that random programs draw from, and what they stand for. Integers stay between 1 and a few dozen.</summary>
internal static class Vocabulary
{
    public const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using TorchSharp;
        using TorchSharp.Modules;
        using RankAttributes;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        """;

    /// <summary>Types that every program may use.</summary>
    public static readonly string[] Types =
    [
        "public enum Mode { One, Two, Three }",
        "public static class Opaque { public static bool Yes => Environment.ProcessorCount > 0; public static bool No => Environment.ProcessorCount < 0; "
            + "public static int Three => Math.Min(Environment.ProcessorCount, 1) + 2; public static Module<Tensor, Tensor> Layer(int w) => "
                + "Environment.ProcessorCount > 0 ? Linear(w, 2) : Linear(2, w); }",
        "public class Config { public int A { get; set; } = 4; public int B { get; set; } = 5; public bool Wide { get; set; } public int? Extra { get; set; "
            + "} public int Twice => A * 2; public int Or => Extra ?? B; public int Pick(bool first) { if (first) return A; return B; } }",
        "public record Options(int Width, int Depth = 2) { public int Heads { get; init; } = 3; }",
        "public class Sized(int a) { public int A { get; } = a * 2 + 1; public int this[int i] => a + i; public static Sized operator +(Sized x, int y) => "
            + "new(x.A + y); }",
        "public readonly record struct Dim(int H, int W) { public int Area => H * W; }",
        "public interface ISize { int Size { get; } }",
        "public class Ten : ISize { public int Size => 10; }",
        "public static class Extensions { public static int Plus(this int v, int by = 2) => v + by; }",
        "public struct Box { public int Value; }",
        "public struct Point { public int X; public int Y { get; set; } public void Up(int v) { X = (X + v) % 9 + 1; Y = X + 1; } "
            + "public void Reset() => this = new Point { X = 7, Y = 2 }; public readonly int Sum => X + Y; }",
        "public static class Shared { public static readonly List<int> All = new() { 3 }; public static readonly int[] Sizes = { 4, 5 }; "
            + "public static readonly int First = All.Count + 2; public static readonly Counter One = new(); "
            + "public static Counter Two { get; } = new Doubled(); }",
        "public class Cell { public int Value = 3; public Cell? Next; }",
        """
        public class Counter : IDisposable
        {
            private int count = 3;
            private readonly int[] counts = { 4, 5 };
            public virtual int Count => count;
            public Counter Self => this;
            public Counter Me() => this;
            public virtual void Set(int v) => count = v;
            public void Both(Counter other) { count = 8; other.Set(7); }
            public int this[int i] { get => counts[i]; set { count = i + 2; counts[i] = value; } }
            public int Next { get { count = count % 9 + 1; return count; } }
            public void Deconstruct(out int a, out int b) { count = 6; (a, b) = (4, 3); }
            public void Dispose() => count = 5;
            public static Counter operator ++(Counter it) { it.count = it.count % 7 + 2; return it; }
            public static int operator +(Counter it, int v) { it.count = v % 5 + 1; return v; }
        }
        public class Doubled : Counter
        {
            private int own = 2;
            public override int Count => own + base.Count;
            public override void Set(int v) { own = v; base.Set(v + 1); }
        }
        """,
        """
        public class Part : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> fc;
            private readonly ModuleList<Module<Tensor, Tensor>> more = new();
            public int Out { get; }
            public Part(int i, int o = 3, bool wide = false) : base("part")
            {
                Out = wide ? o + 1 : o;
                fc = Linear(i, Out);
                for (var k = 0; k < (wide ? 2 : 1); k++) more.Add(Linear(Out, Out));
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => x;
        }
        """,
        """
        public class Early : Module<Tensor, Tensor>
        {
            private readonly Linear a;
            private readonly Linear? b;
            public Early(int w, Mode mode) : base("early")
            {
                a = Linear(w, w + 1);
                if (mode == Mode.One) { RegisterComponents(); return; }
                switch (mode) { default: b = Linear(w, 2); break; case Mode.Two: b = Linear(w, 7); break; }
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => x;
        }
        """,
        "public class Stack : Sequential { public Stack(int w) : base((\"in\", Linear(w, w + 1)), (\"act\", ReLU()), (\"out\", Linear(w + 1, 2))) { } }",
        """
        public abstract class Shaped : Module<Tensor, Tensor>
        {
            protected readonly Module<Tensor, Tensor> built;
            protected int Size = 3;
            protected Shaped(string name, int w) : base(name) { Size = w + 1; built = Build(w); }
            protected virtual Module<Tensor, Tensor> Build(int w) => Linear(w, Extra);
            protected virtual int Extra => 2;
            protected static int Half(int v) => v / 2 + 1;
            public override Tensor forward(Tensor x) => x;
        }
        """,
    ];

    /// <summary>Members that every program has, for statements to use.</summary>
    public static readonly string[] Members =
    [
        "private const int Width = 6;",
        "private static readonly int[] Table = { 4, 8, 12 };",
        "private Module<Tensor, Tensor>? f0, f1, f2;",
        "private Module<Tensor, Tensor> f3 = Linear(3, 4);",
        "private Linear? f4;",
        "public Module<Tensor, Tensor>? Prop { get; set; }",
        "private Parameter? table;",
        "private Sequential? seq;",
        "private readonly ModuleList<Module<Tensor, Tensor>> list = new();",
        "private ModuleDict<Module<Tensor, Tensor>>? dict;",
        "private int hidden = 7;",
        "private int Hidden { get; set; } = 5;",
        "private int Computed => hidden + 1;",
        "private int limited = 3; private int Limited { get => limited; set => limited = Math.Min(value, 9); }",
        "private Point spot = new() { X = 4, Y = 5 }; private readonly Point still = new() { X = 6, Y = 3 }; private Point Auto { get; set; }",
        "private readonly Point[] spots = { new() { X = 2 }, new() { X = 3 } };",
        "private readonly ISize size = new Ten();",
        "private static int Sum(params int[] all) { var sum = 0; foreach (var one in all) sum += one; return sum % 30 + 1; }",
        "private int Choose(bool first, int v) { if (first) return 4; if (v > 5) { return v - 3; } return 8; }",
        "private static int Loop(int v) { for (var i = 0; i < 5; i++) { if (i * 2 > v) return i + 1; } return 9; }",
        "private static int Fact(int v) => v <= 1 ? 1 : Math.Min(20, v * Fact(v - 1));",
        "private static void Grow(ref int v) { v = v % 11 + 2; }",
        "private static bool Make(int v, out int made) { made = v % 5 + 3; return v > 4; }",
        "private static (int First, int Second) Pair(int v) => (v % 7 + 1, v % 3 + 2);",
        "private static void Twice(Action act) { act(); act(); }",
        "private static int Map(Func<int, int> map, int v) => map(map(v));",
        "private static IEnumerable<int> Yield(int v) { yield return v; yield return v % 4 + 2; }",
        "private void Set(int v) { hidden = v; f1 = Linear(v, 3); }",
        "private static void Fill(List<int> to, int v) { to.Add(v); to.Insert(0, 2); }",
        "private static void Bump(int[] to) { to[0] = 9; }",
        "private static Module<Tensor, Tensor> Block(int i, int o, bool act = true) { if (!act) return Linear(i, o); return nn.Sequential(Linear(i, o), "
            + "ReLU(), Linear(o, 2)); }",
        "private static Module<Tensor, Tensor> Act(Mode m) => m switch { Mode.One => ReLU(), Mode.Two => GELU(), _ => SiLU() };",
        "private static T Same<T>(T it) => it;",
    ];

    /// <summary>Locals at the start of every constructor.</summary>
    public static readonly string[] Locals =
    [
        "int v0 = w, v1 = n + 1, v2 = 3, registered = 0;",
        "var a0 = new[] { 3, n, 5, 2 };",
        "int[] a1 = [w, 4];",
        "var l0 = new List<int> { 2, w };",
        "var map = new Dictionary<string, int> { [\"a\"] = 3 };",
        "var seen = new HashSet<int>();",
        "var parts = new List<Module<Tensor, Tensor>>();",
        "var named = new List<(string, Module<Tensor, Tensor>)>();",
        "Module<Tensor, Tensor>? m0 = null;",
        "var box = new Box { Value = 4 }; var cell = new Cell();",
        "Counter c0 = new(), c1 = new Doubled(); var counters = new List<Counter> { c0, c1 };",
    ];
}
