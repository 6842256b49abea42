using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>
/// Programs in which code runs at another time than where it is written: when somebody walks through a query, whenever a library that keeps a function likes,
/// or before the constructor, where a class has static members.
/// </summary>
internal static class LaterForms
{
    private const string Each = "public IEnumerable<int> Each() { size = 5; yield return 1; size = 6; yield return 2; }";
    private const string Next = "public int Next() => ++size;";

    public static readonly Form[] All =
    [
        // Whoever keeps a function may call it at any time.
        Unknown("a lazy value", Next, "var kept = new Lazy<int>(() => one.Next()); one.Set(4); _ = kept.Value;"),
        Unknown("a lazy value that sets a variable", "", "var v = 4; var kept = new Lazy<int>(() => v = 6); v = 5; _ = kept.Value; one.Set(v);"),
        Unknown("a lazy value that adds to a list", "",
            "var l = new List<int> { 4 }; var kept = new Lazy<int>(() => { l.Add(2); return 3; }); l.Clear(); _ = kept.Value; one.Set(l.Count + 4);"),
        Unknown("a thread", "", "var kept = new System.Threading.Thread(() => one.Set(5)); one.Set(4); kept.Start(); kept.Join();"),
        Unknown("a task", "", "var kept = new System.Threading.Tasks.Task(() => one.Set(5)); one.Set(4); kept.RunSynchronously();"),
        Unknown("an event of a library", "",
            "var kept = new System.Collections.ObjectModel.ObservableCollection<int>(); kept.CollectionChanged += (_, _) => one.Set(5); one.Set(4); "
            + "kept.Add(3);"),
        Unknown("an asynchronous method that goes on",
            "public async System.Threading.Tasks.Task Run() { await System.Threading.Tasks.Task.Yield(); size = 5; }",
            "var kept = one.Run(); one.Set(4); kept.Wait();"),
        Unknown("an asynchronous function that goes on", "",
            "async System.Threading.Tasks.Task Run() { await System.Threading.Tasks.Task.Yield(); one.Set(5); } var kept = Run(); one.Set(4); kept.Wait();"),
        Unknown("a method that is made a function by its name", "",
            "var kept = Delegate.CreateDelegate(typeof(Action<int>), one, \"Set\"); one.Set(4); kept.DynamicInvoke(5);"),
        Unknown("code that is compiled at run time", "",
            "System.Linq.Expressions.Expression<Action> kept = () => one.Set(5); one.Set(4); kept.Compile()();"),
        Unknown("a comparer that a dictionary keeps",
            "class Comparing : IEqualityComparer<Cell> { public bool Equals(Cell? x, Cell? y) => x == y; "
            + "public int GetHashCode(Cell c) { c.Set(7); return 1; } }",
            "var kept = new Dictionary<Cell, int>(new Comparing()) { [one] = 3 }; one.Set(4); _ = kept.ContainsKey(one);"),
        Unknown("a method of a list that somebody else calls", "",
            "var l = new List<int> { 4 }; System.Threading.Tasks.Parallel.ForEach(new[] { 1, 2 }, l.Add); one.Set(l.Count + 3);"),

        // A query runs when somebody walks through it, and again for the next.
        Exact("an iterator that is walked through later", Each, "var q = one.Each(); one.Set(4); two.Set(q.Sum() + one.Size);"),
        Exact("a query over an iterator", Each, "var q = one.Each().Select(i => i + 1); one.Set(4); two.Set(q.ToList()[1]);"),
        Exact("an iterator in a list of iterators", Each, "var all = new List<IEnumerable<int>> { one.Each() }; one.Set(4); _ = all.SelectMany(i => i).Max();"),
        Exact("a spread of a query", Next, "var q = cells.Select(c => c.Next()); one.Set(6); int[] all = [.. q, 3]; two.Set(all[0] + all.Length);"),
        Exact("an iterator of which a loop needs nothing", Each, "var v = 1; foreach (var i in one.Each()) v += i; two = new Cell[v].Length > 3 ? one : two;"),
        Unknown("an iterator in a loop that sees it", Each, "foreach (var i in one.Each()) two.Set(one.Size);"),
        Unknown("an iterator in a loop that ends early", Each, "var q = one.Each(); one.Set(4); foreach (var i in q) break;"),
        Unknown("an iterator that is asked for its first element", Each, "var q = one.Each(); one.Set(4); _ = q.First();"),
        Unknown("an iterator that need not end", "public IEnumerable<int> All() { while (true) yield return ++size; }",
            "foreach (var i in one.All()) if (i > 8) break;"),
        Unknown("an iterator that is left in the middle", "",
            "IEnumerable<int> Both() { try { yield return 1; yield return 2; } finally { one.Set(8); } } var q = Both(); one.Set(4); _ = q.First();"),
        Unknown("an iterator that nobody names", Each, "using var all = one.Each().GetEnumerator(); one.Set(4); all.MoveNext();"),
        Unknown("an iterator in code that is not run", Each,
            "var q = one.Each(); one.Set(4); System.Threading.Tasks.Parallel.Invoke(() => { foreach (var i in q) { } });"),
        Unknown("a query in a loop that ends early", Next, "foreach (var i in cells.Select(c => c.Next())) break;"),
        Unknown("a query that a library walks through", Next, "var q = cells.Select(c => c.Next()); one.Set(6); _ = string.Join(\",\", q);"),
        Unknown("a query of which a part is taken", Next, "var q = cells.Select(c => c.Next()).Take(1); one.Set(6); _ = q.ToArray();"),
        Unknown("a query that is sorted", Next, "var q = cells.OrderBy(c => c.Next()); one.Set(6); _ = q.ToArray();"),
        Unknown("a query over what is not known", Next, "var q = cells.Chunk(1).Select(c => c[0].Next()); one.Set(6); _ = q.ToArray();"),
        Unknown("a pattern of a property that changes", "public int Grown => ++size;",
            "two.Set(one switch { { Grown: 9 } => 5, { Grown: 5 } => 6, _ => 7 });"),

        Unknown("a function that runs for elements of an unknown number", "",
            "var l = new List<int> { 1 }; for (var i = 0; i < Opaque.Three; i++) l.Add(2); var v = 3; l.ForEach(i => v += i); one.Set(v);"),
        Exact("a list that kept code makes", "int other = 1; public void Make() { _ = new List<Cell> { new() }; other = 4; }",
            "System.Threading.Tasks.Parallel.Invoke(() => { one.Make(); }); foreach (var c in cells) c.Set(c.Size + 1);"),

        // Static members are there before the constructor runs, on both sides of every condition.
        Unknown("a static list that one side of a condition uses",
            "public static readonly List<Cell> All = new(); public static void Raise() { foreach (var c in All) c.Set(5); }",
            "if (Opaque.Yes) { Cell.All.Add(one); Cell.Raise(); }"),
        Unknown("a static object that one side of a condition changes", "public static readonly Cell Shared = new();",
            "if (Opaque.Yes) Cell.Shared.Set(5); one.Set(Cell.Shared.Size + 1);"),
        Unknown("a static array that a loop changes", "public static readonly int[] Sizes = { 3, 4 };",
            "for (var i = 0; i < Opaque.Three; i++) Cell.Sizes[1] = 6; one.Set(Cell.Sizes[1]);"),
        Unknown("a static list that a loop adds to", "public static readonly List<int> All = new() { 3 };",
            "for (var i = 0; i < Opaque.Three; i++) { Cell.All.Add(3); one.Set(Cell.All.Count + 2); }"),
        Exact("static members of closed generic classes",
            "public static class Of<T> { public static int Count = 3; public static readonly List<int> All = new() { 1 }; }",
            "Cell.Of<int>.Count = 5; Cell.Of<string>.Count = 7; Cell.Of<int>.All.Add(2); one.Set(Cell.Of<int>.Count); two.Set(Cell.Of<string>.All.Count + 3);"),
        Unknown("a static member that its generic class changes", "public class Of<T> { public static int Count = 3; public static void More() => Count++; }",
            "Cell.Of<int>.Count = 4; Cell.Of<int>.More(); one.Set(Cell.Of<int>.Count);"),
        Exact("a static number that is computed from a list",
            "public static readonly List<int> All = new(); public static readonly int Before = All.Count + 4;",
            "Cell.All.Add(3); one.Set(Cell.Before); two.Set(Cell.All.Count);"),
        Exact("a static object that one side of a condition sees", "public static readonly Cell Shared = new();",
            "if (Opaque.Yes) two.Me(); else Cell.Shared.Me(); Cell.Shared.Set(6); one.Set(Cell.Shared.Size);"),
    ];

    private static Form Unknown(string name, string members, string body) => UnnamedForms.Exact(name, members, body) with { IsExact = false };

    private static Form Exact(string name, string members, string body) => UnnamedForms.Exact(name, members, body);
}
