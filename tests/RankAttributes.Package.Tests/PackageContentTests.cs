using System.IO.Compression;
using System.Xml.Linq;

namespace RankAttributes.Package.Tests;

/// <summary>What is in the package: nothing less, nothing more, and the same bytes every time.</summary>
public class PackageContentTests
{
    private static readonly string[] Files =
    [
        "LICENSE",
        "README.md",
        "RankAttributes.nuspec",
        "THIRD-PARTY-NOTICES.txt",
        "analyzers/dotnet/cs/RankAttributes.Bounds.dll",
        "analyzers/dotnet/cs/RankAttributes.CodeFixes.dll",
        "analyzers/dotnet/cs/RankAttributes.Declarations.dll",
        "analyzers/dotnet/cs/RankAttributes.Roslyn.dll",
        "build/RankAttributes.targets",
        "buildMultiTargeting/RankAttributes.targets",
        "buildTransitive/RankAttributes.Compiler.targets",
        "buildTransitive/RankAttributes.Generation.targets",
        "buildTransitive/RankAttributes.Solution.proj",
        "buildTransitive/RankAttributes.Solution.targets",
        "buildTransitive/RankAttributes.props",
        "buildTransitive/RankAttributes.targets",
        "buildTransitive/config/RankAttributes.errors.globalconfig",
        "buildTransitive/config/RankAttributes.off.globalconfig",
        "buildTransitive/config/RankAttributes.suggestions.globalconfig",
        "buildTransitive/config/RankAttributes.warnings.globalconfig",
        "icon.png",
        "lib/net8.0/RankAttributes.Bounds.dll",
        "lib/net8.0/RankAttributes.Bounds.xml",
        "lib/net8.0/RankAttributes.Declarations.dll",
        "lib/net8.0/RankAttributes.Pages.dll",
        "lib/net8.0/RankAttributes.dll",
        "lib/net8.0/RankAttributes.xml",
        "tasks/netstandard2.0/RankAttributes.Bounds.dll",
        "tasks/netstandard2.0/RankAttributes.Build.dll",
        "tasks/netstandard2.0/RankAttributes.Declarations.dll",
        "tasks/netstandard2.0/RankAttributes.Pages.dll",
        "tasks/netstandard2.0/System.Buffers.dll",
        "tasks/netstandard2.0/System.Collections.Immutable.dll",
        "tasks/netstandard2.0/System.Memory.dll",
        "tasks/netstandard2.0/System.Numerics.Vectors.dll",
        "tasks/netstandard2.0/System.Reflection.Metadata.dll",
        "tasks/netstandard2.0/System.Runtime.CompilerServices.Unsafe.dll",
    ];

    [Fact]
    public void The_package_holds_exactly_these_files() => Assert.Equal(Files, Entries(PackedPackage.File));

    [Fact]
    public void The_symbols_of_the_libraries_are_in_a_package_of_their_own()
        => Assert.Equal(["RankAttributes.nuspec", "lib/net8.0/RankAttributes.Bounds.pdb", "lib/net8.0/RankAttributes.Declarations.pdb",
            "lib/net8.0/RankAttributes.Pages.pdb", "lib/net8.0/RankAttributes.pdb"], Entries(Path.ChangeExtension(PackedPackage.File, ".snupkg")));

    [Fact]
    public void TorchSharp_in_the_tested_range_and_the_loggers_interface_are_the_only_dependencies()
    {
        var group = Assert.Single(Nuspec("dependencies").Elements());
        Assert.Equal("net8.0", group.Attribute("targetFramework")!.Value);
        Assert.Equal(
            [("Microsoft.Extensions.Logging.Abstractions", "8.0.0"), ("TorchSharp", "[0.107.0, 0.108.0)")],
            group.Elements().Select(dependency => (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value)).Order());
    }

    [Fact]
    public void The_package_says_what_it_is_and_where_it_comes_from()
    {
        Assert.Equal(("MIT", "expression"), (Nuspec("license").Value, Nuspec("license").Attribute("type")!.Value));
        Assert.Equal(("README.md", "icon.png"), (Nuspec("readme").Value, Nuspec("icon").Value));
        Assert.Equal(Nuspec("projectUrl").Value, Nuspec("repository").Attribute("url")!.Value);
        Assert.Matches("^[0-9a-f]{40}$", Nuspec("repository").Attribute("commit")?.Value);
        Assert.NotEmpty(Nuspec("description").Value);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(Path.Combine(PackedPackage.Unpacked, "icon.png"))[..4]);
    }

    [Fact]
    public void The_readme_is_the_repositorys_with_links_that_lead_somewhere_from_outside()
    {
        var packed = File.ReadAllText(Path.Combine(PackedPackage.Unpacked, "README.md"));
        Assert.DoesNotMatch(@"\]\((?!https://)", packed);
        Assert.Equal(
            File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Trim(),
            packed.Replace("](https://github.com/RankAttributes/RankAttributes/blob/main/", "](", StringComparison.Ordinal).Trim());
    }

    [Fact]
    public void Packed_again_the_file_is_the_same_to_the_byte()
    {
        var folder = Directory.CreateTempSubdirectory("again").FullName;
        PackedPackage.PackInto(folder);
        Assert.Equal(File.ReadAllBytes(PackedPackage.File), File.ReadAllBytes(Path.Combine(folder, Path.GetFileName(PackedPackage.File))));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void One_command_packs_a_clean_clone()
    {
        var folder = Directory.CreateTempSubdirectory("clean").FullName;
        Repository.CopySources(folder, "src", "eng");
        Sdk.Dotnet(folder, "pack", "src/RankAttributes", "-c", "Release", "-o", Path.Combine(folder, "out"), "-nologo");
        Assert.Equal(Files, Entries(Path.Combine(folder, "out", Path.GetFileName(PackedPackage.File))));
        Directory.Delete(folder, recursive: true);
    }

    private static XElement Nuspec(string name)
        => XDocument.Load(Path.Combine(PackedPackage.Unpacked, "RankAttributes.nuspec")).Root!.Elements().Single().Elements()
        .Single(item => item.Name.LocalName == name);

    /// <summary>The files of a package but for those that every zip archive of this kind has.</summary>
    private static List<string> Entries(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)
            .Where(name => name is not ("_rels/.rels" or "[Content_Types].xml") && !name.StartsWith("package/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }
}
