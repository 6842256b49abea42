using System.Security.Cryptography;

namespace RankAttributes.Package.Tests;

/// <summary>One commit gives the same assemblies wherever it is built.</summary>
public sealed class DeterminismTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("determinism").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Two_builds_in_two_folders_are_identical()
    {
        var first = Build(Path.Combine(folder, "one"));
        var second = Build(Path.Combine(folder, "another", "and deeper"));

        Assert.Contains("RankAttributes.dll", first.Keys);
        Assert.Contains("RankAttributes.CodeFixes.dll", first.Keys);
        Assert.Contains("Quickstart.dll", first.Keys);
        Assert.Contains("Quickstart.bounds.md", first.Keys);
        Assert.Equal(first, second);
    }

    /// <summary>The hash of everything the build made of its own sources: assemblies, symbols, documentation, reports.</summary>
    private static SortedDictionary<string, string> Build(string target)
    {
        Repository.CopySources(target, "src", "eng", "samples");
        foreach (var project in new[] { "samples/Quickstart", "src/RankAttributes.CodeFixes" })
            Sdk.Dotnet(target, "build", project, "-c", "Release", "-nologo", "-v", "q");
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetFileName(file);
            var isOwn = name.StartsWith("RankAttributes", StringComparison.Ordinal) || name.StartsWith("Quickstart", StringComparison.Ordinal);
            if (!isOwn || !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)) continue;
            if (Path.GetExtension(name) is not (".dll" or ".pdb" or ".xml" or ".md" or ".json" or ".html")
                || name.EndsWith(".deps.json", StringComparison.Ordinal)) continue;
            hashes[name] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return hashes;
    }
}
