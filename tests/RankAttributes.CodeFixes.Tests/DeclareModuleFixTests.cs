namespace RankAttributes.CodeFixes.Tests;

/// <summary>RANK1009's fix: a declaration and its uses, or nothing at all.</summary>
public class DeclareModuleFixTests
{
    private const string Registers = "public Net() : base(\"net\") => RegisterComponents();";
    private const string Calls = "public override Tensor forward(Tensor x) => fc.forward(x);";

    [Theory]
    [InlineData("private readonly Linear fc = Linear(2, 3); // first", "private readonly Module<Tensor, Tensor> fc = Linear(2, 3); // first")]
    [InlineData("// a\n    Linear /* b */ fc = Linear(2, 3);", "// a\n    Module<Tensor, Tensor> /* b */ fc = Linear(2, 3);")]
    [InlineData("Linear fc = Linear(2, 3), other = Linear(3, 2);", "Module<Tensor, Tensor> fc = Linear(2, 3), other = Linear(3, 2);")]
    [InlineData("[SchattenRegularize(1)]\n    public Linear fc { get; } = Linear(2, 3);",
        "[SchattenRegularize(1)]\n    public Module<Tensor, Tensor> fc { get; } = Linear(2, 3);")]
    [InlineData("private TorchSharp.Modules.Linear fc = Linear(2, 3);", "private Module<Tensor, Tensor> fc = Linear(2, 3);")]
    [InlineData("private Conv2d fc = Conv2d(2, 3, 3);", "private Module<Tensor, Tensor> fc = Conv2d(2, 3, 3);")]
    [InlineData("private Convolution fc = Conv2d(2, 3, 3);", "private Module<Tensor, Tensor> fc = Conv2d(2, 3, 3);")]
    [InlineData("#nullable enable\n    private Linear? fc = Linear(2, 3);\n#nullable disable",
        "#nullable enable\n    private Module<Tensor, Tensor>? fc = Linear(2, 3);\n#nullable disable")]
    public async Task The_declared_type_is_rewritten(string before, string after)
        => await AssertFixed(Model(before, Registers, Calls), Model(after, Registers, Calls));

    [Theory]
    [InlineData("ModuleList<Linear> list = new();", "ModuleList<Module<Tensor, Tensor>> list = new();")]
    [InlineData("ModuleList<Linear> list = new ModuleList<Linear>();", "ModuleList<Module<Tensor, Tensor>> list = new ModuleList<Module<Tensor, Tensor>>();")]
    [InlineData("ModuleList<Linear> list = ModuleList(Linear(2, 3));",
        "ModuleList<Module<Tensor, Tensor>> list = ModuleList<Module<Tensor, Tensor>>(Linear(2, 3));")]
    [InlineData("ModuleList<Linear> list = TorchSharp.torch.nn.ModuleList(Linear(2, 3));",
        "ModuleList<Module<Tensor, Tensor>> list = TorchSharp.torch.nn.ModuleList<Module<Tensor, Tensor>>(Linear(2, 3));")]
    public async Task What_makes_a_list_is_rewritten_with_it(string before, string after)
    {
        const string Loop = "public override Tensor forward(Tensor x) { foreach (var layer in list) x = layer.forward(x); return list[0].call(x); }";
        await AssertFixed(Model(before, Registers, Loop), Model(after, Registers, Loop));
    }

    [Theory]
    [InlineData("init.zeros_(fc.bias);", "init.zeros_(((Linear)fc).bias);")]
    [InlineData("fc = Linear(2, 3); init.zeros_(this.fc.weight /* w */);", "fc = Linear(2, 3); init.zeros_(((Linear)this.fc).weight /* w */);")]
    [InlineData("/// <see cref=\"fc\"/>\n        void Local() { } Local(); fc.train(fc.training);", null)]
    [InlineData("Linear mine = fc; mine.train();", "Linear mine = (Linear)fc; mine.train();")]
    [InlineData("Fill(fc); static void Fill(Linear given) => given.train();", "Fill((Linear)fc); static void Fill(Linear given) => given.train();")]
    [InlineData("var same = fc; fc.train(); if (fc is null || nameof(fc) == \"x\") fc.apply(m => { });", null)]
    public async Task In_a_constructor_what_needs_the_layer_gets_it_by_a_cast(string before, string? after)
    {
        static string Of(string type, string statements)
            => Model($"private {type} fc = Linear(2, 3);", $"public Net() : base(\"net\") {{ {statements} RegisterComponents(); }}", Calls);
        await AssertFixed(Of("Linear", before), Of("Module<Tensor, Tensor>", after ?? before));
    }

    [Theory]
    [InlineData("Linear fc = Linear(2, 3);", "public Tensor Weight => fc.weight;")]
    [InlineData("Linear fc = Linear(2, 3);", "public Linear Layer => fc;")]
    [InlineData("Linear fc = Linear(2, 3);", "public Linear Layer() { return fc; }")]
    [InlineData("Linear fc = Linear(2, 3);", "public long Size() { var layer = fc; return layer.in_features; }")]
    [InlineData("Linear fc = Linear(2, 3);", "static void Zero(Linear given) => init.zeros_(given.bias); public void Reset() => Zero(fc);")]
    [InlineData("Linear fc = Linear(2, 3);", "public Net(Net other) : this() { init.zeros_(other.fc.bias); }")]
    [InlineData("Linear fc = Linear(2, 3);", "private System.Action later; public Net(int a) : this() { later = () => init.zeros_(fc.bias); }")]
    [InlineData("public Linear fc = Linear(2, 3);", "} class Reader { Tensor Of(Net net) => net.fc.weight;")]
    [InlineData("public Linear fc = Linear(2, 3);", "} class Reader { Tensor Of(Net net) => net?.fc?.weight;")]
    [InlineData("public Linear fc { get; } = Linear(2, 3);", "} interface IHolder { Linear fc { get; } } partial class Net : IHolder {")]
    [InlineData("ModuleList<Linear> fc = ModuleList(Linear(2, 3));", "public Tensor Weight => fc[0].weight;")]
    [InlineData("ModuleList<Linear> fc = ModuleList(Linear(2, 3));", "public void Run() { foreach (Linear layer in fc) layer.train(); }")]
    [InlineData("Linear[] fc = { Linear(2, 3) };", "public Net(bool b) : base(\"net\") { register_module(\"a\", fc[0]); }")]
    public async Task Where_the_layer_itself_is_needed_later_nothing_is_offered(string field, string rest)
    {
        var source = Model(field, Registers, "public override Tensor forward(Tensor x) => x; " + rest);
        Assert.Contains("RANK1009", await Editor.Ids(source));
        Assert.Empty(await Editor.Titles(new DeclareModuleFix(), source));
    }

    [Fact]
    public async Task All_members_are_rewritten_at_once()
    {
        static string Of(string type) => Model(
            $"private readonly {type} fc = Linear(2, 3);\n    {type} b = Linear(3, 3), c = Linear(3, 3);",
            "public Net() : base(\"net\") { RegisterComponents(); }", Calls);
        Assert.Equal(Of("Module<Tensor, Tensor>"), await Editor.FixAll(new DeclareModuleFix(), Of("Linear")));
    }

    private static async Task AssertFixed(string before, string after)
    {
        Assert.Contains("RANK1009", await Editor.Ids(before));
        Assert.Equal(after, await Editor.FixEach(new DeclareModuleFix(), before));
        Assert.DoesNotContain("RANK1009", await Editor.Ids(after));
    }

    private static string Model(string field, string constructor, string members) => $$"""
        using RankAttributes;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        [SchattenRegularize(0.5)]
        [TrainingData(600_000)]
        partial class Net : Module<Tensor, Tensor>
        {
            {{field}}
            {{constructor}}
            {{members}}
        }
        """;
}
