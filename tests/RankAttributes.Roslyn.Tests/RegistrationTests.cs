namespace RankAttributes.Roslyn.Tests;

/// <summary>RANK0005 to RANK0007 beyond the examples on their pages.</summary>
public class RegistrationTests
{
    private const string Forward = " public override Tensor forward(Tensor x) => x; }";
    private const string Head = "[SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> { ";

    [Theory]
    [InlineData("Linear a = Linear(2, 3); public Net() : base(\"n\") { }", "RANK0006")]
    [InlineData("Linear a = Linear(2, 3); public Net() : base(\"n\") { RegisterComponents(); }", null)]
    [InlineData("Linear a = Linear(2, 3); public Net() : base(\"n\") { Init(); } void Init() { RegisterComponents(); }", null)]
    [InlineData("Linear a; public Net() : this(3) { } public Net(int w) : base(\"n\") { a = Linear(2, w); RegisterComponents(); }", null)]
    [InlineData("Linear a; Linear b; public Net() : base(\"n\") { a = Linear(2, 3); RegisterComponents(); b = Linear(2, 3); }", "RANK0006")]
    [InlineData("public Net() : base(\"n\") { register_module(\"a\", Linear(2, 3)); }", null)]
    [InlineData("public Net() : base(\"n\") { }", null)]
    [InlineData("System.Collections.Generic.List<Linear> a = new(); public Net() : base(\"n\") { RegisterComponents(); }", "RANK0007")]
    [InlineData("System.Lazy<Linear> a = new(() => Linear(2, 3)); public Net() : base(\"n\") { RegisterComponents(); }", "RANK0007")]
    [InlineData("(Linear, Linear) a = (Linear(2, 3), Linear(2, 3)); public Net() : base(\"n\") { RegisterComponents(); }", "RANK0007")]
    [InlineData("System.Func<Linear> make = () => Linear(2, 3); Linear a; public Net() : base(\"n\") { a = make(); RegisterComponents(); }", null)]
    [InlineData("Linear[] a = { Linear(2, 3) }; public Net() : base(\"n\") { foreach (var m in a) register_module(m.GetName(), m); }", null)]
    [InlineData("[SchattenRegularize(1)] int a = 3; public Net() : base(\"n\") { RegisterComponents(); }", "RANK0005")]
    [InlineData("[SchattenIgnore] static Linear a = Linear(2, 3); public Net() : base(\"n\") { RegisterComponents(); }", "RANK0005")]
    [InlineData("[SchattenIgnore] Module<Tensor, Tensor> a = ReLU(); public Net() : base(\"n\") { RegisterComponents(); }", null)]
    [InlineData("SiLU act; public Net() : base(\"n\") { RegisterComponents(); act = SiLU(); }", null)]
    [InlineData("SiLU act = SiLU(); MSELoss loss = MSELoss(); public Net() : base(\"n\") { }", null)]
    [InlineData("Module<Tensor, Tensor> act; Linear a = Linear(2, 3); public Net(string kind) : base(\"n\") { RegisterComponents(); act = kind switch { "
        + "\"relu\" => ReLU(), _ => GELU() }; }", null)]
    [InlineData("private Module<Tensor, Tensor> act; public Net(bool b) : base(\"n\") { act = b ? ReLU() : GELU(); }", null)]
    [InlineData("private Module<Tensor, Tensor> act; public Net(bool b) : base(\"n\") { act = b ? ReLU() : Linear(2, 3); }", "RANK0006")]
    [InlineData("private Module<Tensor, Tensor> act; public Net(System.Func<Module<Tensor, Tensor>> make) : base(\"n\") { act = make(); }", "RANK0006")]
    [InlineData("private readonly Dropout drop = Dropout(); private readonly BatchNorm1d norm = BatchNorm1d(3); public Net() : base(\"n\") { }", "RANK0006")]
    [InlineData("System.Collections.Generic.List<ReLU> a = new(); public Net() : base(\"n\") { RegisterComponents(); }", null)]
    [InlineData("sealed class Square() : Module<Tensor, Tensor>(\"s\") { public override Tensor forward(Tensor x) => x * x; } private readonly Square act = "
        + "new(); public Net() : base(\"n\") { }", null)]
    public async Task A_class_brings_exactly(string members, string? id)
        => Assert.Equal(
            id is null ? []
                : [id], (await Compile.Diagnose(Head + members + Forward)).Select(diagnostic => diagnostic.Id)
                    .Where(found => found.StartsWith("RANK0", StringComparison.Ordinal)));

    [Fact]
    public async Task A_base_constructor_that_registers_leaves_out_what_is_assigned_later()
    {
        const string parent = "public class Base : Module<Tensor, Tensor> { public Base() : base(\"b\") { RegisterComponents(); }" + Forward;
        var late = await Compile.Diagnose(
            parent + "[SchattenRegularize(0.5)] public partial class Net : Base { Linear a; public Net() { a = Linear(2, 3); RegisterComponents(); } }");
        Assert.Equal("RANK0006", Assert.Single(late).Id);
        Assert.Contains("'Base'", late[0].GetMessage(), StringComparison.Ordinal);
        Assert.Empty(await Compile.Diagnose(parent + "[SchattenRegularize(0.5)] public partial class Net : Base { Linear a = Linear(2, 3); }"));
    }

    [Theory]
    [InlineData("Module<Tensor, Tensor>", "Part part = new Part();", null)]
    [InlineData("Module<Tensor, Tensor>", "Part? part = new();", null)]
    [InlineData("Module<Tensor, Tensor>", "Part part { get; } = new();", null)]
    [InlineData("Module<Tensor, Tensor>", "Outer.Part part = new Outer.Part(); public static class Outer { public sealed class Part; }", null)]
    [InlineData("Module<Tensor, Tensor>", "Part part; void Make() => part = new();", null)]
    [InlineData("Module<Tensor, Tensor>", "Part[] parts = [new()];", null)]
    [InlineData("Module<Tensor, Tensor>", "Part? part; object other = new();", "RANK0006")]
    [InlineData("System.IO.MemoryStream", "Part part = new();", "RANK0006")]
    public async Task A_model_that_another_one_creates_is_registered_by_it(string parent, string members, string? id)
    {
        const string part =
            "[SchattenRegularize(0.5)] public partial class Part : Module<Tensor, Tensor> { Linear a = Linear(2, 3); public Part() : base(\"n\") { }" + Forward;
        Assert.Equal("RANK0006", Assert.Single(await Compile.Diagnose(part)).Id);
        Assert.Equal("RANK0006", Assert.Single(await Compile.Diagnose(part + "public static class Program { public static Part Make() => new Part(); }")).Id);

        var isModule = parent.StartsWith("Module", StringComparison.Ordinal);
        var whole = $"\n#nullable enable\nclass Whole : {parent} {{ {members} public Whole(){(isModule ? " : base(\"n\") { RegisterComponents(); }" + Forward : " { } }")}";
        Assert.Equal(id is null ? [] : [id], (await Compile.Diagnose(part + whole)).Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData("Linear a = Linear(2, 3); public Net() : base(\"n\") { }",
        "'a' is not registered with TorchSharp: the constructor does not call RegisterComponents(), so no optimizer trains it")]
    [InlineData("Linear a = Linear(2, 3), b = Linear(2, 3); public Net() : base(\"n\") { }",
        "'a' and 'b' are not registered with TorchSharp: the constructor does not call RegisterComponents(), so no optimizer trains them")]
    [InlineData("Linear a = Linear(2, 3), b = Linear(2, 3), c = Linear(3, 3); ReLU d = ReLU(); public Net() : base(\"n\") { }",
        "'a' and 2 other members are not registered with TorchSharp: the constructor does not call RegisterComponents(), so no optimizer trains them")]
    [InlineData("Linear a, b; public Net() : base(\"n\") { RegisterComponents(); a = Linear(2, 3); b = Linear(2, 3); a = Linear(3, 3); }",
        "'a' and 'b' are not registered with TorchSharp: RegisterComponents() is called before they are assigned, so no optimizer trains them")]
    public async Task One_missing_call_is_one_message(string members, string message)
        => Assert.Equal(message, Assert.Single(await Compile.Diagnose(Head + members + Forward)).GetMessage(System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("", 0)]
    [InlineData("public class Lower : Net { public Lower() { RegisterComponents(); } }", 0)]
    [InlineData("public class Lower : Net { }", 1)]
    public async Task An_abstract_class_leaves_the_call_to_those_that_derive_from_it(string derived, int messages)
    {
        const string Abstract =
            "[SchattenRegularize(0.5)] public abstract partial class Net : Module<Tensor, Tensor> { protected Linear a = Linear(2, 3); protected Net() : "
                + "base(\"n\") { }";
        Assert.Equal(messages, (await Compile.Diagnose(Abstract + Forward + derived)).Length);
    }

    [Fact]
    public async Task Without_a_constructor_that_the_base_class_needs_the_compiler_says_what_is_wrong()
        => Assert.Empty(await Compile.Diagnose(Head + "Linear a = Linear(2, 3);" + Forward));

    [Fact]
    public async Task A_member_of_a_class_without_the_attribute_is_told_so()
        => Assert.Equal(
            "RANK0005",
                Assert.Single(
                    await Compile.Diagnose(
                        "public class Net : Module<Tensor, Tensor> { [SchattenIgnore] Linear a = Linear(2, 3); public Net() : base(\"n\") { }" + Forward)).Id);
}
