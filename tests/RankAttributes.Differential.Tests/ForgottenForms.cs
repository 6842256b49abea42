using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>Programs of which a part is not followed: what it may have changed is unknown afterwards, and nothing else is.</summary>
internal static class ForgottenForms
{
    private const string Two = "Module<Tensor, Tensor>? a, b;";
    private const string Cell =
        "class Cell { public int Size = 3; public void Set(int size) => Size = size; public void Both(Cell other) { Size = 8; other.Set(7); } }";

    public static readonly Form[] All =
    [
        Unknown("a method of two objects in a loop of unknown length", Two + Cell,
            "var one = new Cell(); var two = new Cell(); for (var i = 0; i < Opaque.Three; i++) { one.Set(5); two.Set(6); } "
            + "a = Linear(one.Size, 2); b = Linear(two.Size, 2); RegisterComponents();"),
        Unknown("a method of an object that calls that of another", Two + Cell,
            "var one = new Cell(); var two = new Cell(); for (var i = 0; i < Opaque.Three; i++) { one.Both(two); } "
            + "a = Linear(one.Size, 2); b = Linear(two.Size, 2); RegisterComponents();"),
        Unknown("a method of two objects that a block which ends early calls", Two + Cell,
            "var one = new Cell(); var two = new Cell(); try { one.Set(5); two.Set(6); if (Opaque.Yes) throw new Exception(); } catch (Exception) { } "
            + "a = Linear(one.Size, 2); b = Linear(two.Size, 2); RegisterComponents();"),
        Unknown("a method of two objects that a function which is handed on calls", Two + Cell,
            "var one = new Cell(); var two = new Cell(); System.Threading.Tasks.Parallel.Invoke(() => { one.Set(5); two.Set(6); }); "
            + "a = Linear(one.Size, 2); b = Linear(two.Size, 2); RegisterComponents();"),
        Unknown("a method of an object that calls that of another, in a function which is handed on", Two + Cell,
            "var one = new Cell(); var two = new Cell(); System.Threading.Tasks.Parallel.Invoke(() => { one.Set(5); one.Both(two); }); "
            + "a = Linear(one.Size, 2); b = Linear(two.Size, 2); RegisterComponents();"),
        Unknown("a function of two objects in a loop of unknown length", Two + Cell,
            "var one = new Cell(); var two = new Cell(); for (var i = 0; i < Opaque.Three; i++) { Set(one); Set(two); } "
            + "a = Linear(one.Size, 2); b = Linear(two.Size, 2); RegisterComponents(); void Set(Cell cell) => cell.Size = 9;"),
        Unknown("a setter of two objects in a loop of unknown length",
            Two + " class Box { int kept = 3; public int Size { get => kept; set => kept = value; } }",
            "var one = new Box(); var two = new Box(); for (var i = 0; i < Opaque.Three; i++) { one.Size = 5; two.Size = 6; } "
            + "a = Linear(one.Size, 2); b = Linear(two.Size, 2); RegisterComponents();"),
    ];

    private static Form Unknown(string name, string members, string body) => new(name, members, "int w", body, "4", IsExact: false);
}
