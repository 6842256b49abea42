using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>Objects that are passed in: their class may be a derived one, with members of its own.</summary>
internal static class ArgumentForms
{
    private const string Classes = "public class Part { public int Val = 3; public Part? Next; int kept; "
        + "public int Own { get => kept; set => kept = value * 2; } "
        + "public virtual int Auto { get; set; } public virtual int Computed => 4; public virtual int Size() => 4; public int Through() => Size(); "
        + "public int Twice => Size() * 2; public virtual void Reset() { } public virtual void Put(List<int> sizes) { } "
        + "public virtual void Deconstruct(out int a, out int b) { a = 1; b = 2; } public virtual int this[int i] => i; } "
        + "public class Derived : Part { public override int Auto { get => 9; set => Val = value; } public override int Computed => 8; "
        + "public override int Size() => 8; public override void Reset() => Val = 8; public override void Put(List<int> sizes) => sizes[0] = 8; "
        + "public override void Deconstruct(out int a, out int b) { a = 7; b = 8; } public override int this[int i] => i + 5; } "
        + "public sealed class Last : Part { public override int Auto { get; set; } public override int Size() => 6; } "
        + "public interface ISized { int Wide() => 6; } public class Sized : ISized { int ISized.Wide() => 8; } "
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

    /// <summary>Two arguments that are one object.</summary>
    private static Form Two(string name, string body)
        => Unknown(name, body, "Part other, Part", "one), Net.Given(one") with { Before = "var one = new Net.Derived(); one.Next = one;" };

    private static Form Unknown(string name, string body, string type = "Part", string given = "new Net.Derived()")
        => Exact(name, body, type, given) with { IsExact = false };
}
