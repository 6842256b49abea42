using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace RankAttributes.Roslyn.Tests;

/// <summary>What <c>.editorconfig</c> and MSBuild declare for all models.</summary>
public class ConfigurationTests
{
    private static readonly string Net = Models.Model("Linear fc = Linear(80, 90);");

    // Norms enter the estimate only together.
    private static readonly string WithNorms = Net.Replace(
        "(0.5)", "(0.5, SpectralNorm = 3), TrainingData(9, InputNorm = 5, Margin = 2)", StringComparison.Ordinal);

    [Theory]
    [InlineData("training_samples", "TrainingSamples", "700")]
    [InlineData("input_norm", "InputNorm", "3")]
    [InlineData("margin", "Margin", "0.125")]
    [InlineData("spectral_norm", "SpectralNorm", "5")]
    [InlineData("constant", "Constant", "7")]
    [InlineData("target_gap", "TargetGap", "0.25")]
    public void A_key_enters_the_number_as_its_property_does_and_goes_before_it(string key, string property, string value)
    {
        var other = value == "700" ? "800" : "2";
        var norms = new Dictionary<string, string>(AnalyzerConfigOptions.KeyComparer)
        {
            ["rank_attributes.input_norm"] = "1", ["rank_attributes.margin"] = "1", ["rank_attributes.spectral_norm"] = "1",
        };
        norms.Remove("rank_attributes." + key);
        var keys = new Dictionary<string, string>(norms, AnalyzerConfigOptions.KeyComparer) { ["rank_attributes." + key] = value };
        var configured = Headline(keys, null);
        Assert.NotEqual(Headline(norms, null), configured);
        Assert.Equal(configured, Headline(norms, Property(property, value)));
        Assert.Equal(configured, Headline(keys, Property(property, other)));
    }

    [Fact]
    public void The_constant_and_the_gap_scale_as_the_rate_says()
    {
        Assert.Equal(3 * 16, Predicted(("constant", "3"), ("target_gap", "0.25")) / Predicted(), 1e-12);

        // Γ^(2p/(p+2)) with p = ½ and Γ = 8·4/2, against Γ = 1.
        Assert.Equal(
            Math.Pow(16, 0.4),
                Predicted(("input_norm", "8"), ("spectral_norm", "4"), ("margin", "2")) / Predicted(
                    ("input_norm", "1"), ("spectral_norm", "1"), ("margin", "1")), 1e-12);
    }

    [Fact]
    public void The_estimate_counts_ranks_until_the_last_norm_is_declared()
    {
        Assert.Equal(80 * 170, Predicted());
        Assert.Equal(80 * 170, Predicted(("input_norm", "8"), ("spectral_norm", "4")));
        Assert.Equal(80 * 170, Predicted(("input_norm", "8"), ("margin", "2")));
        Assert.Equal(80 * 170, Predicted(("spectral_norm", "8"), ("margin", "2")));
    }

    [Fact]
    public void A_norm_of_an_attribute_goes_before_that_of_the_configuration()
    {
        Assert.Equal(Predicted(WithNorms), Predicted(WithNorms, ("input_norm", "8"), ("spectral_norm", "4"), ("margin", "7"), ("training_samples", "3")));
    }

    [Theory]
    [InlineData("training_samples", "0", "a whole number of at least 1")]
    [InlineData("training_samples", "-4", "a whole number of at least 1")]
    [InlineData("training_samples", "6e4", "a whole number of at least 1")]
    [InlineData("training_samples", "many", "a whole number of at least 1")]
    [InlineData("input_norm", "0", "a finite number above 0")]
    [InlineData("margin", "NaN", "a finite number above 0")]
    [InlineData("spectral_norm", "1e999", "a finite number above 0")]
    [InlineData("constant", "1,5", "a finite number above 0")]
    [InlineData("target_gap", "-1", "a finite number above 0")]
    public async Task A_value_that_is_not_usable_is_named_with_its_key_and_counts_as_not_given(string key, string value, string range)
    {
        var fromFile = Assert.Single(await NotUsable(new Options(file: Keys(key, value))));
        Assert.Equal(
            $"'rank_attributes.{key}' is '{value}' in .editorconfig, which is ignored: it must be {range}", fromFile.GetMessage(CultureInfo.InvariantCulture));

        var property = "RankAttributes" + string.Concat(key.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        var built = new Dictionary<string, string> { ["build_property." + property] = value, ["build_property.MSBuildProjectFile"] = "App.csproj" };
        var fromBuild = Assert.Single(await NotUsable(new Options(built)));
        Assert.Equal(
            $"'{property}' is '{value}' in MSBuild (App.csproj), which is ignored: it must be {range}", fromBuild.GetMessage(CultureInfo.InvariantCulture));

        Assert.Equal(Headline(null, null), Headline(Keys(key, value), built));
    }

    [Fact]
    public async Task A_key_that_does_not_exist_is_named_once_however_many_files_it_holds_for()
    {
        var options = new Options(file: Keys("trainig_samples", "60000"));
        var compilation = Compile.Sources(Net, "class Other { }", "class Another { }");
        var diagnostic = Assert.Single((await Compile.Diagnose(compilation, options)).Where(diagnostic => diagnostic.Id == "RANK0008"));
        Assert.StartsWith(
            "'rank_attributes.trainig_samples' is '60000' in .editorconfig, which is ignored: it must be under one of the keys training_samples, ",
                diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_is_named_where_the_build_shows_the_file()
    {
        var options = new Options(file: Keys("margin", "wide"));
        var shown = new AnalyzerOptions(
            [new Shown("/repo/src/.editorconfig", "root = true\n[*.cs]\nrank_attributes.margin = 2\n  Rank_Attributes.Margin= wide \n")], options);
        var diagnostics = await Compile.Sources(Net).WithAnalyzers([new Diagnostics.ConfigurationAnalyzer()], shown).GetAnalyzerDiagnosticsAsync();
        var span = Assert.Single(diagnostics).Location.GetLineSpan();
        Assert.Equal(("/repo/src/.editorconfig", 3), (span.Path, span.StartLinePosition.Line));
    }

    [Fact]
    public async Task No_value_and_no_key_is_no_mistake()
    {
        Assert.Empty(await NotUsable(new Options(new Dictionary<string, string> { ["build_property.RankAttributesMargin"] = "" })));
        Assert.Empty(await NotUsable(new Options(file: new Dictionary<string, string> { ["dotnet_sort_system_directives_first"] = "perhaps" })));
    }

    private static async Task<IEnumerable<Diagnostic>> NotUsable(Options options)
        => (await Compile.Diagnose(Compile.Sources(Net), options)).Where(diagnostic => diagnostic.Id == "RANK0008");

    private static Dictionary<string, string> Keys(string key, string value) => new(AnalyzerConfigOptions.KeyComparer) { ["rank_attributes." + key] = value };

    private static Dictionary<string, string> Property(string name, string value) => new() { ["build_property.RankAttributes" + name] = value };

    private static string Headline(Dictionary<string, string>? file, Dictionary<string, string>? global)
        => Generated(Net, new Options(global, file)).Split('\n').First(line => line.Contains("by the paper's estimate", StringComparison.Ordinal));

    private static double Predicted(params (string Key, string Value)[] keys) => Predicted(Net, keys);

    private static double Predicted(string source, params (string Key, string Value)[] keys)
    {
        var text = Generated(source, new Options(file: keys.ToDictionary(pair => "rank_attributes." + pair.Key, pair => pair.Value)));
        var line = text.Split('\n').Single(line => line.Contains("PredictedSampleComplexity =", StringComparison.Ordinal));
        return double.Parse(line.Split('=')[1].Trim().TrimEnd(';', 'd'), CultureInfo.InvariantCulture);
    }

    private static string Generated(string source, Options options)
        => Compile.Generate(Compile.Sources(source), options).SyntaxTrees.Single(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)).ToString();

    private sealed class Shown(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
