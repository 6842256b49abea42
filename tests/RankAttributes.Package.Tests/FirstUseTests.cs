using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace RankAttributes.Package.Tests;

/// <summary>The first steps of the README and of getting started as a stranger takes them: an empty folder, two packages, two files.</summary>
public sealed partial class FirstUseTests : IDisposable
{
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("stranger").FullName, "Try");
    private readonly string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Fact]
    public void The_example_of_the_readme_runs_from_the_package_and_warns_as_it_says()
    {
        NewProject();
        var blocks = Blocks(readme);
        File.WriteAllText(Path.Combine(folder, "Mlp.cs"), blocks[0].Replace("Rank = 6", "Rank = 64", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "Program.cs"), blocks[1]);

        Assert.Contains(Warning().Match(readme).Value, Dotnet("build").Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        PrepareForThisSystem();
        var output = Run();
        Assert.Matches(@"^loss \d\.\d+, of it the penalty 0\.\d+$", output);
    }

    [Fact]
    public void Getting_started_ends_with_the_reached_ranks_in_the_report()
    {
        NewProject();
        var blocks = Blocks(File.ReadAllText(Path.Combine(Repository.Root, "docs", "getting-started.md")));
        File.WriteAllText(Path.Combine(folder, "Mlp.cs"), blocks[0]);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), blocks[1] + blocks[2]);
        Dotnet("build");
        PrepareForThisSystem();
        Assert.Matches(@"fc1\.weight: effective rank \d+(\.\d)? of a budget of 6", Run());

        // Random labels need every rank: the build that knows the record says so, and shows the rank.
        var output = Dotnet("build", "-p:RankAttributesTrainingRecord=run.jsonl");
        Assert.Matches(@"Mlp\.cs\(\d+\): RankAttributes warning RANK2010: 'Mlp' exceeds its rank budget at step 200 of run\.jsonl: 'fc1' has rank ", output);
        Assert.Matches("\"reachedRank\": [0-9.]+,", File.ReadAllText(Path.Combine(folder, "bin/Debug/net10.0/RankAttributes/Try.bounds.json")));
    }

    private void NewProject()
    {
        // The feeds are folders: the packed file, and what this repository was restored from. What is there needs not be copied.
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{PackedPackage.Packages}" /></config>
              <packageSources><clear /><add key="packed" value="{PackedPackage.Source}" /><add key="restored" value="{PackedPackage.Restored}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="restored" value="{PackedPackage.Restored}" /></fallbackPackageFolders>
            </configuration>
            """);
        Dotnet("new", "console", "--no-restore");
        Dotnet("add", "package", "RankAttributes");
        Dotnet("add", "package", NativePackage);
    }

    private static List<string> Blocks(string page) => [.. CSharp().Matches(page).Select(match => match.Groups[1].Value)];

    private static string NativePackage
        => typeof(FirstUseTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "NativePackage").Value!;

    private string Dotnet(params string[] arguments) => Sdk.Dotnet(folder, arguments);

    /// <summary>On an older Linux the file of TorchSharp's package does not load (docs/troubleshooting.md); there the prepared one takes its place.</summary>
    private void PrepareForThisSystem()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "bin"), "libLibTorchSharp.so", SearchOption.AllDirectories))
            File.Copy(NativeTorch.LibTorchSharp, file, overwrite: true);
    }

    private string Run()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet",
            ["exec", Path.Combine(folder, "bin/Debug/net10.0/Try.dll")])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        })!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    [GeneratedRegex("```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"^Mlp\.cs\(\d+,\d+\): warning RANK1001: .*?(?=\r?$)", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
