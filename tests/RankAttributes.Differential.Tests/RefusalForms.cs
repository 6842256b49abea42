using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>Programs that handle an exception of a library, which it throws, or does not, for arguments that are known.</summary>
internal static class RefusalForms
{
    public static readonly Form[] All =
    [
        Exact("an index of a collection that only reads",
            "IReadOnlyList<int> l = [1]; try { n = l[3]; } catch (ArgumentOutOfRangeException) { n = 5; } catch (IndexOutOfRangeException) { n = 7; }"),
        Unknown("an element of an array that is not known",
            "var l = Environment.GetCommandLineArgs(); try { var s = l[99]; n = 5; } catch (IndexOutOfRangeException) { n = 7; }"),
        Unknown("an element that is set of an array that is not known",
            "var l = Environment.GetCommandLineArgs(); try { l[99] = \"\"; n = 5; } catch (IndexOutOfRangeException) { n = 7; }"),
        Unknown("an element that is set of an array that may be none",
            "int[]? l = null; try { l![0] = 4; n = 5; } catch (NullReferenceException) { n = 7; }"),
        Unknown("an array that is seen as one of objects",
            "try { object[] l = new string[1]; l[0] = 5; n = 5; } catch (ArrayTypeMismatchException) { n = 7; }"),
        Unknown("an array that is seen as a list", "try { IList<int> l = new[] { 1 }; l.Add(3); n = 5; } catch (NotSupportedException) { n = 7; }"),
        Unknown("an array that is seen as a list, in a method",
            "try { n = F(); } catch (Exception) { n = 7; }",
            "static int F() { IList<int> l = new[] { 1 }; l.Add(3); return 5; }"),
        Unknown("an element of a list that only reads",
            "try { IList<int> l = new List<int> { 1 }.AsReadOnly(); l[0] = 4; n = 5; } catch (NotSupportedException) { n = 7; }"),
        Unknown("a list of a negative capacity", "try { var l = new List<int>(-1 * w); n = 5; } catch (ArgumentException) { n = 7; }"),
        Unknown("a key that is nothing",
            "try { var d = new Dictionary<string, int>(); string? k = null; d[k!] = 4; n = 5; } catch (ArgumentException) { n = 7; }"),
        Unknown("the absolute value of the least number", "try { var x = Math.Abs(int.MinValue + w - 4); n = 5; } catch (OverflowException) { n = 7; }"),
        Unknown("digits that are too many", "try { var x = Math.Round(2.5, w * 5); n = 5; } catch (ArgumentException) { n = 7; }"),
        Unknown("a loop that casts", "try { foreach (string s in new object[] { 1 }) { } n = 5; } catch (InvalidCastException) { n = 7; }"),
        Unknown("a query that casts", "try { var s = new object[] { 1 }.Cast<string>().ToList(); n = 5; } catch (InvalidCastException) { n = 7; }"),
        Unknown("a name that a dictionary of modules lacks",
            "try { var d = ModuleDict<Module<Tensor, Tensor>>((\"x\", Linear(3, 3))); d[\"y\"] = Linear(3, 4); n = 5; } catch (Exception) { n = 7; }"),
        Unknown("a parameter of integers", "try { var p = Parameter(zeros(3, 3, dtype: ScalarType.Int64)); n = 5; } catch (Exception) { n = 7; }"),
        Unknown("a parameter of random integers", "try { var p = Parameter(randint(5, new long[] { 2, 3 })); n = 5; } catch (Exception) { n = 7; }"),
        Exact("a parameter of zeros", "try { var p = Parameter(zeros(2, 3)); n = 5; } catch (Exception) { n = 7; }"),
        Unknown("names that are alike",
            "try { var s = ModuleDict<Module<Tensor, Tensor>>((\"x\", Linear(2, 3)), (\"x\", Linear(3, 4))); n = 5; } catch (Exception) { n = 7; }"),
        Unknown("an axis that a tensor lacks", "try { var k = zeros(3, 4).size(7); n = 5; } catch (Exception) { n = 7; }"),
        Unknown("a text that is too short", "try { var s = \"abc\".Substring(w * 5); n = 5; } catch (Exception) { n = 7; }"),
        Unknown("heads that do not divide the width", "try { var s = MultiheadAttention(5, 2); n = 5; } catch (Exception) { n = 7; }"),
        Unknown("an option that does not go with the sizes", "try { var s = Embedding(3, 4, padding_idx: 9); n = 5; } catch (Exception) { n = 7; }"),
        Unknown("nothing that is spread", "try { int[] x = [.. (int[]?)null!]; n = 5; } catch (Exception) { n = 7; }"),
        Unknown("a list that its own loop changes", "try { var l = new List<int> { 1, 2 }; l.ForEach(x => l.Add(x)); n = 5; } catch (Exception) { n = 7; }"),
        Unknown("a function that is nothing", "Action? act = null; try { act!(); n = 5; } catch (Exception) { n = 7; }"),
        Unknown("elements that cannot be compared", "try { var l = new List<object> { \"x\", 1 }; l.Sort(); n = 5; } catch (Exception) { n = 7; }"),
        Unknown("channels that the groups do not divide", "try { var s = Conv2d(3, 4, 2, groups: 2); n = 5; } catch (Exception) { n = 7; }"),
        Exact("a name that is free",
            "try { register_module(\"x\", Linear(3, 3)); register_module(\"y\", Linear(3, 4)); n = 5; } catch (ArgumentException) { n = 7; }"),
        Unknown("a module and a parameter of one name",
            "try { register_module(\"x\", Linear(3, 3)); register_parameter(\"x\", Parameter(zeros(3, 3))); n = 5; } catch (Exception) { n = 7; }"),
        Unknown("a name with a dot",
            "try { register_module(\"x.y\", Linear(3, 3)); n = 5; } catch (ArgumentException) { n = 7; } catch (InvalidOperationException) { n = 9; }"),
        Unknown("a name that may be taken",
            "try { if (Opaque.Yes) register_module(\"x\", Linear(3, 3)); register_module(\"x\", Linear(3, 4)); n = 5; } catch (Exception) { n = 7; }"),
        Exact("a name that is taken",
            "try { register_module(\"x\", Linear(3, 3)); register_module(\"x\", Linear(3, 4)); n = 5; } catch (ArgumentException) { n = 7; } catch "
                + "(InvalidOperationException) { n = 9; }"),
    ];

    private static Form Exact(string name, string body, string members = "")
        => new(name, "Module<Tensor, Tensor>? a; " + members, "int w", $"var n = 3; {body} a = Linear(n, 2); RegisterComponents();", "4");

    private static Form Unknown(string name, string body, string members = "") => Exact(name, body, members) with { IsExact = false };
}
