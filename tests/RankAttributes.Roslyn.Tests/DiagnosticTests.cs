using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Tests;

public class DiagnosticTests
{
    [Theory]
    [InlineData("[SchattenRegularize(0.5)] public class Net", "RANK0001")]
    [InlineData("[SchattenRegularize(0)] public partial class Net", "RANK0003")]
    [InlineData("[SchattenRegularize(2.5)] public partial class Net", "RANK0003")]
    [InlineData("[SchattenRegularize(-1)] public partial class Net", "RANK0003")]
    [InlineData("[SchattenRegularize(double.NaN)] public partial class Net", "RANK0003")]
    [InlineData("[SchattenRegularize(double.PositiveInfinity)] public partial class Net", "RANK0003")]
    [InlineData("[SchattenRegularize(0.5, Strength = -1)] public partial class Net", "RANK0004")]
    [InlineData("[SchattenRegularize(0.5, Strength = double.NaN)] public partial class Net", "RANK0004")]
    [InlineData("[SchattenRegularize(0.5, Rank = 0)] public partial class Net", "RANK0004")]
    [InlineData("[SchattenRegularize(0.5, Rank = -3)] public partial class Net", "RANK0004")]
    [InlineData("[SchattenRegularize(0.5), TrainingData(0)] public partial class Net", "RANK0004")]
    [InlineData("[SchattenRegularize(0.5), TrainingData(100_000, Margin = -1)] public partial class Net", "RANK0004")]
    [InlineData("[SchattenRegularize(0.5), TrainingData(30)] public partial class Net", "RANK1001")]
    [InlineData("[SchattenRegularize(0.5), TrainingData(1000)] public partial class Net", null)]
    [InlineData("[SchattenRegularize(1)] public partial class Net", null)]
    [InlineData("[SchattenRegularize(2)] public partial class Net", "RANK1006")]
    public async Task The_head_of_a_model_brings_exactly(string head, string? id)
    {
        var diagnostics = await Compile.Diagnose(Models.Model("private Linear fc = Linear(8, 9);", "", head));
        Assert.Equal(id is null ? [] : [id], diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task An_attribute_on_a_class_that_is_no_module_is_reported_at_the_attribute()
    {
        var diagnostic = Assert.Single(await Compile.Diagnose("[SchattenRegularize(0.5)] public partial class Net { }"));
        Assert.Equal("RANK0002", diagnostic.Id);
        Assert.Equal("SchattenRegularize(0.5)", Text(diagnostic));
    }

    [Fact]
    public async Task A_containing_type_that_is_not_partial_is_named()
    {
        var diagnostic = Assert.Single(await Compile.Diagnose($"public class Outer {{ {Models.Model("")} }}"));
        Assert.Equal("RANK0001", diagnostic.Id);
        Assert.Equal("'Outer' must be declared partial (it contains 'Net') so that RegularizationLoss() can be generated for it", diagnostic.GetMessage());
    }

    [Fact]
    public async Task A_member_with_an_index_out_of_range_is_reported_at_the_argument()
    {
        var diagnostic = Assert.Single(await Compile.Diagnose(Models.Model("[SchattenRegularize(Rank = 2, p: 3)] private Linear fc = Linear(8, 9);")));
        Assert.Equal("RANK0003", diagnostic.Id);
        Assert.Equal("p: 3", Text(diagnostic));
    }

    [Fact]
    public async Task Too_few_samples_are_reported_with_the_numbers_and_the_remedy()
    {
        var diagnostic = Assert.Single(await Compile.Diagnose(Wide(512, rank: 64)));

        Assert.Equal("RANK1001", diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.DefaultSeverity);
        Assert.StartsWith("SchattenRegularize(", Text(diagnostic), StringComparison.Ordinal);
        var message = diagnostic.GetMessage();
        Assert.Contains("60,000", message, StringComparison.Ordinal);
        Assert.Contains("depth 3, width 784, rank 64", message, StringComparison.Ordinal);
        Assert.True(message.Length <= 200, $"{message.Length}: {message}");
    }

    [Fact]
    public async Task The_warning_goes_when_the_rank_is_lowered_as_it_says_and_comes_back_one_above()
    {
        var message = Assert.Single(await Compile.Diagnose(Wide(512, rank: 64))).GetMessage();
        var rank = int.Parse(
            System.Text.RegularExpressions.Regex.Match(message, @"Rank = (\d+) would fit").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Empty(await Compile.Diagnose(Wide(512, rank)));
        Assert.Equal("RANK1001", Assert.Single(await Compile.Diagnose(Wide(512, rank + 1))).Id);
    }

    [Fact]
    public async Task A_model_that_no_rank_can_save_says_so()
        => Assert.Contains("not even rank 1 fits", Assert.Single(await Compile.Diagnose(Wide(100_000, rank: 64))).GetMessage(), StringComparison.Ordinal);

    [Theory]
    [InlineData("RANK1001", "#pragma warning disable RANK1001\n")]
    [InlineData("RANK0003", "#pragma warning disable RANK0003\n")]
    public async Task A_pragma_suppresses(string id, string pragma)
    {
        var source = Models.Model("private Linear fc = Linear(8, 9);", "[SchattenRegularize(5), TrainingData(2)]");
        if (id == "RANK1001") source = source.Replace("Regularize(5)", "Regularize(0.5)", StringComparison.Ordinal);
        Assert.Contains(await Compile.Diagnose(source), diagnostic => diagnostic.Id == id);
        Assert.DoesNotContain(await Compile.Diagnose(pragma + source), diagnostic => diagnostic.Id == id && !diagnostic.IsSuppressed);
    }

    [Fact]
    public async Task The_dataset_size_comes_from_class_assembly_file_and_build_in_that_order()
    {
        var build = new Dictionary<string, string> { ["build_property.RankAttributesTrainingSamples"] = "11" };
        var file = new Dictionary<string, string> { ["rank_attributes.training_samples"] = "12" };
        const string fields = "private Linear fc = Linear(800, 900);";
        const string assembly = "[assembly: TrainingData(13)]\n";

        Assert.Contains("has 11:", await Message(Models.Model(fields), new Options(build)), StringComparison.Ordinal);
        Assert.Contains("has 12:", await Message(Models.Model(fields), new Options(build, file)), StringComparison.Ordinal);
        Assert.Contains("has 13:", await Message(assembly + Models.Model(fields), new Options(build, file)), StringComparison.Ordinal);
        Assert.Contains(
            "has 14:", await Message(assembly + Models.Model(fields, "[SchattenRegularize(0.5), TrainingData(14)]"), new Options(build, file)),
                StringComparison.Ordinal);
        Assert.Empty(await Compile.Diagnose(Models.Model(fields)));
    }

    [Fact]
    public async Task Figures_are_the_same_in_every_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            var expected = Assert.Single(await Compile.Diagnose(Wide(512, 64))).GetMessage(System.Globalization.CultureInfo.InvariantCulture);
            System.Globalization.CultureInfo.CurrentCulture = new("de-DE");
            Assert.Equal(expected, Assert.Single(await Compile.Diagnose(Wide(512, 64))).GetMessage());
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static async Task<string> Message(string source, Options options)
        => Assert.Single(await Compile.Diagnose(Compile.Sources(source), options)).GetMessage();

    private static string Wide(int width, int rank) => Models.Model(
        $"private Linear a = Linear(784, {width}); private Linear b = Linear({width}, {width}); [SchattenIgnore] private Linear head = Linear({width}, 10);",
        $"[SchattenRegularize(0.5, Rank = {rank}), TrainingData(60_000)]");

    private static string Text(Diagnostic diagnostic)
        => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
}
