namespace RankAttributes.Roslyn.Tests;

/// <summary>Names and texts of the source that are meant to break out of the generated file.</summary>
public class HostileNameTests
{
    [Theory]
    [InlineData("a\\n} public static int Evil; //")]
    [InlineData("a\\u2028} public static int Evil; //")]
    [InlineData("</term></list></remarks><script>")]
    [InlineData("\\\"; public static int Evil; string s = \\\"")]
    [InlineData("{0} {{ }} $(Property) \\0")]
    public void A_layers_name_stays_in_its_literal(string name)
    {
        var text = Compile.GeneratedText(
            Models.Model($"private readonly Module<Tensor, Tensor> seq = Sequential((\"{name}\", Linear(3, 4)), (\"b\", Linear(4, 5)));"));
        Assert.DoesNotContain(
            text.Split('\n'), line =>
                line.TrimStart().StartsWith("} public", StringComparison.Ordinal)
                    || line.TrimStart().StartsWith("public static int Evil", StringComparison.Ordinal));
        Assert.DoesNotContain(
            "<script>", text.Split('\n').Where(line => line.TrimStart().StartsWith("///", StringComparison.Ordinal)).Aggregate("", string.Concat),
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_any_length_or_alphabet_makes_a_short_file_name_of_its_own()
    {
        var names = new[] { new string('N', 1000), new string('N', 999), "Ω日本語", "@class", "\\u0041lias" };
        var generated = Compile.Generate(
            Compile.Sources(
                [.. names.Select(
                    name => Models.Model("private Linear fc = Linear(3, 4);", head: $"public partial class {name}")
                        .Replace("Net()", $"{name}()", StringComparison.Ordinal))]));
        var files = generated.SyntaxTrees.Select(tree => Path.GetFileName(tree.FilePath)).Where(file => file.EndsWith(".g.cs", StringComparison.Ordinal))
            .ToList();

        Assert.Equal(names.Length, files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(files, file => Assert.Matches("^[A-Za-z0-9._-]{1,140}$", file));
    }
}
