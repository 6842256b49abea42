using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>Objects and functions that are passed in: the class of an object may be a derived one, and what is called on it is code that nobody sees.</summary>
internal static class ArgumentForms
{
    private const string Classes = "public class Part { public int Val = 3; public Part? Next; int kept; "
        + "public int Own { get => kept; set => kept = value * 2; } "
        + "public virtual int Auto { get; set; } public virtual int Computed => 4; public virtual int Size() => 4; public int Through() => Size(); "
        + "public int Twice => Size() * 2; public virtual void Reset() { } public virtual void Put(List<int> sizes) { } "
        + "public virtual void Deconstruct(out int a, out int b) { a = 1; b = 2; } public virtual int this[int i] { get => i; set { } } "
        + "public virtual event Action Changed { add { } remove { } } } "
        + "public class Derived : Part { public override int Auto { get => 9; set => Val = value; } public override int Computed => 8; "
        + "public override int Size() => 8; public override void Reset() => Val = 8; public override void Put(List<int> sizes) => Val = sizes[0] = 8; "
        + "public override void Deconstruct(out int a, out int b) { a = 7; b = 8; } public override int this[int i] { get => i + 5; set => Val = 8; } "
        + "public override event Action Changed { add => Val = 8; remove { } } } "
        + "public sealed class Last : Part { public override int Auto { get; set; } public override int Size() => 6; } "
        + "public interface ISized { int Wide() => 6; } public class Sized : ISized { int ISized.Wide() => 8; } "
        + "public class Cell { int size = 3; public readonly int Fixed = 4; public int Size => size; public void Set(int other) => size = other; } "
        + "public interface IDo { void Do(Cell cell); void Later(); } public class Doer : IDo { Cell? kept; public void Do(Cell cell) => (kept = cell).Set(8); "
        + "public void Later() { kept?.Set(9); Shared = 8; Table[0] = 8; if (One is not null) One.Val = 8; } } "
        + "public static int Shared = 3; public static readonly int Still = 4; public static readonly int[] Table = [3]; public static Part? One; "
        + "public static T Given<T>(T one) => Enumerable.Repeat(one, Opaque.Three).Last(); static int Of<T>(T one) where T : Part => one.Size();";

    public static readonly Form[] All =
    [
        Unknown("a method", "n = part.Size();"),
        Unknown("a method through another", "n = part.Through();"),
        Unknown("a method through a property", "n = part.Twice;"),
        Unknown("a computed property", "n = part.Computed;"),
        Unknown("a method as a value", "Func<int> size = part.Size; n = size();"),
        Unknown("a method for a type parameter", "n = Of(part);"),
        Unknown("an indexer", "n = part[2];"),
        Unknown("a deconstruction", "(n, _) = part;"),
        Unknown("a property that is set", "part.Auto = 5; n = part.Auto;"),
        Unknown("what a property sets", "part.Val = 5; part.Auto = 6; n = part.Val;"),
        Unknown("what a method sets", "part.Val = 5; part.Reset(); n = part.Val;"),
        Unknown("what a method sets as a value", "part.Val = 5; Action reset = part.Reset; reset(); n = part.Val;"),
        Unknown("what a method sets in a loop", "part.Val = 5; for (var i = 0; i < Opaque.Three; i++) part.Reset(); n = part.Val;"),
        Unknown("what a method sets in a query", "part.Val = 5; new List<int> { 2 }.ForEach(_ => part.Reset()); n = part.Val;"),
        Unknown("what a method does to a list", "var sizes = new List<int> { 2 }; part.Put(sizes); n = sizes[0];"),
        Unknown("a method with a body in an interface", "n = part.Wide();", "ISized", "new Net.Sized()"),
        Unknown("what a method sets in code that is not run", "part.Val = 5; System.Threading.Tasks.Parallel.Invoke(() => part.Reset()); n = part.Val;"),
        Unknown("what a property sets in code that is not run", "part.Val = 5; System.Threading.Tasks.Parallel.Invoke(() => part.Auto = 6); n = part.Val;"),
        Unknown("what an indexer sets in code that is not run", "part.Val = 5; System.Threading.Tasks.Parallel.Invoke(() => part[0] = 6); n = part.Val;"),
        Unknown("a method as a value that a library calls", "part.Val = 5; new List<List<int>> { new() { 2 } }.ForEach(part.Put); n = part.Val;"),
        Unknown("a method as a value that a library calls in code that is not run",
            "part.Val = 5; System.Threading.Tasks.Parallel.Invoke(() => new List<List<int>> { new() { 2 } }.ForEach(part.Put)); n = part.Val;"),
        Unknown("what an indexer sets", "part.Val = 5; part[0] = 6; n = part.Val;"),
        Unknown("what an event sets", "part.Val = 5; part.Changed += () => { }; n = part.Val;"),
        Foreign("what is done to an object", "var cell = new Cell(); doer.Do(cell); n = cell.Size;"),
        Foreign("what is done to one of two objects", "var cell = new Cell(); doer.Do(Opaque.Yes ? cell : new Cell()); n = cell.Size;"),
        Foreign("what is done to an object of a list",
            "var cells = new List<Cell> { new Cell(), new Cell() }; doer.Do(cells[Opaque.Three - 3]); n = cells[0].Size;"),
        Foreign("what is done to an object later", "var cell = new Cell(); doer.Do(cell); cell.Set(5); doer.Later(); n = cell.Size;"),
        Foreign("what is done to an object in code that is not run",
            "var cell = new Cell(); System.Threading.Tasks.Parallel.Invoke(() => doer.Do(cell)); n = cell.Size;"),
        Foreign("a static member", "Shared = 5; doer.Later(); n = Shared;"),
        Foreign("a static member in code that is not run", "Shared = 5; System.Threading.Tasks.Parallel.Invoke(() => doer.Later()); n = Shared;"),
        Foreign("a static list", "Table[0] = 5; doer.Later(); n = Table[0];"),
        Foreign("what a read-only member keeps", "var cell = new Cell(); doer.Do(cell); n = cell.Fixed;") with { IsExact = true },
        Foreign("what a read-only static member keeps", "_ = Still; doer.Later(); n = Still;") with { IsExact = true },
        Unknown("a function that is handed an object", "var cell = new Cell(); act(cell); n = cell.Size;", "Action<Cell> act, Part")
            with { Creation = "Net.Given<Action<Net.Cell>>(c => c.Set(8)), Net.Given<Net.Part>(null!)" },
        Unknown("a function that a library calls", "var cell = new Cell(); new List<Cell> { cell }.ForEach(act); n = cell.Size;", "Action<Cell> act, Part")
            with { Creation = "Net.Given<Action<Net.Cell>>(c => c.Set(8)), Net.Given<Net.Part>(null!)" },
        Unknown("a function that a query calls", "Shared = 5; _ = new[] { 1, 2 }.Select(map).ToList(); n = Shared;", "Func<int, int> map, Part")
            with { Creation = "Net.Given<Func<int, int>>(x => Net.Shared = 8), Net.Given<Net.Part>(null!)" },
        Unknown("a function that sets a static member", "Shared = 5; act(); n = Shared;", "Action act, Part")
            with { Creation = "Net.Given<Action>(() => Net.Shared = 8), Net.Given<Net.Part>(null!)" },
        Unknown("a function that sets another argument", "part.Val = 5; act(); n = part.Val;", "Action act, Part")
            with { Before = "var one = new Net.Part();", Creation = "Net.Given<Action>(() => one.Val = 8), Net.Given(one)" },
        Two("another argument", "part.Val = 5; other.Val = 7; n = part.Val;"),
        Two("another argument that is handed on", "part.Val = 5; System.Threading.Tasks.Parallel.Invoke(() => { other.Val = 7; }); n = part.Val;"),
        Two("another argument's property", "part.Own = 5; other.Own = 7; n = part.Own;"),
        Two("a part of another argument", "part.Val = 5; var next = other.Next; next.Val = 7; n = part.Val;"),
        Exact("a property that keeps another number", "part.Own = 5; n = part.Own;", "Part", "new Net.Derived()"),
        Exact("a class that has no derived ones", "n = part.Size();", "Last", "new Net.Last()"),
        Exact("a property of a class that has no derived ones", "part.Auto = 5; n = part.Auto;", "Last", "new Net.Last()"),
        Unknown("a method of a library as a value", "var sizes = new List<int> { 2 }; Action<int, int> insert = sizes.Insert; insert(0, 7); n = sizes.Count;"),
    ];

    private static Form Exact(string name, string body, string type, string given)
        => new($"of an argument, {name}", $"Module<Tensor, Tensor> a; {Classes}", $"{type} part",
            $"var n = 3; {body} a = Linear(n, 2); RegisterComponents();", $"Net.Given({given})");

    private static Form Foreign(string name, string body)
        => Unknown(name, body, "IDo doer, Part", "") with { Creation = "Net.Given<Net.IDo>(new Net.Doer()), null!" };

    /// <summary>Two arguments that are one object.</summary>
    private static Form Two(string name, string body)
        => Unknown(name, body, "Part other, Part", "one), Net.Given(one") with { Before = "var one = new Net.Derived(); one.Next = one;" };

    private static Form Unknown(string name, string body, string type = "Part", string given = "new Net.Derived()")
        => Exact(name, body, type, given) with { IsExact = false };
}
