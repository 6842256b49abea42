using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Tests;

/// <summary>RANK1003 to RANK1008: what they say, where, and when they say nothing.</summary>
public class BoundRuleTests
{
    private const string Data = ", TrainingData(1_000_000_000)]";

    [Theory]
    [InlineData("Linear fc = Linear(8, 9);", 8, null)]
    [InlineData("Linear fc = Linear(8, 9);", 9, "RANK1003")]
    [InlineData("Linear fc = Linear(800, 900); Linear head = Linear(900, 10);", 64, null)]
    [InlineData("Linear fc = Linear(800, 900);", 423, null)]
    [InlineData("Linear fc = Linear(800, 900);", 424, "RANK1004")]
    [InlineData("Linear fc = Linear(800, 900);", 800, "RANK1004")]
    [InlineData("Linear fc = Linear(800, 900);", 801, "RANK1003")]
    [InlineData("[SchattenIgnore] Linear big = Linear(800, 900); Linear fc = Linear(8, 9);", 9, "RANK1003")]
    [InlineData("Linear fc = Linear(8, System.Environment.ProcessorCount);", 900, null)]
    [InlineData("Linear fc = Linear(8, 9); Module<Tensor, Tensor> other = null!;", 900, "RANK1003")]
    [InlineData("Linear fc = Linear(8, 9); Linear typed = Linear(7, );", 900, null)]
    public async Task A_rank_of_the_class_is_compared_with_its_largest_layer(string fields, int rank, string? id)
    {
        // 8 × 9 with rank 4 saves; from 5 on (72/17 = 4.2) it does not.
        if (id is null && rank == 8) (rank, id) = (4, null);
        var diagnostics = await Of(Models.Model(fields, $"[SchattenRegularize(0.5, Rank = {rank}){Data}"));
        Assert.Equal(id is null ? [] : [id], diagnostics.Where(diagnostic => diagnostic.Id is "RANK1003" or "RANK1004").Select(diagnostic => diagnostic.Id));
        if (id is not null) Assert.Equal($"Rank = {rank}", Text(diagnostics.First(diagnostic => diagnostic.Id == id)));
    }

    [Theory]
    [InlineData("Linear(512, 10)", 64, "Rank = 64 constrains nothing: 'head' is 10 × 512, so its rank is at most 10; Rank = 9 or less saves")]
    [InlineData("Linear(512, 10)", 10, "Rank = 10 saves nothing on 'head' (10 × 512): 5,220 numbers at that rank, 5,120 in the matrix; Rank = 9 or less saves")]
    [InlineData("Linear(512, 1)", 1, "Rank = 1 saves nothing on 'head' (1 × 512): 513 numbers at that rank, 512 in the matrix; no rank saves")]
    [InlineData("Linear(512, 10)", 9, null)]
    public async Task A_rank_of_a_member_is_compared_with_that_member(string made, int rank, string? message)
    {
        var diagnostics = await Of(
            Models.Model(
                $"Linear fc = Linear(784, 512); [SchattenRegularize(1, Rank = {rank})] Linear head = {made};", $"[SchattenRegularize(0.5, Rank = 16){Data}"));
        Assert.Equal(message is null ? [] : [message], diagnostics.Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_submodule_with_its_own_attribute_has_no_part_in_the_rank_of_the_class()
    {
        var source = Models.Model("Linear fc = Linear(20, 20);", $"[SchattenRegularize(0.5, Rank = 5){Data}", "public partial class Inner")
            + Models.Model("Inner inner = new Inner(); Linear fc = Linear(8, 9);", $"[SchattenRegularize(0.5, Rank = 9){Data}");
        var diagnostic = Assert.Single(
            await Of(
                source.Replace("public Net() : base(\"net\") => RegisterComponents();", "", StringComparison.Ordinal)
                    .Replace("x;", "x;", StringComparison.Ordinal)), diagnostic => diagnostic.Id.StartsWith("RANK1", StringComparison.Ordinal));
        Assert.StartsWith("Rank = 9 constrains nothing: 'fc' is 9 × 8", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rank_that_one_dominating_layer_would_need_is_the_largest_that_fits()
    {
        static string Source(int rank) => Models.Model(
            $"[SchattenRegularize(0.5, Rank = {rank})] Linear wide = Linear(2000, 2000); Linear b = Linear(20, 20);",
                "[SchattenRegularize(0.5, Rank = 2), TrainingData(50_000)]");
        const string Off = "\n#pragma warning disable RANK1001\n";

        // RANK1001 names the layer: the rule says nothing more where both are on.
        Assert.Equal(["RANK1001"], (await Of(Source(400))).Select(diagnostic => diagnostic.Id));
        Assert.Equal(["RANK1001"], (await Of(Off + "#pragma warning restore RANK1001\n" + Source(400))).Select(diagnostic => diagnostic.Id));
        var diagnostic = Assert.Single(await Of(Off + Source(400)));
        Assert.Equal("RANK1005", diagnostic.Id);
        Assert.Equal("wide", Text(diagnostic)[..4]);
        var rank = int.Parse(
            Regex.Match(diagnostic.GetMessage(CultureInfo.InvariantCulture), @"Rank = (\d+) on it would fit").Groups[1].Value, CultureInfo.InvariantCulture);

        Assert.Empty(await Of(Source(rank)));
        Assert.Equal(["RANK1001"], (await Of(Source(rank + 1))).Select(diagnostic => diagnostic.Id));
        Assert.Equal(["RANK1005"], (await Of(Off + Source(rank + 1))).Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData("Linear a = Linear(20, 20); Linear b = Linear(20, 20);")]
    [InlineData("Linear only = Linear(2000, 2000);")]
    [InlineData("Linear wide = Linear(2000, 2000); Linear b = Linear(20, System.Environment.ProcessorCount);")]
    public async Task No_layer_dominates(string fields)
        => Assert.DoesNotContain(await Of(Models.Model(fields, "[SchattenRegularize(0.5), TrainingData(10)]")), diagnostic => diagnostic.Id == "RANK1005");

    [Fact]
    public async Task One_integer_that_cannot_be_read_is_one_message()
    {
        const string Members =
            "private readonly Linear a, b, c, d; public Net() : base(\"net\") { var width = System.IO.File.ReadAllLines(\"w\").Length; a = Linear(3, width); "
                + "b = Linear(width, width); c = Linear(width, 3); d = Linear(4, System.Environment.ProcessorCount); RegisterComponents(); }";
        var unread = await Of(
            "[SchattenRegularize(0.5), TrainingData(9)] public partial class Net : Module<Tensor, Tensor> { " + Members
                + " public override Tensor forward(Tensor x) => x; }");
        Assert.Equal(["RANK1002", "RANK1002"], unread.Select(diagnostic => diagnostic.Id));
        Assert.StartsWith("'a' and 2 other layers cannot be read", unread[0].GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.StartsWith("'d' cannot be read", unread[1].GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_in_one_message_are_grouped_alike()
    {
        var message = Assert.Single(await Of(Models.Model("Linear a = Linear(40_000, 2_000);", "[SchattenRegularize(0.5), TrainingData(10_000)]")))
            .GetMessage(CultureInfo.InvariantCulture);
        Assert.Contains("width 40,000, rank 2,000", message, StringComparison.Ordinal);
        Assert.Contains("10,000", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_creation_is_marked_without_its_initializer()
    {
        var source = Models.Model(
            "public int X { get; set; } Linear a; public Net(int w) : base(\"n\") { a = Linear(w, w); RegisterComponents(); }",
                "[SchattenRegularize(0.5), TrainingData(1_000)]")
                    .Replace("public Net() : base(\"net\") => RegisterComponents();", "", StringComparison.Ordinal);
        Assert.Equal("new Net(5_000)", Text(Assert.Single(await Of(source + " public static class P { static Net Make() => new Net(5_000) { X = 3 }; }"))));
    }

    [Theory]
    [InlineData("1/2", "p is 0: did you write 1/2?")]
    [InlineData("p: (1 / 3)", "p is 0: did you write 1/3?")]
    [InlineData("0", "p is 0; it")]
    public async Task A_quotient_of_integers_is_recognized(string written, string said)
        => Assert.Contains(
            said, Assert.Single(await Of(Models.Model("Linear a = Linear(4, 2);", $"[SchattenRegularize({written}), TrainingData(1_000)]")))
                .GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    [Theory]
    [InlineData("[SchattenRegularize(1.01)", "", 1)]
    [InlineData("[SchattenRegularize(1)", "", 0)]
    [InlineData("[SchattenRegularize(2)", "[SchattenRegularize(2)]", 2)]
    [InlineData("[SchattenRegularize(0.5)", "[SchattenRegularize(2)]", 1)]
    [InlineData("[SchattenRegularize(2, SpectralNorm = 1)", "", 1)]
    [InlineData("[SchattenRegularize(2)", "[SchattenRegularize(2, SpectralNorm = 1)]", 2)]
    [InlineData("[SchattenRegularize(3)", "", 0)]
    public async Task Above_p_1_norms_are_missed_until_all_of_them_are_declared(string attribute, string onMember, int count)
    {
        var source = Models.Model($"{onMember} Linear fc = Linear(8, 9);", attribute + Data);
        Assert.Equal(count, (await Of(source)).Count(diagnostic => diagnostic.Id == "RANK1006"));
        var data = source.Replace("1_000_000_000", "1_000_000_000, InputNorm = 2, Margin = 2", StringComparison.Ordinal);
        var declaresNorm = attribute.Contains("SpectralNorm", StringComparison.Ordinal) || onMember.Contains("SpectralNorm", StringComparison.Ordinal);
        Assert.Equal(declaresNorm ? 0 : count, (await Of(data)).Count(diagnostic => diagnostic.Id == "RANK1006"));
        Assert.All(
            (await Of(source)).Where(diagnostic => diagnostic.Id == "RANK1006"),
            diagnostic =>
                Assert.Contains(
                    declaresNorm ? "declare InputNorm and Margin and"
                        : "declare InputNorm, Margin and SpectralNorm and", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_dataset_size_is_asked_for_once_at_the_first_model_without_one()
    {
        static string Net(string name, string data = "")
            => Models.Model("Linear fc = Linear(8, 9);", $"[SchattenRegularize(0.5){data}]", $"public partial class {name}")
                .Replace("Net()", name + "()", StringComparison.Ordinal);
        var sources = new[] { Net("A", ", TrainingData(1000)"), "namespace N; public partial class Outer<T> { " + Net("B") + Net("C") + " }", Net("D") };
        Assert.Equal(["'B'"], (await Unknown(null, sources)).Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)[..3]));
        Assert.Equal(["'D'"], (await Unknown(null, sources[0], sources[2])).Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)[..3]));
        Assert.Contains(
            "needs about 17 samples by the paper's estimate", (await Unknown(null, Net("E").Replace("8, 9", "1, 16", StringComparison.Ordinal))).Single()
                .GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        Assert.Empty(await Unknown(null, sources[0]));
        Assert.Empty(await Unknown(null, [.. sources, "[assembly: TrainingData(100)]"]));
        Assert.Empty(await Unknown(new Options(new Dictionary<string, string> { ["build_property.RankAttributesTrainingSamples"] = "11" }), sources));
        Assert.Empty(await Unknown(new Options(file: new Dictionary<string, string> { ["rank_attributes.training_samples"] = "11" }), sources));
    }

    [Theory]
    [InlineData("b.forward(a.forward(x))",
        "'a' to 'b', 2 linear layers in a row, act as one 3 × 8 matrix; weight decay on them is its Schatten-1 penalty: p = 1 for all needs no SVD")]
    [InlineData("c.forward(b.forward(a.forward(x)))",
        "'a' to 'c', 3 linear layers in a row, act as one 2 × 8 matrix; weight decay on them is its Schatten-2/3 penalty: p = 2/3 for all needs no SVD")]
    [InlineData("b.forward(functional.relu(a.forward(x)))", null)]
    public async Task A_chain_is_named_with_the_matrix_it_makes(string forward, string? message)
    {
        var source = Models.Model("Linear a = Linear(8, 5); Linear b = Linear(5, 3); Linear c = Linear(3, 2);", "[SchattenRegularize(0.5)" + Data);
        var diagnostics = await Of(source.Replace("forward(Tensor x) => x", "forward(Tensor x) => " + forward, StringComparison.Ordinal));
        Assert.Equal(message is null ? [] : [message], diagnostics.Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)));

        // Declared for all of them, it is known.
        var index = forward[0] == 'c' ? "2.0 / 3" : "1";
        Assert.DoesNotContain(
            await Of(
                source.Replace("(0.5)", $"({index})", StringComparison.Ordinal).Replace("(0.5,", $"({index},", StringComparison.Ordinal)
                    .Replace("forward(Tensor x) => x", "forward(Tensor x) => " + forward, StringComparison.Ordinal)), diagnostic =>
                        diagnostic.Id == "RANK1008");
    }

    /// <summary>Names, sizes and counts as large as they get in practice.</summary>
    [Fact]
    public async Task No_message_about_the_bound_is_longer_than_200_characters()
    {
        const string Long = "aVeryLongNameOfALayerThatSomebodyMightHaveWritten";
        var wide = Models.Model(
            $"[SchattenRegularize(0.5, Rank = 2_000_000)] Linear {Long} = Linear(1_048_576, 1_048_576); [SchattenRegularize(1.25, Rank = 600_000)] "
            + $"Linear {Long}2 = Linear(1_048_576, 1_048_576); Linear other = Linear(9, 9); Linear unread = Linear(9, int.Parse(\"{Long}\"));",
            "[SchattenRegularize(1.75, Rank = 1_000_000), TrainingData(1_281_167_123)]", $"public partial class {Long}Model")
                .Replace("Net()", Long + "Model()", StringComparison.Ordinal)
            .Replace("=> x;", $"=> {Long}2.forward({Long}.forward(x));", StringComparison.Ordinal);
        var resolved = wide.Replace($"Linear unread = Linear(9, int.Parse(\"{Long}\"));", "", StringComparison.Ordinal);
        var diagnostics = (await Compile.Diagnose(Compile.Sources(wide)))
            .Concat(await Compile.Diagnose(Compile.Sources(resolved)))
            .Concat(await Compile.Diagnose(
                Compile.Sources(
                    "\n#pragma warning disable RANK1001\n"
                        + resolved.Replace("Linear other = Linear(9, 9);", "", StringComparison.Ordinal)
                            .Replace($"{Long}2 = Linear(1_048_576, 1_048_576)", $"{Long}2 = Linear(9, 9)", StringComparison.Ordinal))))
            .Concat(await Compile.Diagnose(
                Compile.Sources(
                    resolved.Replace("1_048_576", "1_048", StringComparison.Ordinal).Replace("9, 9", "99_999_999, 99_999_999", StringComparison.Ordinal))))
            .Concat(await Compile.Diagnose(
                Compile.Sources(
                    resolved.Replace("1_281_167_123", "12", StringComparison.Ordinal)
                        .Replace("Linear other = Linear", "Conv2d other = Conv2d", StringComparison.Ordinal)
                            .Replace("9, 9", "9, 9, 3", StringComparison.Ordinal))))
            .Concat(await Compile.Diagnose(Compile.Sources(resolved.Replace(", TrainingData(1_281_167_123)", "", StringComparison.Ordinal)))).ToList();

        Assert.Equal(
            ["RANK1001", "RANK1002", "RANK1003", "RANK1004", "RANK1005", "RANK1006", "RANK1007", "RANK1008"],
            diagnostics.Select(diagnostic => diagnostic.Id).Where(id => id.StartsWith("RANK1", StringComparison.Ordinal)).Distinct()
                .Order(StringComparer.Ordinal));
        Assert.All(
            diagnostics, diagnostic =>
                Assert.True(
                    diagnostic.GetMessage(CultureInfo.InvariantCulture).Length < 200,
                        $"{diagnostic.GetMessage(CultureInfo.InvariantCulture).Length}: {diagnostic}"));
    }

    private static async Task<List<Diagnostic>> Of(string source) => [.. await Compile.Diagnose(source)];

    private static async Task<IEnumerable<Diagnostic>> Unknown(Options? options, params string[] sources)
        => (await Compile.Diagnose(Compile.Sources(sources), options)).Where(diagnostic => diagnostic.Id == "RANK1007");

    private static string Text(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
}
