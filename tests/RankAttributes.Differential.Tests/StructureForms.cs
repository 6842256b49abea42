using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>Programs that change a structure: a variable where it stands, and anything else as a copy of which nobody else knows.</summary>
internal static class StructureForms
{
    public static readonly Form[] All =
    [
        Exact("a structure in a field", "loose.Up(3); one = loose.X;"),
        Exact("a structure in a read-only field", "frozen.Up(3); one = frozen.X;"),
        Exact("a structure in a read-only field that a function changes", "void Later() => frozen.Up(3); Later(); one = frozen.X;"),
        Exact("a structure in a read-only static field", "Shared.Up(3); one = Shared.X;"),
        Exact("a structure that a property keeps", "Auto.Up(3); one = Auto.X;"),
        Exact("a structure in an array", "array[0].Up(3); one = array[0].X; two = array[1].X;"),
        Exact("a structure in a list", "list[0].Up(3); one = list[0].X;"),
        Exact("a structure that a loop names", "foreach (var p in array) { p.Up(3); one += p.X; }"),
        Exact("a structure that is disposed of", "using (var p = loose) { p.Up(3); one = p.X; }"),
        Exact("a structure that a loop refers to", "foreach (ref var p in array.AsSpan()) p.Up(3); one = array[1].X;", isExact: false),
        Exact("a structure that a method gives a reference to", "Pick(1).Up(3); Pick(0).X = 9; one = array[1].X; two = array[0].X;", isExact: false),
        Exact("a structure that is passed on", "var p = By(loose); one = p.X; two = loose.X; Pt By(Pt q) { q.Up(3); return q; }"),
        Exact("a structure that is passed by reference", "By(ref loose); one = loose.X; void By(ref Pt q) => q.Up(3);"),
        Exact("a structure that is passed to be read", "By(in loose); one = loose.X; void By(in Pt q) => q.Up(3);"),
        Exact("a structure that is replaced", "loose.Reset(); one = loose.X; two = loose.Y;"),
        Exact("a structure in a box", "object box = loose; loose.Up(3); ((Pt)box).Up(4); one = ((Pt)box).X;"),
        Exact("a structure that a pattern takes out of a box", "object box = loose; if (box is Pt p) { p.Up(3); two = p.X; } one = ((Pt)box).X;"),
        Exact("a structure that may be missing", "Pt? p = loose; p.Value.Up(3); one = p.Value.X;"),
        Exact("a structure in a tuple", "var t = (loose, 3); t.loose.Up(3); one = loose.X; two = t.loose.X;"),
        Exact("a structure in a copied tuple", "var t = (loose, 3); var u = t; u.Item1.X = 9; one = t.Item1.X; two = u.Item1.X;"),
        Exact("a structure in a structure",
            "var outer = new Outer { Inner = loose }; var copy = outer; copy.Inner.Up(3); one = outer.Inner.X; two = copy.Inner.X;"),
        Exact("a structure that is stored twice", "var twice = new[] { loose, loose }; twice[0].Up(3); one = twice[1].X; two = twice[0].X;"),
        Exact("a structure in a copied array", "var copy = (Pt[])array.Clone(); copy[0].Up(3); one = array[0].X; two = copy[0].X;"),
        Exact("a structure in a list that was an array", "var copy = array.ToList(); array[0].Up(3); one = copy[0].X; two = array[0].X;"),
        Exact("a structure in an object without a name", "var o = new { P = loose }; o.P.Up(3); one = o.P.X;"),
        Exact("a structure whose method is a value", "Action<int> up = loose.Up; up(3); one = loose.X;"),
        Exact("a structure that a function captures", "var p = loose; var up = () => p.Up(3); up(); up(); one = p.X; two = loose.X;"),
        Exact("a structure with another value", "var p = loose with { X = 7 }; one = loose.X; two = p.X + p.Y;"),
        Exact("a structure behind an interface", "IUp up = loose; up.Up(3); one = loose.X; two = ((Pt)up).X;"),
        Exact("a structure that was never set", "unset.Up(3); one = unset.X; two = new Pt().X + default(Pt).Y + 2;"),
        Exact("a structure in a structure that was never set",
            "nested.Inner.Up(3); var copy = nested; copy.Inner.Up(2); one = nested.Inner.X; two = copy.Inner.X;"),
        Exact("structures of a new array", "var all = new Pt[2]; all[0].Up(3); one = all[0].X; two = all[1].X + 1;"),
        Exact("a tuple that was never set", "pair.Item2.Up(3); one = pair.Item2.X; two = pair.Item1 + 1;"),
        Exact("a structure that is only read", "one = loose.Sum; two = frozen.Sum + array[1].Sum;"),
    ];

    private static Form Exact(string name, string body, bool isExact = true) => new(
        name,
        "Module<Tensor, Tensor> a, b; public interface IUp { void Up(int v); } public struct Pt : IUp, IDisposable { "
            + "public void Dispose() { } public int X; public int Y { get; set; } "
            + "public Pt(int x) { X = x; Y = x; } public void Up(int v) { X += v; Y += v; } public void Reset() => this = new Pt(9); "
            + "public readonly int Sum => X + Y; } struct Outer { public Pt Inner; } readonly Pt frozen = new(4); Pt unset; "
            + "Outer nested; (int, Pt) pair; Pt loose = new(4); Pt Auto { get; set; } = new(4); "
            + "static readonly Pt Shared = new(4); readonly Pt[] array = { new(3), new(4) }; readonly List<Pt> list = new() { new(3), new(4) }; "
            + "ref Pt Pick(int i) => ref array[i];",
        "int w", $"var one = 1; var two = 2; {body} a = Linear(one, w); b = Linear(two, w); RegisterComponents();", "4", IsExact: isExact);
}
