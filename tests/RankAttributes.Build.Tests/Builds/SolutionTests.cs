namespace RankAttributes.Build.Tests.Builds;

/// <summary>One page of all projects of a solution.</summary>
public sealed class SolutionTests : IDisposable
{
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void Built_as_a_whole_a_solution_has_one_page_of_all_its_models()
    {
        Solution("sln");
        AssertPage(consumer.Dotnet("build", "App.sln", "-t:RankAttributesSolutionReport", "-restore"));
    }

    [Fact]
    public void From_one_project_the_page_has_those_of_a_solution_in_which_not_every_project_uses_the_package()
    {
        consumer.PlainProject("Plain/Plain.csproj");
        Solution("slnx", "Plain/Plain.csproj");
        consumer.Dotnet("restore", "App.slnx");
        AssertPage(consumer.Dotnet("build", "One/One.csproj", "--no-restore", "-t:RankAttributesSolutionReport", $"-p:SolutionPath={consumer.At("App.slnx")}"));
    }

    private void Solution(string format, params string[] more)
    {
        consumer.Project("One/One.csproj").Model("One/First.cs", "First")
            .Project("Two/Two.csproj", frameworks: "<TargetFrameworks>net8.0;net10.0</TargetFrameworks>").Model("Two/Second.cs", "Second");
        consumer.Dotnet("new", "sln", "-n", "App", "--format", format);
        consumer.Dotnet(["sln", $"App.{format}", "add", "One/One.csproj", "Two/Two.csproj", .. more]);
    }

    private void AssertPage(string output)
    {
        var page = File.ReadAllText(consumer.At("RankAttributes/App.bounds.html"));
        Assert.Equal(2, output.Split("3 models of 3 assemblies").Length);
        Assert.Contains(">First<", page, StringComparison.Ordinal);
        Assert.Contains("<td>Two (net8.0)</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>Two (net10.0)</td>", page, StringComparison.Ordinal);
    }
}
