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
    public async Task A_class_brings_exactly(string members, string? id)
        => Assert.Equal(id is null ? [] : [id], (await Compile.Diagnose(Head + members + Forward)).Select(diagnostic => diagnostic.Id));

    [Fact]
    public async Task A_base_constructor_that_registers_leaves_out_what_is_assigned_later()
    {
        const string parent = "public class Base : Module<Tensor, Tensor> { public Base() : base(\"b\") { RegisterComponents(); }" + Forward;
        var late = await Compile.Diagnose(parent + "[SchattenRegularize(0.5)] public partial class Net : Base { Linear a; public Net() { a = Linear(2, 3); RegisterComponents(); } }");
        Assert.Equal("RANK0006", Assert.Single(late).Id);
        Assert.Contains("'Base'", late[0].GetMessage(), StringComparison.Ordinal);
        Assert.Empty(await Compile.Diagnose(parent + "[SchattenRegularize(0.5)] public partial class Net : Base { Linear a = Linear(2, 3); }"));
    }

    [Fact]
    public async Task A_model_that_another_one_holds_is_registered_by_it()
    {
        const string part = "[SchattenRegularize(0.5)] public partial class Part : Module<Tensor, Tensor> { Linear a = Linear(2, 3); public Part() : base(\"n\") { }" + Forward;
        Assert.Equal("RANK0006", Assert.Single(await Compile.Diagnose(part)).Id);
        Assert.Equal("RANK0006", Assert.Single(await Compile.Diagnose(part + "public static class Program { public static Part Make() => new Part(); }")).Id);
        Assert.Empty(await Compile.Diagnose(part + "public class Whole : Module<Tensor, Tensor> { Part part = new Part(); public Whole() : base(\"n\") { RegisterComponents(); }" + Forward));
    }

    [Fact]
    public async Task A_member_of_a_class_without_the_attribute_is_told_so()
        => Assert.Equal("RANK0005", Assert.Single(await Compile.Diagnose("public class Net : Module<Tensor, Tensor> { [SchattenIgnore] Linear a = Linear(2, 3); public Net() : base(\"n\") { }" + Forward)).Id);
}
