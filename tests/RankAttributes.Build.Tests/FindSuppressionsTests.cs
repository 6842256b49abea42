using Microsoft.Build.Utilities;

namespace RankAttributes.Build.Tests;

/// <summary>Where something may suppress a rule, the compiler keeps a log; nothing that does may be overlooked.</summary>
public sealed class FindSuppressionsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rank").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("class A;", false)]
    [InlineData("", false)]
    [InlineData("#pragma warning disable CS0168\nclass A;", false)]
    [InlineData("#pragma warning restore\nclass A { int Rank1; int rank = 5; }", false)]
    [InlineData("#pragma warning disable RANK1001", true)]
    [InlineData("class A;\r\n  #  pragma\twarning disable CS0168, rank1001", true)]
    [InlineData("#pragma warning disable", true)]
    [InlineData("#pragma warning disable // all of them\nclass A;", true)]
    [InlineData("#pragma warning disable//\r\nclass A;", true)]
    [InlineData("#pragma warning restore\n#pragma warning disable \nclass A;", true)]
    [InlineData("[System.Diagnostics.CodeAnalysis.SuppressMessage(\"RankAttributes\", \"RANK1001:Too few samples\")] class A;", true)]
    [InlineData("class A { const string Id = \"RANK1001\"; }", true)]
    public void In_a_source(string text, bool isFound) => Assert.Equal(isFound, Found(sources: text));

    [Theory]
    [InlineData("root = true\n[*.cs]\nindent_size = 4\n", false)]
    [InlineData("[*.cs]\ndotnet_diagnostic.CA1822.severity = none\ndotnet_diagnostic.RANK1001.severity = error\n", false)]
    [InlineData("[*.cs]\ndotnet_diagnostic.RANK1001.severity = none\n", true)]
    [InlineData("is_global = true\r\ndotnet_diagnostic.rank1001.severity=NONE", true)]
    [InlineData("dotnet_analyzer_diagnostic.severity = none", true)]
    [InlineData("[*.cs]\n dotnet_analyzer_diagnostic.category-RankAttributes.severity = none", true)]
    public void In_a_configuration(string text, bool isFound) => Assert.Equal(isFound, Found(configurations: text));

    [Theory]
    [InlineData("<RuleSet><Rules><Rule Id=\"CA1822\" Action=\"None\" /></Rules></RuleSet>", false)]
    [InlineData("<RuleSet><Rules><Rule Id=\"RANK1001\" Action=\"None\" /></Rules></RuleSet>", true)]
    [InlineData("<RuleSet><IncludeAll Action=\"None\" /></RuleSet>", true)]
    [InlineData("<RuleSet><Include Path=\"other.ruleset\" Action=\"Default\" /></RuleSet>", true)]
    public void In_a_set_of_rules(string text, bool isFound) => Assert.Equal(isFound, Found(ruleSet: text));

    [Fact]
    public void What_cannot_be_read_may_suppress()
    {
        var task = new FindSuppressions { BuildEngine = new Log(), Sources = [new TaskItem(Path.Combine(folder, "Missing.cs"))] };
        Assert.True(task.Execute());
        Assert.True(task.Found);
    }

    private bool Found(string? sources = null, string? configurations = null, string? ruleSet = null)
    {
        var task = new FindSuppressions
        {
            BuildEngine = new Log(),
            Sources = sources is null ? [] : [new TaskItem(File("A.cs", "class B;")), new TaskItem(File("B.cs", sources))],
            Configurations = configurations is null ? [] : [new TaskItem(File(".editorconfig", configurations))],
            RuleSet = ruleSet is null ? "" : File("a.ruleset", ruleSet),
        };
        Assert.True(task.Execute());
        return task.Found;
    }

    private string File(string name, string text)
    {
        var path = Path.Combine(folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
