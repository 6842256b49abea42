using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>
/// Programs that change an object without naming it: in code that somebody else runs, and through members that the language or a library
/// calls by itself. The object keeps its size to itself, so that only its own members can change it.
/// </summary>
internal static class UnnamedForms
{
    private const string Later = "System.Threading.Tasks.Parallel.Invoke(() => { § });";
    private const string Often = "for (var i = 0; i < Opaque.Three; i++) { § }";
    private const string Early = "try { § if (Opaque.Yes) throw new Exception(); } catch (Exception) { }";

    public static readonly Form[] All =
    [
        // Objects that code which is not run finds by other ways than their name.
        Unknown("an object that a method gives", "", Later, "Get().Set(5); Cell Get() => one;"),
        Unknown("an object that may be missing", "", Later, "one?.Set(5);"),
        Unknown("an object in a loop over a list", "", Often, "foreach (var c in cells) c.Set(5);"),
        Unknown("an object at a place in a list", "", Early, "cells[Opaque.Three - 3].Set(5);"),
        Unknown("an object under another name", "", Later, "Cell c; c = one; c.Set(5);"),
        Unknown("an object that a pattern names", "", Later, "switch (one) { case { } c: c.Set(5); break; }"),
        Unknown("an object as an argument", "", Often, "Do(one); void Do(Cell c) { var d = c; d.Set(5); }"),
        Unknown("an object by a member of its own", "", Early, "one.Me().Set(5);"),
        Unknown("one of two objects", "", Later, "(w > 3 ? one : two).Set(5);"),
        Unknown("a method of an object as a value", "", Later, "var set = one.Set; set(5);"),
        Unknown("an object as another type", "", Often, "object o = one; ((Cell)o).Set(5);"),
        Unknown("objects that change places", "", Later, "(one, two) = (two, one); one.Set(5);"),
        Unknown("an object that a constructor changes", "class Maker { public Maker(Cell c) => c.Set(5); }", Later, "_ = new Maker(one);"),
        Unknown("an object that a base class's constructor changes",
            "class Lower { protected Lower(Cell c) => c.Set(5); } class Upper(Cell c) : Lower(c);", Early, "_ = new Upper(one);"),
        Unknown("the weight of a layer that a list holds", "Linear? f;", Later,
            "foreach (var layer in new[] { f = Linear(5, 6) }) layer.weight = Parameter(zeros(7, one.Size));"),

        Unknown("the weights that a function gets from a module", "Linear? f;", "§",
            "f = Linear(5, 6); RegisterComponents(); apply(m => { if (m is Linear l) l.weight = Parameter(zeros(7, one.Size)); });"),

        // Members that the language calls by itself.
        Unknown("a getter that changes", "public int Next { get { size = 5; return 1; } }", Later, "_ = one.Next;"),
        Unknown("two getters that call each other",
            "public int First { get { if (size > 90) _ = Second; size = 5; return 1; } } public int Second { get { _ = First; return 1; } }", Later,
            "_ = two.First; _ = one.Second;"),
        Unknown("a comparer in a variable of code that is not run",
            "class Comparing : IComparer<Cell> { public int Compare(Cell? x, Cell? y) { x!.Set(5); y!.Set(6); return 0; } }", Later,
            "var comparing = new Comparing(); cells.Sort(comparing);"),
        Unknown("a setter in a list", "public int Other { get => 1; set => size = 5; }", Often, "cells[0].Other++;"),
        Unknown("an indexer", "public int this[int i] { get => 1; set => size = 5; }", Early, "cells.Last()[0] = 2;"),
        Unknown("an operator", "public static int operator +(Cell c, int v) { c.size = v; return v; }", Later, "_ = one + 5;"),
        Unknown("a conversion", "public static implicit operator int(Cell c) { c.size = 5; return 1; }", Often, "int v = one;"),
        Unknown("a condition",
            "public static bool operator true(Cell c) { c.size = 5; return true; } public static bool operator false(Cell c) => true;", Later, "if (one) { }"),
        Unknown("an object that is disposed of", "public void Dispose() => size = 5;", "§", "using (one) { }", ": IDisposable"),
        Unknown("an object that is disposed of at the end of a block",
            "public void Dispose() => size = 5;", "{ § }", "using var c = one; one.Set(7);", ": IDisposable"),
        Unknown("an enumerator",
            "int left = 2; public Cell GetEnumerator() => this; public bool MoveNext() { size = 5; return left-- > 0; } public int Current => 1;",
            "§", "foreach (var i in one) { }"),
        Unknown("an accessor of an event", "public event Action Changed { add => size = 5; remove { } }", "§", "one.Changed += () => { };"),
        Unknown("an index from the end", "public int Length => size = 5; public int this[int i] => 1;", "§", "_ = one[^1];"),
        Unknown("a list pattern",
            "public int Length { get { size = 2; return 2; } } public int this[int i] => 1;", "§", "_ = one is [1, 1];"),
        Unknown("a copy of a record",
            "public record Copied(Cell Of) { public int V { get; init; } protected Copied(Copied c) { Of = c.Of; Of.size = 5; } }", "§",
            "_ = new Cell.Copied(one) with { V = 4 };"),
        Unknown("a static constructor",
            "public static Cell? Last; public Cell() => Last = this; "
            + "public static class Opened { public static int V; static Opened() => Last!.size = 5; }",
            "§", "Cell.Opened.V = 4;"),
        Unknown("an awaited object",
            "public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() { size = 5; "
            + "return System.Threading.Tasks.Task.CompletedTask.GetAwaiter(); }",
            "§", "Run().Wait(); async System.Threading.Tasks.Task Run() => await one;"),

        // Members that a library calls.
        Unknown("a text that is built", "public override string ToString() { size = 5; return \"\"; }", "§", "_ = $\"{one}\";"),
        Unknown("a list that is searched",
            "public override bool Equals(object? o) { size = 5; return true; } public override int GetHashCode() => 1;", "§",
            "_ = cells.Contains(two);"),
        Unknown("a list that is sorted",
            "public int CompareTo(Cell? other) { size = 5; other!.size = 6; return 0; }", "§", "cells.Sort();", ": IComparable<Cell>"),
        Unknown("a comparer", "class Comparing : IComparer<Cell> { public int Compare(Cell? x, Cell? y) { x!.Set(5); y!.Set(6); return 0; } }", "§",
            "cells.Sort(new Comparing());"),
        Unknown("an object that a default method of an interface changes",
            "interface ISet { void Set(int v); void Twice(int v) => Set(v); } class Through(Cell c) : ISet { void ISet.Set(int v) => c.Set(v); }", Later,
            "ISet set = new Through(one); set.Twice(5);"),
        Unknown("a property that gives a reference", "public ref int Lent => ref size;", "§", "one.Lent = 5;"),
        Unknown("an asynchronous method of an object",
            "public async System.Threading.Tasks.Task Run() { await System.Threading.Tasks.Task.Yield(); size = 5; }", "§",
            "one.Run().Wait();"),
        Unknown("a function that writes to its argument", "public delegate void Writing(ref int v);", "§",
            "Cell.Writing write = (ref int v) => v = 5; var x = 4; write(ref x); one.Set(x);"),
        Unknown("an object that gives its elements",
            "public IEnumerator<int> GetEnumerator() { size = 5; yield return 1; } "
            + "System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();", "§",
            "_ = one.ToList();", ": IEnumerable<int>"),
        Unknown("two methods of one name as values", "public void End() => size = 5;", "§", "Action end = one.End; end += two.End; end();"),
        Unknown("a member that is found at run time", "", "§", "dynamic d = one; d.Set(5);"),
        Unknown("a member that is called by its name", "", "§", "typeof(Cell).GetMethod(\"Set\")!.Invoke(one, new object[] { 5 });"),
        Unknown("a query that ends early", "public int Next() => size = 5;", "§", "_ = cells.Select(c => c.Next()).First();"),

        // What is followed all the same.
        Exact("an indexer with a setter",
            "readonly int[] sizes = { 1, 2 }; public int this[int i] { get => sizes[i]; set { size = value; sizes[i] = i; } }",
            "one[1] = 5; two[0] += one[1] + 6;"),
        Exact("a deconstruction", "public void Deconstruct(out int x, out int y) { size = 6; (x, y) = (4, 5); }", "var (x, y) = one; two.Set(x + y);"),
        Exact("an operator that steps", "public static Cell operator ++(Cell c) { c.size += 4; return c; }", "one++; ++two; two++;"),
        Exact("a search that ends early", "public bool Grow() => ++size > 3;", "_ = cells.Any(c => c.Grow());"),
        Exact("a query that changes what it reads", "public int Grow() => ++size;", "foreach (var s in cells.Select(c => c.Grow() + 1).ToList()) two.Set(s);"),
        Exact("an iterator that changes its object", "public IEnumerable<int> Each() { size = 5; yield return 1; }", "foreach (var i in one.Each()) { }"),
        Exact("members that change nothing",
            "public int CompareTo(Cell? other) => size - other!.size; "
            + "public override string ToString() => $\"{size}\"; public void Dispose() { }",
            "cells.Sort(); _ = $\"{one}\"; using (one) one.Set(8);", ": IComparable<Cell>, IDisposable"),
    ];

    private static Form Unknown(string name, string members, string around, string statement, string parents = "")
        => Exact(name, members, around.Replace("§", statement, StringComparison.Ordinal), parents) with { IsExact = false };

    internal static Form Exact(string name, string members, string body, string parents = "")
    {
        // A class of its own stands beside the object's.
        var (inner, beside) = members.StartsWith("class ", StringComparison.Ordinal) || members.StartsWith("interface ", StringComparison.Ordinal)
            || members.StartsWith("Linear", StringComparison.Ordinal) ? ("", members) : (members, "");
        return new Form(
            name,
            $"Module<Tensor, Tensor> a, b; {beside} public class Cell {parents} {{ int size = 3; public int Size => size; public void Set(int v) => size = v; "
                + $"public Cell Me() => this; {inner} }}",
            "int w",
            $"Cell one = new Cell(), two = new Cell(); var cells = new List<Cell> {{ one, two }}; {body} a = Linear(one.Size, w); b = Linear(two.Size, w); "
                + "RegisterComponents();", "4");
    }
}
