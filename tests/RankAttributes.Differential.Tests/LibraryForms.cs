using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>Programs in which a library decides: what is equal, what comes first, what it writes to, and when it throws.</summary>
internal static class LibraryForms
{
    public static readonly Form[] All =
    [
        Unknown("elements with an equality of their own",
            "Module<Tensor, Tensor>? a; class P { public int V; public override bool Equals(object? o) => o is P; public override int GetHashCode() "
                + "=> 1; }",
            "var l = new List<P> { new P() }; a = Linear(l.Contains(new P()) ? 3 : 5, 2); RegisterComponents();"),
        Unknown("keys with an equality of their own",
            "Module<Tensor, Tensor>? a; class P { public int V; public override bool Equals(object? o) => o is P; public override int GetHashCode() "
                + "=> 1; }",
            "var d = new Dictionary<P, int>(); d[new P()] = 3; d[new P()] = 5; a = Linear(d.Count, 2); RegisterComponents();"),
        Unknown("tuples that are united",
            "Module<Tensor, Tensor>? a;",
            "a = Linear(new[] { (1, 2) }.Union(new[] { (1, 2) }).Count(), 2); RegisterComponents();"),
        Unknown("an order by a comparer",
            "Module<Tensor, Tensor>? a;",
            "a = Linear(new[] { 5, 6, 7 }.OrderBy(x => x, Comparer<int>.Create((p, q) => q - p)).First(), 2); RegisterComponents();"),
        Unknown("a dictionary with a comparer",
            "Module<Tensor, Tensor>? a;",
            "var d = new Dictionary<string, int>(4, StringComparer.OrdinalIgnoreCase) { [\"a\"] = 3 }; d[\"A\"] = 5; a = Linear(d[\"a\"], 2); "
                + "RegisterComponents();"),
        Unknown("a set with a comparer",
            "Module<Tensor, Tensor>? a;",
            "var d = new HashSet<string>(new[] { \"a\", \"A\" }, StringComparer.OrdinalIgnoreCase); a = Linear(d.Count, 2); RegisterComponents();"),
        Exact("values of a dictionary that grows",
            "Module<Tensor, Tensor>? a;",
            "var d = new Dictionary<string, int> { [\"a\"] = 3 }; var v = d.Values; d[\"b\"] = 5; a = Linear(v.Sum(), 2); RegisterComponents();"),
        Exact("an order of a list that grows",
            "Module<Tensor, Tensor>? a;",
            "var l = new List<int> { 5 }; var q = l.OrderBy(x => x); l.Add(3); a = Linear(q.First(), 2); RegisterComponents();"),
        Unknown("a dictionary that a loop changes",
            "Module<Tensor, Tensor>? a;",
            "var d = new Dictionary<string, int> { [\"a\"] = 3 }; for (var i = 0; i < Opaque.Three; i++) d[\"a\"] = 5; a = Linear(d[\"a\"], 2); "
                + "RegisterComponents();"),
        Unknown("a dictionary that its loop removes from",
            "Module<Tensor, Tensor>? a;",
            "int n = 3; var d = new Dictionary<string, int> { [\"a\"] = 1, [\"b\"] = 2 }; foreach (var p in d) { d.Remove(\"b\"); n++; } a = "
                + "Linear(n, 2); RegisterComponents();"),
        Unknown("a dictionary that its loop writes to",
            "Module<Tensor, Tensor>? a;",
            "int n = 3; var d = new Dictionary<string, int> { [\"a\"] = 1, [\"b\"] = 2 }; foreach (var p in d) { d[\"b\"] = 6; n = p.Value; } a = "
                + "Linear(n, 2); RegisterComponents();"),
        Unknown("a gap that both sides of a condition leave",
            "Module<Tensor, Tensor>? a;",
            "var d = new Dictionary<string, int> { [\"a\"] = 1, [\"b\"] = 2, [\"c\"] = 3 }; if (Opaque.Yes) d.Remove(\"a\"); else d.Remove(\"a\"); "
                + "d[\"z\"] = 5; a = Linear(d.Values.First(), 2); RegisterComponents();"),
        Exact("an array of the same length",
            "Module<Tensor, Tensor>? a;",
            "var v = new[] { 3, 3 }; var u = v; Array.Resize(ref v, 2); v[0] = 5; a = Linear(u[0], 2); RegisterComponents();"),
        Unknown("an array that a library writes to",
            "Module<Tensor, Tensor>? a;",
            "var v = new byte[] { 3, 3 }; System.Text.Encoding.ASCII.GetBytes(\"AB\", 0, 2, v, 0); a = Linear(v[0], 2); RegisterComponents();"),
        Exact("an array of structures that is filled",
            "Module<Tensor, Tensor>? a; struct S { public int Size; public S(int s) { Size = s; } public void Set(int s) => Size = s; }",
            "var arr = new S[2]; Array.Fill(arr, new S(3)); arr[0].Set(5); a = Linear(arr[1].Size, 2); RegisterComponents();"),
        Exact("a record that shares a structure",
            "Module<Tensor, Tensor>? a; struct S { public int Size; public S(int s) { Size = s; } public void Set(int s) => Size = s; } record R { "
                + "public S Inner = new S(3); }",
            "var one = new R(); var two = one with { }; two.Inner.Set(5); a = Linear(one.Inner.Size, 2); RegisterComponents();"),
        Exact("a boxed structure in two elements",
            "Module<Tensor, Tensor>? a; interface I { int Size { get; } void Set(int s); } struct S : I { int v; public S(int s) { v = s; } public "
                + "int Size => v; public void Set(int s) => v = s; }",
            "I s = new S(3); var v = new[] { s, s }; v[0].Set(5); a = Linear(v[1].Size, 2); RegisterComponents();"),
        Exact("a boxed structure in a tuple",
            "Module<Tensor, Tensor>? a; interface I { int Size { get; } void Set(int s); } struct S : I { int v; public S(int s) { v = s; } public "
                + "int Size => v; public void Set(int s) => v = s; }",
            "I s = new S(3); var t = (s, 1); var u = t; u.s.Set(5); a = Linear(s.Size, 2); RegisterComponents();"),
        Unknown("children of a list of modules",
            "Module<Tensor, Tensor>? a;",
            "list.Add(Linear(3, 3)); a = Linear(list.children().Count() + 1, 2); RegisterComponents();"),
        Unknown("a tensor that gets another axis", "Parameter? p;", "var t = zeros(3, 4); t.unsqueeze_(0); p = Parameter(t); RegisterComponents();"),
        Unknown("two shapes that are multiplied", "Parameter? p;", "p = new Parameter(zeros(1, 4).mul(zeros(3, 4))); RegisterComponents();"),
        Unknown("a parameter that is registered with a layer",
            "Linear? a;",
            "a = Linear(4, 2); a.register_parameter(\"x\", Parameter(zeros(3, 3))); RegisterComponents();"),
        Unknown("a bias with two axes", "Linear? a;", "a = Linear(4, 2); a.bias = Parameter(zeros(3, 3)); RegisterComponents();"),
        Exact("a key that is added twice",
            "Module<Tensor, Tensor>? a;",
            "int n; var d = new Dictionary<string, int>(); try { d.Add(\"a\", 1); d.Add(\"a\", 2); n = 5; } catch (Exception) { n = 7; } a = "
                + "Linear(n, 2); RegisterComponents();"),
        Unknown("a member of nothing",
            "Module<Tensor, Tensor>? a; class Cell { public int Size = 3; }",
            "int n; Cell? c = null; try { c!.Size = 3; n = 5; } catch (Exception) { n = 7; } a = Linear(n, 2); RegisterComponents();"),
        Unknown("an element outside of an array",
            "Module<Tensor, Tensor>? a;",
            "int n; var arr = new int[2]; try { arr[10] = 3; n = 5; } catch (Exception) { n = 7; } a = Linear(n, 2); RegisterComponents();"),
        Exact("an object of another type",
            "Module<Tensor, Tensor>? a;",
            "int n; object o = \"x\"; try { int k = (int)o; n = 5; } catch (Exception) { n = 7; } a = Linear(n, 2); RegisterComponents();"),
        Unknown("a remainder by nothing",
            "Module<Tensor, Tensor>? a;",
            "int n; int z = 0; try { int k = 5 % z; n = 5; } catch (Exception) { n = 7; } a = Linear(n, 2); RegisterComponents();"),
        Unknown("a number that is divided by one that is not known",
            "Module<Tensor, Tensor>? a;",
            "int n = 3; var z = Opaque.Three; try { int k = 5 / (z - 3); n = 5; } catch (DivideByZeroException) { n = 7; } a = Linear(n, 2); "
                + "RegisterComponents();"),
        Unknown("a number that may be too large",
            "Module<Tensor, Tensor>? a;",
            "int n = 3; var z = Opaque.Three; try { checked { int k = int.MaxValue; k += z; n = 5; } } catch (OverflowException) { n = 7; } a = "
                + "Linear(n, 2); RegisterComponents();"),
        Unknown("an exception that no handler may take",
            "Module<Tensor, Tensor>? a;",
            "int n; var y = Opaque.Yes; try { try { if (y) throw new InvalidOperationException(); } catch (ArgumentException) { } n = 5; } catch "
                + "(InvalidOperationException) { n = 7; } a = Linear(n, 2); RegisterComponents();"),
        Exact("a static member that cannot be made",
            "Module<Tensor, Tensor>? a; static class S { public static readonly int X = F(); static int F() => throw new InvalidOperationException(); }",
            "int n; try { n = S.X; } catch (Exception) { n = 5; } try { n = S.X; } catch (Exception) { n += 2; } a = Linear(n, 2); RegisterComponents();"),
        Unknown("a filter that is evaluated first",
            "Module<Tensor, Tensor>? a;",
            "var n = 3; var k = 1; try { try { throw new Exception(); } finally { n = 5; } } catch (Exception) when ((k = n) > 0) { } a = Linear(k, "
                + "2); RegisterComponents();"),
        Unknown("a filter that does not pass",
            "Module<Tensor, Tensor>? a;",
            "int n = 3; try { int.Parse(\"x\"); } catch (Exception) when ((n = 5) > 9) { } catch (Exception) { } a = Linear(n, 2); RegisterComponents();"),
        Exact("a constructor of an exception",
            "Module<Tensor, Tensor>? a; class E1 : Exception { public static int N = 0; } class Cell { public int Size = 3; } class E2 : Exception { "
                + "public E2(Cell c) { c.Size = 5; } }",
            "var c = new Cell(); try { throw new E2(c); } catch (E2) { } a = Linear(c.Size, 2); RegisterComponents();"),
        Exact("a label that is not looked at",
            "Module<Tensor, Tensor>? a;",
            "var n = 3; int one = 1; switch (one) { case 1: case > 0 when (n = 5) > 0: break; } a = Linear(n, 2); RegisterComponents();"),
        Unknown("a condition of a pattern that does not match",
            "Module<Tensor, Tensor>? a;",
            "var n = 3; switch (Opaque.Three) { case 5 when (n = 5) > 0: break; } a = Linear(n, 2); RegisterComponents();"),
        Unknown("an argument of what may be missing",
            "Module<Tensor, Tensor>? a;",
            "int n = 3; string? s = Environment.GetEnvironmentVariable(\"NOPE_X\"); s?.PadLeft(n = 5); a = Linear(n, 2); RegisterComponents();"),
        Unknown("an operator that decides whether the next runs",
            "Module<Tensor, Tensor>? a; class T3 { public int V; public T3(int v) { V = v; } public static T3 operator &(T3 x, T3 y) => y; public "
                + "static bool operator true(T3 x) => x.V > 0; public static bool operator false(T3 x) => x.V <= 0; }",
            "var n = 3; T3 G(int k) { n = k; return new T3(1); } if (new T3(0) && G(5)) { } a = Linear(n, 2); RegisterComponents();"),
        Unknown("a place that an argument moves",
            "Module<Tensor, Tensor>? a; class Cell { public int Size = 3; } static void F(ref int x, Cell y) => x = 5;",
            "Cell one = new(), two = new(), c = one; F(ref c.Size, c = two); a = Linear(one.Size, 2); RegisterComponents();"),
        Exact("a place that its value moves",
            "Module<Tensor, Tensor>? a; class Cell { public int Size = 3; }",
            "Cell one = new(), two = new(), c = one; c.Size = (c = two).Size + 5; a = Linear(one.Size, 2); RegisterComponents();"),
        Unknown("a variable that leads to another in a loop",
            "Module<Tensor, Tensor>? a; class Cell { int v = 3; public int Size { get => v; set => v = value; } }",
            "Cell one = new(), two = new(), c = one; for (var i = 0; i < Opaque.Three; i++) { c.Size = 5; c = two; } a = Linear(two.Size, 2); "
                + "RegisterComponents();"),
        Unknown("a reference to one of two places",
            "Module<Tensor, Tensor>? a;",
            "int p = 3, q = 3; ref int r = ref p; if (!Opaque.Yes) r = ref q; r = 5; a = Linear(p, 2); RegisterComponents();"),
    ];

    private static Form Exact(string name, string members, string body)
        => new(name, members + " private readonly ModuleList<Module<Tensor, Tensor>> list = new();", "int w", body, "4");

    private static Form Unknown(string name, string members, string body) => Exact(name, members, body) with { IsExact = false };
}
