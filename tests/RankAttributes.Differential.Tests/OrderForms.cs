using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>Programs whose outcome depends on when and in which order something is computed, and on the type in which it is.</summary>
internal static class OrderForms
{
    private const string Add = "foreach (var x in q) list.Add(Linear(x, 2)); ";

    private const string Counter = "class Counter { public int I; public Counter Self { get { I++; return this; } } public int V { get { I++; return I; } "
        + "set { I += value; } } public int[] Values = { 3, 4, 5 }; }";

    public static readonly Form[] All =
    [
        Exact("an iterator that reads what is set after its call", "int n = 2;",
            $"var q = Gen(); n = 10; {Add} IEnumerable<int> Gen() {{ yield return n; yield return n + 1; }}"),
        Exact("an iterator over a list that grows", "",
            $"var l = new List<int> {{ 1 }}; var q = Gen(l); l.Add(7); {Add} IEnumerable<int> Gen(List<int> s) {{ foreach (var x in s) yield return x + 1; }}"),
        Exact("an iterator of layers that is walked through twice", "",
            "var q = Gen(2); foreach (var x in q) list.Add(x); list.Add(nn.Sequential(q)); "
            + "IEnumerable<Module<Tensor, Tensor>> Gen(int n) { for (var i = 0; i < n; i++) yield return Linear(i + 1, w); }"),
        Exact("an iterator as a value", "",
            "foreach (var x in new[] { 2, 3 }.SelectMany(Gen)) list.Add(Linear(x, 2)); IEnumerable<int> Gen(int v) { yield return v; yield return v * 2; }"),
        Unknown("an iterator in turns with a loop", "int n = 2;",
            "foreach (var x in Gen()) { n = 7; list.Add(Linear(x, 2)); } IEnumerable<int> Gen() { yield return n; yield return n + 1; }"),
        Unknown("an iterator that is left early", "int n = 2;",
            "foreach (var x in Gen().Take(1)) list.Add(Linear(x, 2)); list.Add(Linear(n, 2)); "
            + "IEnumerable<int> Gen() { yield return n; n = 9; yield return n; }"),
        Exact("a query that reads what is set after it", "", $"var n = 0; var q = new[] {{ 1, 5 }}.Select(v => v + n); n = 4; {Add}"),
        Unknown("a query in turns with a loop", "", "var n = 0; foreach (var x in new[] { 1, 5 }.Select(v => v + n)) { n += 10; list.Add(Linear(x, 2)); }"),
        Exact("an array that its loop writes to", "", "var a = new[] { 1, 2, 3 }; foreach (var x in a) { a[2] = 9; list.Add(Linear(x, 2)); }"),
        Unknown("a delegate of two functions", "int n = 2;", "Action a = F; a += G; a(); list.Add(Linear(n, 2)); void F() { n += 1; } void G() { n *= 5; }"),
        Unknown("two functions that are added", "", "var n = 2; Action a = () => n++; Action b = () => n *= 3; (a + b)(); list.Add(Linear(n, 2));"),
        Unknown("an event", "event Action? E; int n = 2;", "E += () => n = 7; n = 3; E?.Invoke(); list.Add(Linear(n, 2));"),
        Exact("a stack", "", $"var q = new Stack<int>(); q.Push(3); q.Push(4); {Add}"),
        Exact("a stack of a list", "", $"var q = new Stack<int>(new[] {{ 3, 4 }}); {Add} list.Add(Linear(q.ToArray()[0], q.Peek()));"),
        Exact("a stack in other lists", "",
            "var s = new Stack<int>(); s.Push(1); s.Push(2); var l = s.ToList(); l.AddRange(s); int[] c = [.. s]; "
            + "list.Add(Linear(l[0] + 10 * l[2], c[0])); list.Add(Linear(s.First(), s.ElementAt(1)));"),
        Unknown("a dictionary whose gap is filled", "",
            "var d = new Dictionary<int, int> { [1] = 3, [2] = 4 }; d.Remove(1); d.Add(9, 7); foreach (var p in d.Values) list.Add(Linear(p, 2));"),
        Exact("a dictionary that loses an entry", "",
            "var d = new Dictionary<int, int> { [1] = 3, [2] = 4 }; d.Remove(1); foreach (var p in d.Values) list.Add(Linear(p, d.Count));"),
        Exact("a dictionary that loses its last entry", "",
            "var d = new Dictionary<int, int> { [1] = 3, [2] = 4 }; d.Remove(2); d.Add(5, 6); foreach (var p in d.Values) list.Add(Linear(p, 2));"),
        Unknown("a set whose gap is filled", "", $"var q = new HashSet<int> {{ 3, 4 }}; q.Remove(3); q.Add(5); {Add}"),
        Exact("single precision", "", "list.Add(Linear((int)(10 * 0.7f) + (int)(w * 0.29f * 100), (int)(w * 0.29 * 100)));"),
        Exact("single precision that is widened", "", "float p = 0.29f; double q = p; list.Add(Linear((int)(q * 100), (int)(p * 100)));"),
        Unknown("decimals", "", "decimal p = 0.29m; list.Add(Linear((int)(p * 100), 2));"),
        Exact("an index that moves as it is written", "",
            "var i = 0; var a = new[] { 4, 5, 6 }; a[i++] = a[i] + i; a[i++] += 3; a[i]++; list.Add(Linear(a[0], i)); list.Add(Linear(a[1], a[2]));"),
        Exact("an index that a function gives", "",
            "var i = 0; var a = new List<int> { 4, 5 }; a[Next()] *= 2; a[Next()] = i; list.Add(Linear(a[0], a[1])); int Next() => i++;"),
        Exact("a list and an index that functions give", "",
            "var i = 0; var a = new[] { 4, 5 }; Get()[i++] += 2; int[] Get() { i++; return a; } list.Add(Linear(a[1], i));"),
        Exact("a property of what a function gives", "",
            "var n = 0; var c = new[] { new Config(), new Config() }; Next().A += 3; list.Add(Linear(c[0].A, c[1].A + n)); Config Next() => c[n++];"),
        Exact("an index that moves in one of two lists", "",
            "var i = 1; var u = Opaque.Yes ? new List<int> { 1, 2 } : new List<int> { 4, 5 }; u[i++] = 5; list.Add(Linear(i, 3));"),
        Exact("objects without a name", "",
            "var c = new { A = w, B = new { C = 4 } }; foreach (var p in new[] { 3, 5 }.Select((x, i) => new { X = x, I = i + 1 })) "
            + "list.Add(Linear(p.X, p.I)); list.Add(Linear((c with { A = 7 }).A, c.A + c.B.C));"),
        Exact("a sum that is too large for its type", "",
            "byte b = 250; try { checked { b += 10; } } catch (OverflowException) { b = 3; } var x = int.MaxValue; "
            + "try { x = checked(x + w); } catch (OverflowException) { x = 7; } list.Add(Linear(x, b));"),
        Exact("a number that may be null", "", "int? x = null; x ??= 4; x += 1; list.Add(Linear(x.Value, x.GetValueOrDefault()));"),
        Exact("shifts beyond a type's width", "", "list.Add(Linear(1 << 33, 1 << w));"),
        Exact("a property in the way to what is added to", Counter, "var c = new Counter(); c.Self.Self.V += 3; list.Add(Linear(c.I, w));"),
        Exact("a property in the way to an element", Counter, "var c = new Counter(); c.Self.Values[1]++; list.Add(Linear(c.Values[1], c.I));"),
        Unknown("a property in the way to a reference", Counter,
            "var c = new Counter(); Add(ref c.Self.Values[1]); list.Add(Linear(c.Values[1], c.I)); void Add(ref int v) => v += 4;"),
        Exact("places that are found before any of them is written", Counter,
            "var c = new Counter(); (c.Self.I, c.Self.Values[0]) = (5, 6); list.Add(Linear(c.I, c.Values[0])); "
            + "var i = 0; (i, c.Values[i]) = (2, 7); list.Add(Linear(c.Values[0], c.Values[2]));"),
        Exact("places that are found in a tuple of tuples", Counter,
            "var c = new Counter(); var i = 0; (i, (c.Values[i], c.Values[i + 1])) = (1, (8, 9)); list.Add(Linear(c.Values[0], c.Values[1]));"),

        // What is not known may be any object of its type.
        Unknown("a list at a place that is not known", "",
            "var one = new List<int> { w }; var all = new List<List<int>> { new(), one }; all[Opaque.Three - 2].Add(4); list.Add(Linear(one.Count, 2));"),
        Unknown("a list under a key that is not known", "",
            "var one = new List<int> { w }; var all = new Dictionary<int, List<int>> { [3] = one }; all[Opaque.Three].Clear(); "
            + "list.Add(Linear(one.Count + 1, 2));"),
        Unknown("an array at a place that is not known", "",
            "var one = new[] { w, 7 }; var all = new[] { one }; Array.Reverse(all[Opaque.Three - 3]); list.Add(Linear(one[0], 2));"),
        Unknown("a span of an array that is not known", "",
            "var one = new[] { w, 7 }; var all = new[] { one }; all[Opaque.Three - 3].AsSpan().Fill(8); list.Add(Linear(one[0], 2));"),
        Unknown("a module list at a place that is not known", "",
            "var all = new[] { list }; all[Opaque.Three - 3].Add(Linear(w, 2));"),
    ];

    private static Form Exact(string name, string members, string body)
        => new(name, members + " private readonly ModuleList<Module<Tensor, Tensor>> list = new();", "int w", body, "4");

    private static Form Unknown(string name, string members, string body) => Exact(name, members, body) with { IsExact = false };
}
