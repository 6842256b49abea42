using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>Programs in which it matters which member of a hierarchy runs, and which of its parts keeps a value.</summary>
internal static class InheritanceForms
{
    public static readonly Form[] All =
    [
        Exact("an override behind an interface",
            "Module<Tensor, Tensor>? a; interface IC { int P { get; } } class Cell : IC { public virtual int P => 3; } class Sub : Cell { public "
                + "override int P => 5; }",
            "IC ic = new Sub(); a = Linear(ic.P, 2); RegisterComponents();"),
        Exact("a method of an override behind an interface",
            "Module<Tensor, Tensor>? a; interface IC { int F(); } class Cell : IC { public virtual int F() => 3; } class Sub : Cell { public override "
                + "int F() => 5; }",
            "IC ic = new Sub(); a = Linear(ic.F(), 2); RegisterComponents();"),
        Exact("an override of a property with a value",
            "Module<Tensor, Tensor>? a; class B { public virtual int P { get; } = 3; } class D : B { public override int P { get; } = 5; }",
            "a = Linear(new D().P, 2); RegisterComponents();"),
        Exact("an override that reads the property of its base",
            "Module<Tensor, Tensor>? a; class B { public virtual int P { get; set; } = 3; } class D : B { public override int P { get => base.P + 1; } }",
            "a = Linear(new D().P, 2); RegisterComponents();"),
        Exact("an override without the setter of its base",
            "Module<Tensor, Tensor>? a; class B { public virtual int P { get; set; } = 3; } class D : B { public override int P { get => base.P + 1; } }",
            "var d = new D(); d.P = 5; a = Linear(d.P, 2); RegisterComponents();"),
        Exact("a property that a positional record declares again",
            "Module<Tensor, Tensor>? a; record R(int X) { public int X { get; set; } }",
            "a = Linear(new R(5).X + 3, 2); RegisterComponents();"),
        Exact("a base constructor without parameters",
            "Module<Tensor, Tensor>? a; class B { public int S; public B(int x = 5) { S = x; } public B() { S = 7; } } class D : B { }",
            "a = Linear(new D().S, 2); RegisterComponents();"),
        Unknown("a constructor that writes to its argument",
            "Module<Tensor, Tensor>? a; class C { public C(ref int n) { n = 5; } }",
            "int n = 3; var c = new C(ref n); a = Linear(n, 2); RegisterComponents();"),
        Unknown("a base constructor that writes to its argument",
            "Module<Tensor, Tensor>? a; class B { public B(ref int n) { n = 5; } } class D : B { public int K; D(int k) : base(ref k) { K = k; } "
                + "public static D Make(int k) => new D(k); }",
            "a = Linear(D.Make(3).K, 2); RegisterComponents();"),
        Exact("a default method of a generic interface",
            "Module<Tensor, Tensor>? a; interface IG<T> { int Get(T x) => 5; } class C<T> : IG<T> { public int Get(T x) => 3; }",
            "IG<int> c = new C<int>(); a = Linear(c.Get(0), 2); RegisterComponents();"),
        Exact("a default method of a variant interface",
            "Module<Tensor, Tensor>? a; interface IG<out T> { int Get() => 5; } class C : IG<string> { public int Get() => 3; }",
            "IG<object> c = new C(); a = Linear(c.Get(), 2); RegisterComponents();"),
        Unknown("a static member of a type parameter",
            "Module<Tensor, Tensor>? a; interface IS { static virtual int Size => 5; } class C : IS { public static int Size => 3; } static int "
                + "G<T>() where T : IS => T.Size;",
            "a = Linear(G<C>(), 2); RegisterComponents();"),
        Unknown("a constructor of a type parameter",
            "Module<Tensor, Tensor>? a; class C { public static int N; public C() { N = 5; } } static T Make<T>() where T : new() => new T();",
            "C.N = 3; Make<C>(); a = Linear(C.N, 2); RegisterComponents();"),
        Exact("a method of the base as a value",
            "Module<Tensor, Tensor>? a; class B { public virtual int M() => 3; } class D : B { public override int M() => 5; public Func<int> G() => "
                + "base.M; }",
            "a = Linear(new D().G()(), 2); RegisterComponents();"),
        Exact("a partial property",
            "Module<Tensor, Tensor>? a; partial class C { public partial int Size { get; } } partial class C { public partial int Size => 5; }",
            "a = Linear(new C().Size + 1, 2); RegisterComponents();"),
        Unknown("a record that copies itself",
            "Module<Tensor, Tensor>? a; record R { public int X = 3; public R() { } protected R(R o) { X = o.X + 2; } }",
            "a = Linear((new R() with { }).X, 2); RegisterComponents();"),
        Unknown("a record that is taken apart as its base",
            "Module<Tensor, Tensor>? a; record R(int X, int Y); record D(int P, int Q) : R(Q, P);",
            "R b = new D(3, 5); var (p, q) = b; a = Linear(p, 2); RegisterComponents();"),
        Unknown("a class that is made at great depth",
            "Module<Tensor, Tensor>? a; class B { public int S = 3; public B() { S = 4; } } class D : B { } static int F(int k) => k == 0 ? new D().S "
                + ": F(k - 1);",
            "a = Linear(F(61) + 1, 2); RegisterComponents();"),
    ];

    private static Form Exact(string name, string members, string body)
        => new(name, members + " private readonly ModuleList<Module<Tensor, Tensor>> list = new();", "int w", body, "4");

    private static Form Unknown(string name, string members, string body) => Exact(name, members, body) with { IsExact = false };
}
