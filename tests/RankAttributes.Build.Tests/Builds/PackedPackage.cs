using System.Reflection;

namespace RankAttributes.Build.Tests.Builds;

/// <summary>The package as a user gets it, packed once from what was built, and a package folder of its own to restore it into.</summary>
internal static class PackedPackage
{
    private static readonly Lazy<string> Packed = new(Pack);

    /// <summary>The folder that is a package source with this one package.</summary>
    public static string Source => Path.Combine(Packed.Value, "source");

    /// <summary>The folder that packages are restored into, so that no other build sees this one.</summary>
    public static string Packages => Path.Combine(Packed.Value, "packages");

    public static string Repository => Metadata("Repository");

    /// <summary>The packages that this repository was restored from: there is no need for a network.</summary>
    public static string Restored => Metadata("RestoredPackages");

    public static string Version => Metadata("PackageVersion");

    private static string Pack()
    {
        var folder = Directory.CreateTempSubdirectory("rankpack").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var (exitCode, output) = Sdk.Run(
            Repository, "pack", "src/RankAttributes", "--no-build", "-c", Metadata("Configuration"), "-o", Path.Combine(folder, "source"), "-nologo");
        return exitCode == 0 ? folder : throw new InvalidOperationException(output);
    }

    private static string Metadata(string key)
        => typeof(PackedPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
