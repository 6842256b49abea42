using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using TorchSharp;

namespace RankAttributes.Roslyn.Tests;

/// <summary>RANK1009: what it says of a declared type is what a factorization says of it as it runs.</summary>
public class RigidMemberTests
{
    private const string Part = """
        public class Part : Module<Tensor, Tensor>
        {
            private readonly TYPE inner = Linear(32, 16);
            public Part() : base("part") => RegisterComponents();
            public override Tensor forward(Tensor x) => inner.call(x);
        }
        """;

    private const string General = "Module<Tensor, Tensor>";

    public static TheoryData<string, string, string> Places() => new()
    {
        { "Linear a = Linear(32, 16);", "", "a" },
        { "Linear? a = Linear(32, 16);", "", "a" },
        { "Linear a = Linear(32, 16), b = Linear(32, 16);", "", "a b" },
        { "public Linear A { get; } = Linear(32, 16);", "", "A" },
        { "Conv2d a = Conv2d(8, 16, 3);", "", "a" },
        { "Convolution a = ConvTranspose1d(8, 16, 3);", "", "a" },
        { "ModuleList<Linear> a = ModuleList(Linear(32, 16));", "", "a" },
        { "ModuleDict<Linear> a = ModuleDict((\"x\", Linear(32, 16)));", "", "a" },
        { "Linear[] a = { Linear(32, 16) };", "register_module(\"a0\", a[0]);", "a" },
        { "System.Collections.Generic.List<Linear> a = new() { Linear(32, 16) };", "register_module(\"a0\", a[0]);", "a" },
        { "System.Collections.Generic.List<(string, Linear)> a = new() { (\"x\", Linear(32, 16)) };", "register_module(\"a0\", a[0].Item2);", "a" },
        { "System.Collections.Generic.IReadOnlyList<Linear> a = new[] { Linear(32, 16) };", "register_module(\"a0\", a[0]);", "a" },
        { "System.Collections.Generic.Dictionary<string, Linear> a = new() { [\"x\"] = Linear(32, 16) };", "register_module(\"a0\", a[\"x\"]);", "a" },
        { "Module<Tensor, Tensor> a = Linear(32, 16); Linear b; ", "b = (Linear)a;", "b" },
        { "Part a = new();/*Linear*/", "", "a.inner" },
        { "ModuleList<Part> a = ModuleList(new Part());/*Linear*/", "", "a.inner" },

        { General + " a = Linear(32, 16);", "", "" },
        { "Module a = Linear(32, 16);", "", "" },
        { "Sequential a = Sequential(Linear(32, 16));", "", "" },
        { "ModuleList<Module<Tensor, Tensor>> a = ModuleList<Module<Tensor, Tensor>>(Linear(32, 16));", "", "" },
        { "Module<Tensor, Tensor>[] a = { Linear(32, 16) };", "register_module(\"a0\", a[0]);", "" },
        { "Linear[] a = { Linear(32, 16) };", "", "" },
        { "Embedding a = Embedding(32, 16); LayerNorm b = LayerNorm(32);", "", "" },
        { "Part a = new();", "", "" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_type_is_reported_where_the_running_model_refuses_it(string members, string registration, string reported)
    {
        var source = Source(members, registration);
        var said = (await Rigid(source)).Select(diagnostic => diagnostic.GetMessage().Split('\'')).ToList();
        Assert.Equal(reported, string.Join(' ', said.Select(parts => parts[1])));

        var refused = Refused(source);
        Assert.Equal(reported.Length > 0, refused.Count > 0);
    }

    [Fact]
    public async Task A_base_class_and_a_part_are_reported_where_the_annotated_class_can_be_seen()
    {
        var source = Part.Replace("TYPE", "Linear", StringComparison.Ordinal)
            + "[SchattenRegularize(0.5)] public partial class Net : Part { private readonly Part part = new(); private readonly Part other = new(); }";
        var diagnostics = await Rigid(source);
        Assert.Equal(
            [("SchattenRegularize(0.5)", "'inner' is"), ("part", "'part.inner' is"), ("other", "'other.inner' is")],
            diagnostics.Select(diagnostic => (Text(diagnostic), diagnostic.GetMessage().Split(" declared")[0])));

        // An annotated part is told by itself.
        Assert.Equal(2, (await Rigid(source.Replace("public class Part", "[SchattenRegularize(0.5)] public partial class Part", StringComparison.Ordinal)
            .Replace("private readonly Part other = new();", "Linear own = Linear(3, 4);", StringComparison.Ordinal))).Count);
    }

    [Theory]
    [InlineData("[SchattenRegularize(1)]", "Linear a = Linear(2, 3);", 1)]
    [InlineData("[SchattenRegularize(1.5)]", "Linear a = Linear(2, 3);", 0)]
    [InlineData("[SchattenRegularize(2)]", "Linear a = Linear(2, 3);", 0)]
    [InlineData("[SchattenRegularize(2, Rank = 2)]", "Linear a = Linear(2, 3);", 1)]
    [InlineData("[SchattenRegularize(2)]", "[SchattenRegularize(0.5)] Linear a = Linear(2, 3); Linear b = Linear(2, 3);", 1)]
    [InlineData("[SchattenRegularize(0.5)]", "[SchattenIgnore] Linear a = Linear(2, 3);", 0)]
    [InlineData("[SchattenRegularize(0.5)]", "static Linear a = Linear(2, 3);", 0)]
    [InlineData("", "Linear a = Linear(2, 3);", 0)]
    public async Task It_is_said_where_low_rank_is_asked_for(string attribute, string members, int count)
        => Assert.Equal(count, (await Rigid(Models.Model(members, attribute))).Count);

    [Fact]
    public async Task It_is_a_suggestion_at_the_name_and_short()
    {
        var diagnostic = Assert.Single(await Rigid(Models.Model($"private readonly Linear {new string('a', 100)} = Linear(2, 3);")));
        Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity);
        Assert.Equal(new string('a', 100), Text(diagnostic));
        Assert.True(diagnostic.GetMessage().Length < 200, diagnostic.GetMessage());
    }

    private static string Source(string members, string registration) => Part.Replace(
        "TYPE", members.Contains("/*Linear*/", StringComparison.Ordinal) ? "Linear" : General, StringComparison.Ordinal) + $$"""
        [SchattenRegularize(0.5)]
        public partial class Net : Module<Tensor, Tensor>
        {
            {{members}}
            public Net() : base("net")
            {
                {{registration}}
                RegisterComponents();
                foreach (var (_, parameter) in named_parameters()) if (parameter.dim() > 1) init.constant_(parameter, 0.5);
            }
            public override Tensor forward(Tensor x) => x;
        }
        """;

    private static async Task<IReadOnlyList<Diagnostic>> Rigid(string source)
        => [.. (await Compile.DiagnoseAll(Compile.Sources(source))).Where(diagnostic => diagnostic.Id == "RANK1009")];

    /// <summary>The layers of a live model that a factorization refuses for the type of what holds them.</summary>
    private static IReadOnlyList<string> Refused(string source)
    {
        var compilation = Compile.Generate(Compile.Sources(source));
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        image.Position = 0;
        using var model = (torch.nn.Module)Activator.CreateInstance(
            new AssemblyLoadContext("models", isCollectible: true).LoadFromStream(image).GetType("Net")!)!;
        return [.. model.Factorize(1e-3).Where(layer => layer.Reason.Contains("can hold two layers", StringComparison.Ordinal)).Select(layer => layer.Name)];
    }

    private static string Text(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
}
