using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Tests;

public class BindingTests
{
    private static readonly Version FirstThatCanLeaveItOut = new(4, 11);

    [Fact]
    public void Nullability_is_left_out_by_every_compiler_that_can_leave_it_out()
    {
        var compilation = Compile.Sources("public class Net(string? name) { public string Name { get; } = name; }");
        var model = Binding.ModelOf(compilation.SyntaxTrees[0], compilation);

        // A property of such compilers only, which one of these test projects is too old to see.
        var isLeftOut = typeof(SemanticModel).GetProperty("NullableAnalysisIsDisabled")?.GetValue(model);

        Assert.Equal(typeof(Compilation).Assembly.GetName().Version >= FirstThatCanLeaveItOut ? true : null, isLeftOut);
        Assert.Same(compilation.SyntaxTrees[0], model.SyntaxTree);
    }
}
