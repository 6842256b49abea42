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
        Copy(readme, "GlobalUsings.cs", "Mlp.cs", "Program.cs");
        Change("Mlp.cs", "Rank = 6", "Rank = 64");

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
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "getting-started.md"));
        Copy(page, "GlobalUsings.cs", "Mlp.cs", "Program.cs");
        Dotnet("build");
        PrepareForThisSystem();
        Assert.Matches(@"fc1\.weight: effective rank \d+(\.\d)? of a budget of 6", Run());

        // Random labels need every rank: the build that knows the record says so, and shows the rank.
        Change("Try.csproj", "</PropertyGroup>", Record().Match(page).Value + "</PropertyGroup>");
        var output = Dotnet("build");
        Assert.Matches(@"Mlp\.cs\(\d+\): RankAttributes warning RANK2010: 'Mlp' exceeds its rank budget at step 200 of run\.jsonl: 'fc1' has rank ", output);
        Assert.Matches("\"reachedRank\": [0-9.]+,", File.ReadAllText(Path.Combine(folder, "bin/Debug/net10.0/RankAttributes/Try.bounds.json")));
    }

    [MpiFact]
    public void The_program_for_many_machines_trains_on_two_processes()
    {
        PackedPackage.PackInto(PackedPackage.Source, "src/RankAttributes.Mpi");
        NewProject();
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "how-to", "train-on-many-machines.md"));
        Copy(File.ReadAllText(Path.Combine(Repository.Root, "docs", "getting-started.md")), "GlobalUsings.cs", "Mlp.cs");
        Copy(page, "Program.cs");
        Dotnet("add", "package", "RankAttributes.Mpi");
        Dotnet("build");
        PrepareForThisSystem();

        var output = Run("mpirun.openmpi", "-n", "2", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none");
        Assert.Matches(@"^epoch 3, 2 processes: loss \d\.\d+, penalty 0\.\d+$", output.Split('\n')[^1].TrimEnd());
        Assert.Equal(3, File.ReadAllLines(Path.Combine(folder, "run.jsonl")).Length);
        Assert.True(File.Exists(Path.Combine(folder, "model.dat")));
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

    /// <summary>Writes files as the page shows them, each under a line that names it.</summary>
    private void Copy(string page, params string[] files)
    {
        foreach (var file in files)
        {
            var block = Regex.Match(page, $"`{Regex.Escape(file)}`[^\n]*:\r?\n\r?\n```csharp\r?\n(.*?)```", RegexOptions.Singleline);
            Assert.True(block.Success, $"The page shows no {file}.");
            File.WriteAllText(Path.Combine(folder, file), block.Groups[1].Value);
        }
    }

    private void Change(string file, string old, string now)
    {
        var path = Path.Combine(folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, now, StringComparison.Ordinal));
    }

    private static string NativePackage
        => typeof(FirstUseTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "NativePackage").Value!;

    private string Dotnet(params string[] arguments) => Sdk.Dotnet(folder, arguments);

    /// <summary>On an older Linux the file of TorchSharp's package does not load (docs/troubleshooting.md); there the prepared one takes its place.</summary>
    private void PrepareForThisSystem()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "bin"), "libLibTorchSharp.so", SearchOption.AllDirectories))
            File.Copy(NativeTorch.LibTorchSharp, file, overwrite: true);
    }

    private string Run(params string[] launcher)
    {
        string[] command = [.. launcher, "dotnet", "exec", Path.Combine(folder, "bin/Debug/net10.0/Try.dll")];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, WorkingDirectory = folder };

        // Processes that outnumber the cores must not spin while they wait.
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OMPI_MCA_mpi_yield_when_idle"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    [GeneratedRegex("<RankAttributesTrainingRecord>.*?</RankAttributesTrainingRecord>")]
    private static partial Regex Record();

    [GeneratedRegex(@"^Mlp\.cs\(\d+,\d+\): warning RANK1001: .*?(?=\r?$)", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
