using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Tests;

/// <summary>Code as it is being typed: nothing throws, and no complexity is reported from half-read shapes.</summary>
public class RobustnessTests
{
    [Theory]
    [InlineData("number of samples and shapes")]
    [InlineData("a survey of forms")]
    public async Task Every_prefix_of_a_model_is_survived(string which)
    {
        var source = which == "a survey of forms"
            ? string.Concat(
                SurveyTests.Forms.Where(row => row[0] is "list of pairs" or "conditions" or "helpers" or "configuration record" or "range and select")
                    .Select(row => ((string)row[1]!).Replace("Net", "Net" + ((string)row[0]!).Length, StringComparison.Ordinal)))
            : Models.Mlp;
        for (var length = 0; length <= source.Length; length += 11) await Survive(source[..length]);
    }

    [Fact]
    public async Task Random_deletions_are_survived()
    {
        var random = new Random(9);
        var sources = SurveyTests.Forms.Select(row => (string)row[1]!).ToList();
        for (var round = 0; round < 120; round++)
        {
            var source = sources[round % sources.Count];
            var start = random.Next(source.Length);
            await Survive(source.Remove(start, Math.Min(random.Next(1, 25), source.Length - start)));
        }
    }

    [Theory]
    [InlineData("for (;;) { list.Add(Linear(2, 3)); }")]
    [InlineData("for (var i = 0; i < 2_000_000_000; i++) list.Add(Linear(2, 3));")]
    [InlineData("while (true) { list.Add(Linear(2, 3)); }")]
    [InlineData("Grow(); void Grow() { list.Add(Linear(2, 3)); Grow(); }")]
    [InlineData("list.Add(Linear(long.MaxValue, long.MaxValue)); list.Add(Linear(int.MaxValue * 2L * int.MaxValue * 4, 3 / (1 - 1L * 1)));")]
    public async Task Constructors_without_an_end_are_left(string body)
    {
        var source = $$"""
            [SchattenRegularize(0.5), TrainingData(10)] public partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Linear> list = new();
                public Net() : base("n") { {{body}} RegisterComponents(); }
                public override Tensor forward(Tensor x) => x;
            }
            """;
        await Survive(source);
    }

    [Fact]
    public async Task A_shape_that_is_half_typed_gives_no_number()
    {
        var source = Models.Model("Linear a = Linear(80_000, 90_000); Linear b = Linear(90_000, );", "[SchattenRegularize(0.5), TrainingData(10)]");
        Assert.DoesNotContain(await Compile.Diagnose(source), diagnostic => diagnostic.Id == "RANK1001");
    }

    private static async Task Survive(string source)
    {
        // Compile.Diagnose fails the test where an analyzer throws; a generator that throws reports CS8785.
        var compilation = Compile.Sources(source);
        Compile.Driver().RunGeneratorsAndUpdateCompilation(compilation, out _, out var diagnostics);
        Assert.Empty(diagnostics);
        Assert.All(await Compile.Diagnose(compilation), diagnostic => Assert.StartsWith("RANK", diagnostic.Id, StringComparison.Ordinal));
    }
}
