using RankAttributes.Differential.Comparison;
using RankAttributes.Differential.Programs;

namespace RankAttributes.Differential;

/// <summary>Forms in which people hand arguments to a model, and keep what it is made of: read exactly, or named as unknown, never by a default.</summary>
public class CreationFormTests(CreationFormTests.Outcomes outcomes) : IClassFixture<CreationFormTests.Outcomes>
{
    private const string Layer = "Module<Tensor, Tensor>";

    private static readonly Form[] Forms =
    [
        new("a function in place of a default", $"{Layer} a;", $"Func<{Layer}>? make = null", "a = make is null ? Linear(4, 4) : make();",
            "() => Linear(8, 8)"),
        new("a function of a size", $"{Layer} a;", $"Func<int, {Layer}>? make = null", "a = make is null ? Linear(4, 4) : make(5);", "w => Linear(w, 8)"),
        new("a method in place of a default", $"{Layer} a;", $"Func<{Layer}>? make = null", "a = make is null ? Linear(4, 4) : make();", "Given.Make"),
        new("a factory as a value", $"{Layer} a, b;", $"int w, Func<{Layer}>? act = null", "act ??= GELU; a = act(); b = Linear(w, 2);", "3"),
        new("a number that the machine knows", $"{Layer} a;", "int w = 64", "a = Linear(w, 3);", "Environment.ProcessorCount", IsExact: false),
        new("a condition that the machine knows", $"{Layer} a; {Layer}? b;", "int w, bool more = false", "a = Linear(w, 3); if (more) b = Linear(7, 7);",
            "3, Environment.ProcessorCount > 0", IsExact: false),
        new("a function that the machine knows", $"{Layer} a;", $"Func<{Layer}>? make = null", "a = make is null ? Linear(4, 4) : make();",
            "Environment.ProcessorCount > 0 ? () => Linear(2, 2) : null", IsExact: false),
        new("a tuple", $"{Layer} a;", "(int H, int W) size", "a = Linear(size.H, size.W);", "(3, 7)"),
        new("a tuple in place of none", $"{Layer} a;", "int w, (int, int)? size = null",
            "var (h, v) = size ?? (1, 1); a = Linear(w + h, v + (size is null ? 0 : size.Value.Item2));", "2, (3, 7)"),
        new("a list", $"{Layer} a;", "List<int> sizes", "sizes.Add(6); a = Linear(sizes[0], sizes[^1]);", "new List<int> { 3, 4 }"),
        new("a dictionary", $"{Layer} a;", "Dictionary<string, int> sizes", "a = Linear(sizes[\"in\"], sizes.Count);", "new() { [\"in\"] = 5, [\"out\"] = 6 }"),
        new("a layer", $"{Layer} a;", $"{Layer} inner", "a = inner;", "Linear(3, 4)"),
        new("a sequence of layers", $"{Layer} a;", $"{Layer} inner", "a = Sequential(inner, Linear(4, 2));", "Sequential(Linear(3, 4), ReLU())"),
        new("a module that registers under other names", "Named a;", "Named inner", "a = inner;", "new Named(5)"),
        new("a module of many parts", "Many a;", "Many inner", "a = inner;", "new Many(3, 2)"),
        new("a tensor that is a parameter", "Tensor a; Tensor b;", "int w", "a = nn.Parameter(zeros(w, 3)); b = zeros(w, 4);", "5"),
        new("a tensor that may be a parameter", "Tensor a;", "int w", "a = Given.Table(w);", "5", IsExact: false),
        new("a layer in an object", "object a;", "int w", "a = Linear(w, 3);", "5"),
        new("a class in the library's namespace", "TorchSharp.Modules.Own a;", "int w", "a = new TorchSharp.Modules.Own(w);", "5"),
        new("a sequence of the model's own class", "", "int w", "append(Linear(w, 4)); append(\"named\", Linear(4, w));", "5", Parent: "Sequential",
            Base: "(\"first\", Linear(w, w))"),
        new("a local that keeps its value", $"{Layer} a;", "int w, int h = 9", "a = Linear(w, h);", "v, h: v * 2", "var u = 3; var v = u + 1;"),
        new("a layer that a member may have lost to the next", $"{Layer}? a; {Layer} b; readonly ModuleList<{Layer}> list = new();", "int w",
            "b = Linear(Environment.ProcessorCount, 2); for (var i = 1; i < 3; i++) { if (Environment.ProcessorCount > 0) { a = Linear(i, w); list.Add(a); } }",
            "3", IsExact: false),
        new("a field that hides one of a base class", $"private readonly {Layer}? a; {Layer} c;", "int w", "c = Linear(w, 3); RegisterComponents();", "3",
            Parent: "Hidden", Base: "w"),
        new("a registration that is taken back", $"{Layer} a, b;", "int w",
            "a = Linear(w, 4); RegisterComponents(); _internal_submodules.Remove(\"a\"); a = Linear(w, 5); register_module(\"a\", a); "
            + "b = Linear(7, 7); register_module(\"b\", b); register_module(\"b\", null!);", "3"),
        new("a registration that may be taken back", $"{Layer} a, b;", "int w",
            "a = Linear(w, 4); b = Linear(Environment.ProcessorCount, 4); RegisterComponents(); _internal_submodules.Remove(Given.Name());", "3",
            IsExact: false),
        new("a local that is set again", $"{Layer} a;", "int w, int h = 9", "a = Linear(w, h);", "3, v", "var v = 3; v = Environment.ProcessorCount;",
            IsExact: false),
        new("a local that is counted up", $"{Layer} a;", "int w, int h = 9", "a = Linear(w, h);", "3, v", "var v = 3; v++;", IsExact: false),
        new("a local that is handed on by reference", $"{Layer} a;", "int w, int h = 9", "a = Linear(w, h);", "3, v", "var v = 3; Given.Set(ref v);",
            IsExact: false),
        new("an object in a local", $"{Layer} a;", "Config c", "a = Linear(c.A, c.Twice);", "c", "var c = new Config { A = 6 };"),
        new("an object in a local that is changed", $"{Layer} a;", "Config c", "a = Linear(c.A, c.Twice);", "c", "var c = new Config { A = 6 }; c.A = 8;",
            IsExact: false),
        new("a partial constructor", $"{Layer} a; public partial Net(int w);", "int w", "a = Linear(w, 3);", "5", Modifier: "partial "),
        new("a list that a loop inserts into", $"readonly ModuleList<{Layer}> list = new();", "int w",
            "list.Add(Linear(5, 6)); for (var i = 0; i < Opaque.Three; i++) list.Insert(0, Linear(w, 1));", "2", IsExact: false),
        new("a list that a loop removes from", $"readonly ModuleList<{Layer}> list = new();", "int w",
            "for (var i = 0; i < 4; i++) list.Add(Linear(w, i + 1)); for (var i = 0; i < Opaque.Three; i++) list.RemoveAt(0);", "2", IsExact: false),
        new("a list that a loop reverses and a handler may see", "Sequential seq;", "int w",
            $"var parts = new List<{Layer}> {{ Linear(7, 2), Linear(w, 3) }}; try {{ for (var i = 0; i < Opaque.Three; i++) parts.Reverse(); "
            + "if (Opaque.Yes) throw new InvalidOperationException(); } catch (InvalidOperationException) { } seq = Sequential(parts);", "4", IsExact: false),
        new("a dictionary with a default", $"{Layer} a;", "Dictionary<string, int> sizes",
            "a = Linear(sizes.GetValueOrDefault(\"in\", 2), sizes.GetValueOrDefault(\"out\") + 3);", "new() { [\"in\"] = 5 }"),
        new("a number that is not given", $"{Layer} a;", "int w, int? given = null", "a = given is > 3 ? Linear(w, 3) : Linear(w, 4);", "5"),
        new("a layer of the machine's choice under two names", $"{Layer}? a;", "int w",
            "a = Opaque.Layer(w); register_module(\"other\", a);", "2"),
        new("a method of two objects that a function which is handed on calls", $"{Layer} a, b; class Cell {{ public int Size = 3; public void Set(int size) "
            + "=> Size = size; }", "int w",
            "var one = new Cell(); var two = new Cell(); System.Threading.Tasks.Parallel.Invoke(() => { one.Set(5); two.Set(6); }); "
            + "a = Linear(one.Size, w); b = Linear(two.Size, w);", "2", IsExact: false),
        .. ArgumentForms.All,
        .. ReferenceForms.All,
        .. OrderForms.All,
        .. RegistrationForms.All,
        .. RefusalForms.All,
        .. CollectionForms.All,
        .. TensorForms.All,
        .. UnnamedForms.All,
        .. LaterForms.All,
        .. StructureForms.All,
        .. InheritanceForms.All,
        .. TypeForms.All,
        .. LibraryForms.All,
    ];

    public static TheoryData<string> Names => [.. Forms.Select(form => form.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_form_is_read_exactly_or_named_as_unknown(string name)
    {
        var (form, outcome) = outcomes.Found[name];
        Assert.Null(outcome.Problem);
        Assert.True(outcome.Live > 0);
        Assert.True(outcome.Violations.Count == 0, string.Join('\n', outcome.Violations));
        if (form.IsExact) Assert.True(outcome.Exact == outcome.Live && outcome.Reasons.Count == 0, string.Join('\n', outcome.Reasons));
        else Assert.True(outcome.Exact < outcome.Live && outcome.Reasons.Count > 0);
    }

    /// <param name="Name">What it shows.</param>
    /// <param name="Members">Members of the model.</param>
    /// <param name="Parameters">Parameters of its constructor.</param>
    /// <param name="Body">The constructor's statements.</param>
    /// <param name="Creation">The arguments of the creation.</param>
    /// <param name="Before">Statements before it.</param>
    /// <param name="IsExact">Whether everything has a value where the model is created.</param>
    /// <param name="Modifier">A modifier of the constructor.</param>
    /// <param name="Parent">The base class.</param>
    /// <param name="Base">The arguments of its constructor.</param>
    internal sealed record Form(
        string Name, string Members, string Parameters, string Body, string Creation, string Before = "", bool IsExact = true, string Modifier = "",
        string Parent = "Module<Tensor, Tensor>", string Base = "\"net\"");

    /// <summary>The forms, compiled and run together.</summary>
    public sealed class Outcomes
    {
        private static readonly string[] Types =
        [
            .. Vocabulary.Types,
            "public static class Given { public static string Name() => Environment.ProcessorCount > 0 ? \"b\" : \"a\"; "
            + "public static Module<Tensor, Tensor> Make() => Linear(6, 8); public static void Set(ref int v) => "
                + "v = Environment.ProcessorCount; public static Tensor Table(int w) => Environment.ProcessorCount > 0 ? nn.Parameter(zeros(w, 3)) "
                + ": zeros(w, 4); }",
            "public class Named : Module<Tensor, Tensor> { private readonly Linear _a; public Named(int w) : base(\"named\") { _a = Linear(w, w); "
                + "register_module(\"a\", _a); register_module(\"b\", Linear(w, 2)); } public override Tensor forward(Tensor x) => x; }",
            "public class Hidden : Module<Tensor, Tensor> { private readonly Linear a; private readonly Linear b; public Hidden(int w) : base(\"hidden\") "
                + "{ a = Linear(w, 6); b = Linear(w, 7); } public override Tensor forward(Tensor x) => x; }",
            "public class Many : Module<Tensor, Tensor> { private readonly ModuleList<Module<Tensor, Tensor>> list = new(); public Many(int w, int n) "
                + ": base(\"many\") { for (var i = 0; i < n; i++) list.Add(Linear(w + i, w)); RegisterComponents(); } "
                + "public override Tensor forward(Tensor x) => x; }",
        ];

        private const string Own = "namespace TorchSharp.Modules { public class Own : TorchSharp.torch.nn.Module { public Linear a; public Own(int w) "
            + ": base(\"own\") { a = TorchSharp.torch.nn.Linear(w, 3); RegisterComponents(); } } }";

        internal Dictionary<string, (Form Form, Outcome Outcome)> Found { get; } = Run();

        private static Dictionary<string, (Form Form, Outcome Outcome)> Run()
        {
            var programs = Forms.Select(form => new ModelProgram(
                $"public partial class Net : {form.Parent}", Types, [form.Members, "public override Tensor forward(Tensor x) => x;"],
                    $"public {form.Modifier}Net({form.Parameters}) : base({form.Base})", Statement.Line(form.Body), form.Creation)
            {
                Before = form.Before,
                IsKnown = form.IsExact,
            }).ToList();
            return Forms.Zip(Batch.Run(programs, sources: Own)).ToDictionary(pair => pair.First.Name, pair => pair);
        }
    }
}
