using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>
/// Values that are other names of a place: references, spans, memories and segments. Two models that differ by one write through such a name must not be
/// read alike.
/// </summary>
internal static class ReferenceForms
{
    private const string Given = "var a = new[] { w, 7, 9 }; ";

    public static readonly Form[] All =
    [
        Exact("an array that is asked for an element", "if (a.Contains(7)) list.Add(Linear(a[0], 3)); else list.Add(Linear(a[0], 5));"),
        Exact("an array that is compared", "if (a.SequenceEqual(new[] { 4, 7, 9 })) list.Add(Linear(a[0], 3)); else list.Add(Linear(a[0], 5));"),
        Exact("an array that is searched", "list.Add(Linear(Array.IndexOf(a, 7) + 1, a.AsSpan().IndexOf(9) + 3));"),
        Exact("a span that is filled", "a.AsSpan().Fill(5); list.Add(Linear(a[0], 3));"),
        Exact("a span that is reversed", "a.AsSpan().Reverse(); list.Add(Linear(a[0], 3));"),
        Exact("a span of an array", "Span<int> s = a; s[0] = 8; list.Add(Linear(a[0], 3));"),
        Exact("a memory of an array", "Memory<int> s = a; s.Span[0] = 8; list.Add(Linear(a[0], 3));"),
        Unknown("a span of a part of an array", "var s = a.AsSpan(1); s[0] = 8; list.Add(Linear(a[1], s[1]));"),
        Unknown("a range of a span", "Span<int> s = a; var t = s[1..]; t[0] = 8; list.Add(Linear(a[1], 3));"),
        Unknown("a slice of a span", "Span<int> s = a; var t = s.Slice(1); a[1] = 3; t[0] = 8; list.Add(Linear(a[1], 3));"),
        Unknown("a new span of a part", "var s = new Span<int>(a, 1, 2); s[0] = 8; list.Add(Linear(a[1], 3));"),
        Unknown("a span that is read after its array is written", "ReadOnlySpan<int> s = a; var t = s[1..]; a[1] = 8; list.Add(Linear(t[0], 3));"),
        Unknown("a segment of an array", "var s = new ArraySegment<int>(a, 1, 2); s[0] = 8; list.Add(Linear(a[1], 3));"),
        Unknown("a span that is copied", "var b = new int[3]; a.AsSpan().CopyTo(b); list.Add(Linear(a[1], b[0] + 1));"),
        Unknown("a span of a list", "var l = new List<int> { w, 7 }; System.Runtime.InteropServices.CollectionsMarshal.AsSpan(l)[0] = 9; "
            + "list.Add(Linear(l[0], l[1]));"),
        Unknown("a loop over references", "foreach (ref var x in (Span<int>)a) x++; list.Add(Linear(a[1], 3));"),
        Exact("a reference to an element", "ref var r = ref a[1]; a[1] = 5; r++; a[0] = r; list.Add(Linear(a[1], a[0]));"),
        Exact("a reference that moves", "ref var r = ref a[0]; for (var i = 0; i < 3; i++) { r = ref a[i]; r += i; } list.Add(Linear(a[0], a[2]));"),
        Exact("a reference to a variable", "ref var r = ref w; r = 8; list.Add(Linear(w, 3));"),
        Exact("a reference to a field", "var c = new Cell(); ref var r = ref c.Value; r = 8; c.Value++; list.Add(Linear(c.Value, r));"),
        Exact("a reference to one of two", "var x = 3; var y = 5; ref var r = ref (w > 3 ? ref x : ref y); r = 9; list.Add(Linear(x, y));"),
        Unknown("a reference to one of two by the machine",
            "var x = 3; var y = 5; (Opaque.Yes ? ref x : ref y) = 9; list.Add(Linear(x, y));"),
        Unknown("a reference that a function gives back", "At(a) = 8; ref int At(int[] x) => ref x[1]; list.Add(Linear(a[1], 3));"),
        Unknown("a reference that a function gives back and that is kept",
            "ref var r = ref At(); a[1] = 5; r = 8; ref int At() => ref a[1]; list.Add(Linear(a[1], 3));"),
        Exact("an element by reference", "Bump(ref a[1]); void Bump(ref int v) { a[1] = 3; v += 2; } list.Add(Linear(a[1], 3));"),
        Exact("a field by reference",
            "var c = new Cell(); Bump(ref c.Value); void Bump(ref int v) { c.Value = 4; v += 2; } list.Add(Linear(c.Value, 3));"),
        Exact("an element that is given back", "Make(out a[1]); void Make(out int v) { v = a[0]; } list.Add(Linear(a[1], 3));"),
        Unknown("an element by reference at a position that moves",
            "var i = 0; Bump(ref a[i++]); void Bump(ref int v) { v += 2; } list.Add(Linear(a[0], i));"),
    ];

    private static Form Exact(string name, string body)
        => new(name, "private readonly ModuleList<Module<Tensor, Tensor>> list = new();", "int w", Given + body, "4");

    private static Form Unknown(string name, string body) => Exact(name, body) with { IsExact = false };
}
