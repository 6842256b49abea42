using Microsoft.CodeAnalysis.CSharp;
using RankAttributes.Roslyn.Reading.Caches;

namespace RankAttributes.Roslyn.Tests;

/// <summary>What is deep is read on another thread: whatever is nested must be found, and code that people write must not be.</summary>
public class DepthTests
{
    private const int Levels = 400;

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("{ ", "", "}")]
    [InlineData("(int)", "1", "")]
    [InlineData("-", "1", "")]
    [InlineData("not ", "1", "", "x = w is ")]
    [InlineData("await ", "t", "")]
    [InlineData("a = ", "1", "")]
    [InlineData("l: ", "f();", "")]
    [InlineData("x => ", "1", "")]
    [InlineData("c ? 1 : ", "2", "")]
    [InlineData("a.", "b", "")]
    [InlineData("f(1, 2).", "b", "")]
    [InlineData("List<", "int", ">")]
    [InlineData("Dictionary<int, ", "int", ">")]
    [InlineData("if (f(a, b)) ", "f();", "")]
    [InlineData("f(\")\", ", "b", ")")]
    [InlineData("f(/* // */ ", "b", ")")]
    [InlineData("$\"{", "b", "}\"")]
    [InlineData("for (;;) ", "f();", "")]
    [InlineData("if (a) { } else ", "f();", "")]
    [InlineData("", "w", " with { A = 1, B = 2 }", "x = ")]
    [InlineData("", "w", " is { A: 1 } and { B: 2 } ")]
    [InlineData("new[] { 1, 2 }", "", "[..]")]
    [InlineData("", "w", " switch { 1 => 2, _ => 3 }", "x = ")]
    public void What_is_nested_is_deep(string before, string middle, string after, string start = "")
    {
        Assert.True(IsDeep(start + Repeat(before) + middle + Repeat(after)));
        Assert.True(IsDeep($"class C {{ int f = 1; void M() {{ var s = \"//\"; {start}{Repeat(before)}{middle}{Repeat(after)} }} }}"));
    }

    [Theory]
    [InlineData("var a = f(b, c); ")]
    [InlineData("void M() { if (a) { f(b); } else { g(); } }\n")]
    [InlineData("(\"conv\", Conv2d(3, 4, 5)), ")]
    [InlineData("/// <summary>Words that say, or do not say, what a member is for; and why.</summary>\nint a;\n")]
    [InlineData("// a (note (with (brackets\n")]
    [InlineData("1, ")]
    [InlineData("static void M() { }\n")]
    [InlineData("if (a) { }\n")]
    [InlineData("/// <summary>What it does.</summary>\nvoid M() { }\n")]
    [InlineData("#region Of what there is\nvoid M() { }\n#endregion\n")]
    [InlineData("[SchattenRegularize(0.5)]\npublic partial class Net : Module<Tensor, Tensor> { }\n")]
    [InlineData("[Fact] public void M() => f(new A { B = 1 });\n")]
    public void What_stands_side_by_side_is_not(string part) => Assert.False(IsDeep($"class C {{ {Repeat(part, 200)} }}"));

    private static bool IsDeep(string text) => WalkedFile.Of(CSharpSyntaxTree.ParseText(text), CancellationToken.None).IsDeep;

    private static string Repeat(string text, int times = Levels) => string.Concat(Enumerable.Repeat(text, times));
}
