namespace RankAttributes.CodeFixes.Tests;

public class FixTests
{
    private const string Head = """
        using RankAttributes;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        """;

    private const string Body = """
         : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(800, 900);   // widest
            public Net() : base("net") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.forward(x);
        }
        """;

    [Theory]
    [InlineData("[SchattenRegularize(0.5)]\n// mine\npublic sealed class Net", "[SchattenRegularize(0.5)]\n// mine\npublic sealed partial class Net")]
    [InlineData("/* a */ [SchattenRegularize(0.5)]\n/* b */ class Net", "/* a */ [SchattenRegularize(0.5)]\n/* b */ partial class Net")]
    public async Task A_class_is_made_partial_and_comments_stay(string before, string after)
        => Assert.Equal(Head + after + Body, await Editor.FixEach(new MakePartialFix(), Head + before + Body));

    [Fact]
    public async Task Containing_types_are_made_partial_one_by_one()
    {
        var fixedText = await Editor.FixEach(new MakePartialFix(), Head + "public static class Outer { struct Middle {\n[SchattenRegularize(0.5)] class Net" + Body + "}}");
        Assert.Equal(Head + "public static partial class Outer { partial struct Middle {\n[SchattenRegularize(0.5)] partial class Net" + Body + "}}", fixedText);
    }

    [Theory]
    [InlineData("[SchattenRegularize(0.5), TrainingData(700)]", "[SchattenRegularize(0.5, Rank = 2), TrainingData(700)]")]
    [InlineData("[SchattenRegularize(p: 0.5, Rank = /* was */ 64 /* rows */), TrainingData(700)]", "[SchattenRegularize(p: 0.5, Rank = /* was */ 2 /* rows */), TrainingData(700)]")]
    public async Task The_rank_that_fits_is_declared(string before, string after)
        => Assert.Equal(Head + after + "partial class Net" + Body, await Editor.FixEach(new DeclareRankFix(), Head + before + "partial class Net" + Body));

    [Fact]
    public async Task No_rank_is_offered_where_none_fits()
        => Assert.Empty(await Editor.Titles(new DeclareRankFix(), Head + "[SchattenRegularize(0.5), TrainingData(10)] partial class Net" + Body));
}
