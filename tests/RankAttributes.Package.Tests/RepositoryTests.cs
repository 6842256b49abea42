using System.Text.Json;
using System.Text.RegularExpressions;

namespace RankAttributes.Package.Tests;

/// <summary>What holds for the repository as a whole.</summary>
public sealed partial class RepositoryTests
{
    private static readonly string[] Projects =
    [
        .. new[] { "src", "tests", "samples", "benchmarks" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(project => Path.GetRelativePath(Repository.Root, project).Replace('\\', '/'))
            .Where(project => !project.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "RankAttributes.sln"));
        var listed = InSolution().Matches(solution).Select(match => match.Groups[1].Value.Replace('\\', '/')).Order(StringComparer.Ordinal);
        Assert.Equal(Projects, listed);
    }

    /// <summary>`dotnet test` in the root would not know which of two to take.</summary>
    [Fact]
    public void There_is_one_solution_in_the_root()
        => Assert.Equal(["RankAttributes.sln"], Directory.EnumerateFiles(Repository.Root, "*.sln*").Select(Path.GetFileName));

    /// <summary>The SDK that the repository is built with is the oldest one of .NET 10 or a later one of the same version.</summary>
    [Fact]
    public void Any_SDK_of_DotNet_10_builds_the_repository()
    {
        var sdk = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "global.json"))).RootElement.GetProperty("sdk");
        Assert.Equal(("10.0.100", "latestFeature"), (sdk.GetProperty("version").GetString(), sdk.GetProperty("rollForward").GetString()));
    }

    [Fact]
    public void The_version_stands_in_one_place_and_the_documents_agree_with_it()
    {
        var written = Projects.Select(project => File.ReadAllText(Path.Combine(Repository.Root, project)))
            .Where(text => text.Contains("<Version>", StringComparison.Ordinal));
        Assert.Empty(written);

        var documents = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md"));
        var named = documents.SelectMany(document => Reference().Matches(File.ReadAllText(document)).Select(match => match.Groups[1].Value)).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, version => Assert.Equal(PackedPackage.Version, version));
    }

    /// <summary>References point one way, and docs/architecture.md has a line for every project.</summary>
    [Fact]
    public void Projects_refer_to_each_other_as_the_architecture_page_says()
    {
        string[] references =
        [
            "RankAttributes -> Bounds Declarations Pages",
            "RankAttributes.Bounds -> ",
            "RankAttributes.Build -> Declarations Pages",
            "RankAttributes.CodeFixes -> Roslyn",
            "RankAttributes.Declarations -> Bounds",
            "RankAttributes.Mpi -> RankAttributes",
            "RankAttributes.Pages -> ",
            "RankAttributes.Roslyn -> Declarations",
        ];
        var actual = Projects.Where(project => project.StartsWith("src/", StringComparison.Ordinal))
            .Select(project => $"{Path.GetFileNameWithoutExtension(project)} -> {References(project)}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(references, actual);

        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        Assert.All(references, line => Assert.Contains($"\n| `{line.Split(' ')[0]}` |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_changelog_names_every_rule_fix_and_method()
    {
        var changelog = File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md"));
        var rules = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "rules"), "RANK*.md").Select(page => Path.GetFileNameWithoutExtension(page));
        var fixes = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "RankAttributes.CodeFixes"), "*Fix.cs")
            .Select(file => $"`{Path.GetFileNameWithoutExtension(file)}`");
        var methods = Enum.GetNames<PenaltyMethod>().Select(method => $"`{method}`");
        Assert.All([.. rules, .. fixes, .. methods], name => Assert.Contains(name, changelog, StringComparison.Ordinal));
    }

    /// <summary>
    /// Code is read beside its former self in a review. The lines that are longer hold one text that no line break may divide: markup, a message, a model
    /// of a test. Their number may only fall: lower it when it does.
    /// </summary>
    [Fact]
    public void Lines_of_code_have_at_most_160_columns()
    {
        const int MaxColumns = 160;
        const int MaxLongerLines = 95;
        var longer = new[] { "src", "tests", "samples", "benchmarks", "eng" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(Repository.Root, file).Split('/', '\\').Any(part => part is "bin" or "obj"))
            .SelectMany(
                file => File.ReadLines(file).Select((line, index) => (Place: $"{file}:{index + 1}", line.Length)).Where(line => line.Length > MaxColumns))
            .Select(line => $"{Path.GetRelativePath(Repository.Root, line.Place)} ({line.Length})")
            .ToList();
        Assert.True(longer.Count <= MaxLongerLines, $"{longer.Count} lines are longer, {MaxLongerLines} were:\n{string.Join('\n', longer)}");
    }

    /// <summary>Workflows use what exists: scripts, projects, the one place for the SDK's version.</summary>
    [Fact]
    public void The_workflows_name_files_that_exist()
    {
        var workflows = Directory.GetFiles(Path.Combine(Repository.Root, ".github", "workflows"), "*.yml");
        Assert.NotEmpty(workflows);
        foreach (var workflow in workflows)
        {
            var text = File.ReadAllText(workflow);
            Assert.Contains("global-json-file: global.json", text, StringComparison.Ordinal);
            Assert.All(Named().Matches(text).Select(match => match.Value), path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
        }
    }

    private static string References(string project)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, project));
        return string.Join(' ', ProjectReference().Matches(text).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"<ProjectReference Include=""[^""]*/(?:RankAttributes\.)?([\w.]+)\.csproj""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"""([^""]+\.csproj)""")]
    private static partial Regex InSolution();

    [GeneratedRegex(@"Include=""RankAttributes(?:\.Mpi)?"" Version=""([^""]+)""")]
    private static partial Regex Reference();

    [GeneratedRegex(@"(?:\.ci|src|samples)/[\w./-]+")]
    private static partial Regex Named();
}
