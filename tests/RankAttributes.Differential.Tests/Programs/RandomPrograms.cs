using CsCheck;

namespace RankAttributes.Differential.Programs;

/// <summary>Random programs, each a function of its seed alone.</summary>
internal static class RandomPrograms
{
    private const string Parameters =
        "int w, int n, int[] sizes, bool flag, string kind, Mode mode, Config config, Options options, bool wide = true, int? given = null";

    private static readonly string[] Names = ["w", "n", "sizes", "flag", "kind", "mode", "config", "options", "wide", "given"];

    private static readonly Gen<string> Arguments = Gen.Select(
        Gen.Int[1, 6],
        Gen.Int[1, 3],
        Gen.OneOf("new[] { 4, 6, 5 }", "new int[] { 3 }", "[2, 7]"),
        Gen.OneOf("true", "false"),
        Gen.OneOf("\"a\"", "\"b\"", "\"zz\""),
        Gen.OneOf("Mode.One", "Mode.Two", "Mode.Three"),
        Gen.OneOf("new Config()", "new Config { A = 7 }", "new Config { Extra = 3, Wide = true }", "new() { B = 2 }"),
        Gen.OneOf("new Options(5)", "new Options(4, Depth: 3)", "new(6) { Heads = 2 }"))
        .Select((w, n, sizes, flag, kind, mode, config, options) => $"{w}, {n}, {sizes}, {flag}, {kind}, {mode}, {config}, {options}")
        .SelectMany(required => Gen.OneOf("", ", false", ", given: 4", ", true, 2").Select(optional => required + optional));

    /// <summary>The program of a seed.</summary>
    public static ModelProgram Of(ulong seed) => Any.Generate(new PCG(1, seed), null, out _) with { Cut = seed % 2 == 0 ? 0 : (int)(seed / 2 % 8) + 1 };

    private static readonly Gen<ModelProgram> Any = Gen.Frequency((3, Program(isKnown: true)), (2, Program(isKnown: false)));

    private static Gen<ModelProgram> Program(bool isKnown)
    {
        var body = new Statements(isKnown).Body(3, 6);
        return Gen.Select(body, Arguments, Gen.Int[0, 7], Gen.Bool, Gen.Int[0, 3], (statements, arguments, shape, ends, local) => Shape(
            shape, arguments, Statement.Sequence(
        [
            .. Vocabulary.Locals.Select(Statement.Line),
            statements,
            Statement.Line("if (parts.Count > 0) seq = nn.Sequential(parts);"),
            Statement.Line(ends ? "if (named.Count > 0) Prop = nn.Sequential(named);" : ""),
        ])).WithLocal(local) with { IsKnown = isKnown && local != 1 });
    }

    /// <summary>The first argument in a local variable: one that keeps its value, or one that is set again.</summary>
    private static ModelProgram WithLocal(this ModelProgram program, int local)
    {
        var first = program.Creation[..program.Creation.IndexOf(',', StringComparison.Ordinal)];
        return local > 1 ? program : program with
        {
            Creation = "it" + program.Creation[first.Length..],
            Before = local == 0 ? $"var one = 1; var it = {first} + one - one;" : $"var it = 9; if (Environment.ProcessorCount > 0) it = {first};",
        };
    }

    private static ModelProgram Shape(int shape, string arguments, Statement body)
    {
        const string Plain = "Module<Tensor, Tensor>";
        const string Forward = "public override Tensor forward(Tensor x) => x;";
        var passed = string.Join(", ", Names);
        return shape switch
        {
            // A base class with a layer of its own that its constructor builds by virtual calls.
            0 => Make("Shaped", "protected override Module<Tensor, Tensor> Build(int w) => Linear(w, 9);", $"public Net({Parameters}) : base(\"net\", w)"),
            1 => Make("Shaped", "protected override int Extra => Width + 1;", $"public Net({Parameters}) : base(\"net\", n + 2)"),

            // Constructors that call each other.
            2 => Make(
                Plain, $"{Forward} private Net({Parameters.Replace(" = true", "", StringComparison.Ordinal).Replace(" = null", "", StringComparison.Ordinal)}, long more) : base(\"net\") {{ f1 = Linear(more, 2); hidden = (int)more; }}", $"public Net({Parameters}) : this({passed}, 4L)"),

            // A partial constructor.
            3 => Make(
                Plain, $"{Forward} public partial Net({Parameters});",
                    $"public partial Net({Parameters.Replace(" = true", "", StringComparison.Ordinal).Replace(" = null", "", StringComparison.Ordinal)}) : base(\"net\")"),

            // Initializers that use each other, and are overwritten.
            4 => Make(
                Plain, $"{Forward} private readonly Linear first = Linear(Width, Table[0]); private Linear second = Linear(Table.Length, Width);",
                    $"public Net({Parameters}) : base(\"net\")"),
            _ => Make(Plain, Forward, $"public Net({Parameters}) : base(\"net\")"),
        };

        ModelProgram Make(string parent, string member, string signature) => new(
            $"public partial class Net : {parent}", Vocabulary.Types, [.. Vocabulary.Members, member], signature, body, arguments);
    }
}
