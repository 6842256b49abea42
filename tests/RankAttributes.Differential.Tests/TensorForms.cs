using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>Programs whose parameters are computed tensors or have computed sizes, and whose names are parts of texts.</summary>
internal static class TensorForms
{
    public static readonly Form[] All =
    [
        Exact("a tensor divided in place", "p = Parameter(torch.randn(5, w).div_(Math.Sqrt(w)));"),
        Exact("a tensor multiplied by a method", "p = Parameter(torch.randn(5, w).mul(0.5));"),
        Unknown("tensors spread over each other by a method", "p = Parameter(torch.randn(5, 1).mul(torch.randn(1, w)));"),
        Exact("two tensors of one shape added by a method", "p = Parameter(torch.randn(5, 1).add(torch.randn(5, 1)));"),
        Unknown("a tensor less one of another shape", "p = Parameter(torch.randn(5, 1).sub_(torch.randn(1)));"),
        Exact("random numbers of a normal distribution", "p = Parameter(torch.normal(0.0, 0.02, new long[] { 5, w }));"),
        Exact("a triangle of a matrix", "p = Parameter(torch.ones(5, w).tril());"),
        Unknown("a tensor added with a factor", "p = Parameter(torch.ones(5, w).add(torch.ones(5, w), 0.5));"),
        Unknown("a tensor added to one of one number", "p = Parameter(torch.ones(5, w).add_(torch.tensor(3.0)));"),
        Exact("a name without its beginning",
            "var name = \"this.fc\"; if (name.StartsWith(\"this.\")) name = name.Substring(5); a = Linear(w, name.Length); "
                + "register_module(name, Linear(w, 9));"),
        Exact("a name with a part replaced", "var name = \"a-b-c\".Replace(\"-\", \"_\"); register_module(name, Linear(w, 9));"),
        Exact("a part of a name", "var name = \"abcdef\".Substring(1, 3); register_module(name, Linear(w, 9));"),
        Unknown("a part of a name that is too short",
            "var name = \"abc\"; try { name = name.Substring(1, w); } catch (Exception) { name = \"q\"; } register_module(name, Linear(w, 9));"),
        Exact("the product of two tensors", "p = Parameter(torch.ones(5, w) * torch.ones(5, w));"),
        Exact("a tensor less a number", "p = Parameter(torch.ones(5, w) - 1);"),
        Exact("a number less a tensor", "p = Parameter(1 - torch.ones(5, w));"),
        Exact("sizes of a computed tensor", "var t = torch.ones(5, w) * 2; a = Linear((int)t.size(1), (int)t.shape[0]);"),
        Exact("a parameter made of another", "p = Parameter(torch.ones(5, w)); p = Parameter(p * 2);"),
        Exact("sizes on the stack", "Span<long> s = stackalloc long[2]; s[0] = 5; s[1] = w; p = Parameter(torch.zeros(s));"),
        Exact("sizes on the stack, in a method",
            "p = Parameter(Mk(w, 3));",
            "static Tensor Mk(int i, int o) { Span<long> sizes = stackalloc long[3]; sizes[0] = 2; sizes[1] = i; sizes[2] = o; "
                + "return torch.normal(0, 1 / Math.Sqrt(i), sizes); }"),
        Unknown("sizes on the stack from numbers", "Span<long> s = stackalloc long[] { 5, w }; p = Parameter(torch.zeros(s));"),
        Unknown("sizes on the stack without a type", "Span<long> s = stackalloc[] { 5L, w }; p = Parameter(torch.zeros(s));"),
        Exact("sizes in a span", "ReadOnlySpan<long> s = [5L, w]; p = Parameter(torch.zeros(s));"),
        Unknown("one of two arrays of sizes", "var s = Opaque.Yes ? new long[] { 2, 3 } : new long[] { 3, 4 }; p = Parameter(torch.zeros(s));"),
        Unknown("sizes of an unknown number", "long[] s = Enumerable.Range(1, Opaque.Three).Select(x => (long)x).ToArray(); p = Parameter(torch.zeros(s));"),
        Unknown("sizes that a method decides on",
            "p = Parameter(torch.randn(S()));",
            "static long[] S() => Environment.ProcessorCount > 0 ? [2, 3] : [4, 5];"),
        Unknown("sizes whose array is handed on", "var s = new long[] { 5, 3 }; s.CopyTo(new long[2], 0); p = Parameter(torch.zeros(s.AsSpan()));"),
        Exact("the shape of a tensor", "var t = torch.zeros(5, 3); p = Parameter(torch.zeros(t.shape));"),
        Exact("the shape of a layer", "var t = Linear(5, 3).weight!; p = Parameter(torch.zeros(t.shape));"),
        Unknown("a tensor that changes its shape after it is registered",
            "g = Parameter(torch.ones(1, w)); RegisterComponents(); Reset();",
            "readonly Parameter g; void Reset() { using (no_grad()) { g.set_(torch.ones(7, 2)); } }"),
        Unknown("a tensor that changes its shape under two names",
            "g = Parameter(torch.ones(1, w)); register_parameter(\"h\", g); using (no_grad()) g.set_(torch.ones(7, 2));",
            "readonly Parameter g;"),
        Unknown("a tensor that changes its shape in a list",
            "g = Parameter(torch.ones(1, w)); pl.Add(g); RegisterComponents(); var t = g; using (no_grad()) t.set_(torch.ones(7, 2));",
            "readonly Parameter g; readonly ParameterList pl = new();"),
        Unknown("a tensor that may be registered when it changes its shape",
            "g = Parameter(torch.ones(1, w)); if (Opaque.Yes) RegisterComponents(); using (no_grad()) g.set_(torch.ones(7, 2));",
            "Parameter g;"),
        Unknown("a tensor that changes its shape in an object",
            "g = Parameter(torch.ones(1, w)); var h = new H { P = g }; RegisterComponents(); using (no_grad()) h.P.set_(torch.ones(7, 2));",
            "Parameter g; class H { public Parameter? P; }"),
        Unknown("a tensor beside one that changes its shape",
            "g = Parameter(torch.ones(1, w)); k = Parameter(torch.ones(2, w)); using (no_grad()) g.set_(torch.ones(7, 2));",
            "Parameter g; Parameter k;"),
        Unknown("a layer's weight that changes its shape",
            "k = Linear(w, 3); using (no_grad()) k.weight!.set_(torch.ones(7, 2));",
            "Linear? k; Linear? l;"),
        Unknown("a layer's weight that changes its shape under another name",
            "k = Linear(w, 3); var t = k.weight!; using (no_grad()) t.set_(torch.ones(7, 2));",
            "Linear? k; Linear? l;"),
        Unknown("a weight of two layers that changes its shape",
            "k = Linear(w, 3); l = Linear(w, 3); l.weight = k.weight; using (no_grad()) k.weight!.set_(torch.ones(7, 2));",
            "Linear? k; Linear? l;"),
        Unknown("a weight that was given and changes its shape",
            "k = Linear(w, 3); k.weight = Parameter(torch.ones(3, w)); var t = k.weight; using (no_grad()) t.set_(torch.ones(7, 2));",
            "Linear? k; Linear? l;"),
        Unknown("a weight that is replaced on the other side of a condition",
            "k = Linear(w, 3); if (Opaque.Yes) { } else { k.weight = Parameter(torch.ones(7, 2)); }",
            "Linear? k; Linear? l;"),
    ];

    private static Form Exact(string name, string body, string members = "")
        => new(name, "Module<Tensor, Tensor>? a; Parameter? p; " + members, "int w", body + " RegisterComponents();", "4");

    private static Form Unknown(string name, string body, string members = "") => Exact(name, body, members) with { IsExact = false };
}
