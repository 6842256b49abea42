using System.Globalization;
using System.Text;

namespace RankAttributes.Differential.Hostile;

/// <summary>Inputs that have once killed or stopped a compiler, and their like.</summary>
internal static class HostileRows
{
    public static readonly IReadOnlyList<HostileInput> All =
    [
        new("a class that hides the library's namespace from every file", "using TorchSharp; class TorchSharp;"),
        Member("a property of itself",
            "int hidden; int Hidden => Hidden; Linear a; public Net() : base(\"n\") { a = Linear(Hidden, 2); RegisterComponents(); }"),
        Member("a static property of itself",
            "static int Hidden => Hidden + 1; Linear a = Linear(Hidden, 2); public Net() : base(\"n\") { RegisterComponents(); }"),
        Member("properties of each other", "int A => B; int B => A; Linear a; public Net() : base(\"n\") { a = Linear(A, 2); RegisterComponents(); }"),
        Member("static fields of each other",
            "static readonly int A = B + 1; static readonly int B = A + 1; Linear a = Linear(A, 2); public Net() : base(\"n\") { RegisterComponents(); }"),
        Member("properties of each other across classes", "Linear a; public Net() : base(\"n\") { a = Linear(First.A, 2); RegisterComponents(); }",
            "public static class First { public static int A => Second.B; } public static class Second { public static int B => First.A; }"),
        Member("a module that holds itself", "Net? inner; public Net() : base(\"n\") { inner = new Net(); RegisterComponents(); }"),
        Member("modules that hold each other", "Other? inner; public Net() : base(\"n\") { inner = new Other(); RegisterComponents(); }",
            "public class Other : Module<Tensor, Tensor> { Net? net; public Other() : base(\"o\") { net = new Net(); RegisterComponents(); } public override "
                + "Tensor forward(Tensor x) => x; }"),
        Body("a list in itself", "var l = new List<object>(); l.Add(l); foreach (var x in l) { a = Linear(l.Count, 2); }"),
        Body("a list of modules ranged into itself",
            "var l = new List<Module<Tensor, Tensor>> { Linear(2, 3) }; for (var i = 0; i < 60; i++) l.AddRange(l); s = nn.Sequential(l);"),
        Body("an array in itself", "var l = new object[1]; l[0] = l; a = Linear(l.Length, 2); System.Console.WriteLine(l[0]);"),
        Body("a sequential in itself", "s = nn.Sequential(Linear(2, 3)); s.append(\"x\", s);"),
        Body("a module list in itself", "list.Add(list);", list: true),
        Body("sequentials that may hold each other",
            "var l = new List<Sequential>(); for (var i = 0; i < 12; i++) l.Add(nn.Sequential()); "
            + "foreach (var x in l) foreach (var y in l) if (System.Environment.ProcessorCount > l.Count) x.append(y); s = l[0];"),
        Body("objects in a circle",
            "var first = new Node(); var second = new Node { Next = first }; first.Next = second; a = Linear(first.Next.Next.Next.Size, 2);",
                types: "public class Node { public Node? Next { get; set; } public int Size { get; set; } = 3; }"),
        Body("a delegate that calls itself", "System.Func<int, int>? f = null; f = x => f!(x) + 1; a = Linear(f(1), 2);"),
        Body("a sum of 3,000 terms", $"a = Linear(w{Times(" + 1", 3_000)}, 2);"),
        // The compiler's own parser needs the whole of a small stack for a few thousand.
        Body("800 parentheses", $"a = Linear({Times("(", 800)}w{Times(")", 800)}, 2);"),
        Created("2,000 parentheses in a creation", $"{Times("(", 2_000)}3{Times(")", 2_000)}"),
        Created("2,000 casts in a creation", $"{Times("(int)", 2_000)}3"),
        Body("1,500 negated patterns", $"if (w is {Times("not ", 1_500)}3) a = Linear(w, 2);"),
        Body("2,000 labels", $"{string.Concat(Enumerable.Range(0, 2_000).Select(i => $"l{i}: "))}a = Linear(w, 2);"),
        Body("1,500 assignments in one", $"{Times("w = ", 1_500)}3; a = Linear(w, 2);"),
        Body("a deep constant of another class", "a = Linear(Sizes.Wide, 2);",
            types: $"public static class Sizes {{ public const int Wide = {Times("(", 1_500)}3{Times(")", 1_500)}; }}"),
        Body("a deep default of another class", "a = Linear(new Sized().Size, 2);",
            types: $"public class Sized(int size = {Times("(", 1_500)}3{Times(")", 1_500)}) {{ public int Size => size; }}"),
        Body("3,000 conditions", $"a = Linear({Times("w > 1 ? 2 : ", 3_000)}3, 2);"),
        Body("3,000 else ifs", $"{Times("if (w > 3) w++; else ", 3_000)} w--; a = Linear(w, 2);"),
        Body("1,500 nested ifs", $"{Times("if (w > 3) { w++; ", 1_500)}{Times("}", 1_500)} a = Linear(w, 2);"),
        Body("2,000 sequentials", $"s = {Times("nn.Sequential(", 2_000)}Linear(2, 3){Times(")", 2_000)};"),
        Body("5,000 statements", $"{Times("w = w + 1; ", 5_000)} a = Linear(w, 2);"),
        Forward("2,000 nested calls", $"return {Times("functional.relu(", 2_000)}x{Times(")", 2_000)};"),
        Forward("a chain of 5,000 calls", $"return x{Times(".relu()", 5_000)};"),
        Body("conditions that double",
            "var n = 1; for (var i = 0; i < 8; i++) { n = att && i > 1 ? n * 2 : n + w; if (wide) n += n; if (n > cap) n = cap; } a = Linear(n, 2);"),
        Body("additions under conditions", $"var o = 1; {string.Concat(Enumerable.Range(0, 16).Select(i => $"if (w > {i}) o += {i}; "))} a = Linear(o, 2);"),
        Body("doubling", $"{Times("w = w + w; ", 24)} a = Linear(w, 2);"),
        Body("doubling of a text", $"var t = \"x\"; {Times("t = t + t; ", 40)} a = Linear(t.Length, 2);"),
        Body("a text of 2 GB", "a = Linear(new string('x', int.MaxValue).Length, 2);"),
        Body("an array of 2 billion", "var big = new int[int.MaxValue]; a = Linear(big.Length, 2);"),
        Body("a range of 2 billion", "var big = System.Linq.Enumerable.ToList(System.Linq.Enumerable.Range(0, int.MaxValue)); a = Linear(big.Count, 2);"),
        Body("a loop of 2 billion", "for (var i = 0; i < int.MaxValue; i++) list.Add(Linear(2, 3));", list: true),
        Body("a loop without an end", "while (true) list.Add(Linear(2, 3));", list: true),
        Body("goto without an end", "again: list.Add(Linear(2, 3)); goto again;", list: true),
        Body("a million layers", "for (var i = 0; i < 1000; i++) for (var j = 0; j < 1000; j++) list.Add(Linear(2, 3));", list: true),
        Member("two trees",
            "static int Tree(int d) => d == 0 ? 1 : Tree(d - 1) + Tree(d - 1); Linear a; public Net(int w) : base(\"n\") { a = Linear(Tree(30), 2); "
                + "RegisterComponents(); }"),
        Member("two trees of what is not known",
            "static int Tree(int d) => d <= 0 ? 1 : Tree(d - 1) + Tree(d - 2); Linear a; public Net(int w) : base(\"n\") { a = Linear(Tree(w), 2); "
                + "RegisterComponents(); }"),
        Member("trees of modules",
            "static Module<Tensor, Tensor> Tree(int d) => d == 0 ? Linear(2, 3) : nn.Sequential(Tree(d - 1), Tree(d - 1)); Module<Tensor, Tensor> a; public "
                + "Net() : base(\"n\") { a = Tree(24); RegisterComponents(); }"),
        Member("Ackermann",
            "static int A(int m, int n) => m == 0 ? n + 1 : n == 0 ? A(m - 1, 1) : A(m - 1, A(m, n - 1)); Linear a; public Net() : base(\"n\") { a = "
                + "Linear(A(3, 9), 2); RegisterComponents(); }"),
        Member("modules that hold two of themselves",
            "Half? a, b; public Net(int d = 40) : base(\"n\") { a = new Half(d); b = new Half(d); RegisterComponents(); }",
                "public class Half : Module<Tensor, Tensor> { Half? a, b; public Half(int d) : base(\"h\") { if (d > 0) { a = new Half(d - 1); b = new "
                    + "Half(d - 1); } RegisterComponents(); } public override Tensor forward(Tensor x) => x; }"),
        new("the attribute on both parts", Head
            + "[SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> { Linear a = Linear(2, 3); public Net() : base(\"n\") { "
                + "RegisterComponents(); } public override Tensor forward(Tensor x) => x; } [SchattenRegularize(0.5)] public partial class Net { }"),
        new("two classes of one name", Head
            + "[SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> { public Net() : base(\"n\") { } public override Tensor "
                + "forward(Tensor x) => x; } [SchattenRegularize(0.5)] public class Net : Module<Tensor, Tensor> { public Net() : base(\"n\") { } public "
                    + "override Tensor forward(Tensor x) => x; }"),
        new("names that differ in case", Head
            + "[SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> { public Net() : base(\"n\") { } public override Tensor "
                + "forward(Tensor x) => x; } [SchattenRegularize(0.5)] public partial class NET : Module<Tensor, Tensor> { public NET() : base(\"n\") { } "
                    + "public override Tensor forward(Tensor x) => x; }"),
        new("a class that is its own base", Head + "[SchattenRegularize(0.5)] public partial class Net : Net { Linear a = Linear(2, 3); }"),
        new("a generic class in itself", Head
            + "[SchattenRegularize(0.5)] public partial class Net<T> : Module<Tensor, Tensor> { Net<Net<T>>? inner; public Net() : base(\"n\") { inner = new "
                + "Net<Net<T>>(); RegisterComponents(); } public override Tensor forward(Tensor x) => x; }"),
        new("300 fields of conditional sizes", Head + Fields(300)),
    ];

    private const string Head =
        "using System.Collections.Generic; using TorchSharp; using TorchSharp.Modules; using RankAttributes; using static TorchSharp.torch; using static "
            + "TorchSharp.torch.nn;\n";

    private static HostileInput Body(string name, string body, string types = "", bool list = false) => Member(
        name,
        $"Linear? a; Sequential? s; {(list ? "readonly ModuleList<Module<Tensor, Tensor>> list = "
            + "new();" : "")} public Net(int w, bool att, bool wide, int cap) : base(\"n\") {{ {body} RegisterComponents(); }}",
        types);

    private static HostileInput Created(string name, string argument)
        => Body(name, "a = Linear(w, 2);", types: $"public static class Made {{ public static Net It() => new Net({argument}, true, true, 9); }}");

    // The compiler's own analysis of nullability would end the process on this stack.
    private static HostileInput Forward(string name, string body)
        => new(name, "#nullable disable\n" + Class("Linear a = Linear(2, 3); public Net() : base(\"n\") { RegisterComponents(); }", "", body));

    private static HostileInput Member(string name, string members, string types = "") => new(name, Class(members, types, "return x;"));

    private static string Class(string members, string types, string forward)
        => $"{Head}{types} [SchattenRegularize(0.5), TrainingData(10)] public partial class Net : Module<Tensor, Tensor> {{ {members} public override Tensor forward(Tensor x) {{ {forward} }} }} {Creation(members)}";

    // Most have a creation, so that what is only read there is read too.
    private static string Creation(string members) => members.Contains("public Net(int w, bool att", StringComparison.Ordinal)
        ? "public static class Creation { public static Net Make(int w, bool b) => new Net(w, b, b, 40); public static Net Known() => new Net(3, true, "
            + "false, 40); }"
        : members.Contains("public Net(int w)", StringComparison.Ordinal) ? "public static class Creation { public static Net Make() => new Net(40); }" : "";

    private static string Times(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    private static string Fields(int count)
    {
        var members = new StringBuilder();
        var body = new StringBuilder("var o = 1;");
        for (var index = 0; index < count; index++)
        {
            members.Append(CultureInfo.InvariantCulture, $"Linear f{index}; ");
            body.Append(CultureInfo.InvariantCulture, $"if (w > {index}) o += {index}; f{index} = Linear(o, w); ");
        }

        return $"[SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> {{ {members} public Net(int w) : base(\"n\") {{ {body} RegisterComponents(); }} public override Tensor forward(Tensor x) => x; }}";
    }
}
