using System.IO.Compression;
using System.Reflection;

namespace RankAttributes.Consumption;

/// <summary>The package as a user gets it, packed once from what was built, and a package folder of its own to restore it into.</summary>
internal static class PackedPackage
{
    private static readonly Lazy<string> Packed = new(Pack);
    private static readonly Lazy<string> Extracted = new(() =>
    {
        var folder = Path.Combine(Packed.Value, "unpacked");
        ZipFile.ExtractToDirectory(File, folder);
        return folder;
    });

    /// <summary>The folder that is a package source with this one package.</summary>
    public static string Source => Path.Combine(Packed.Value, "source");

    /// <summary>The folder that packages are restored into, so that no other build sees this one.</summary>
    public static string Packages => Path.Combine(Packed.Value, "packages");

    /// <summary>The packed file.</summary>
    public static string File => Path.Combine(Source, $"RankAttributes.{Version}.nupkg");

    /// <summary>The files of the package, in a folder.</summary>
    public static string Unpacked => Extracted.Value;

    public static string Repository => Metadata("Repository");

    /// <summary>The packages that this repository was restored from: there is no need for a network.</summary>
    public static string Restored => Metadata("RestoredPackages");

    public static string Version => Metadata("PackageVersion");

    /// <summary>Packs what was built into a folder.</summary>
    public static void PackInto(string folder, string project = "src/RankAttributes")
    {
        // Test projects run side by side, and packing writes to the project's obj.
        using var packing = new Mutex(initiallyOwned: false, @"Global\RankAttributes.Pack");
        packing.WaitOne();
        try
        {
            var (exitCode, output) = Sdk.Run(Repository, "pack", project, "--no-build", "-c", Metadata("Configuration"), "-o", folder, "-nologo");
            if (exitCode != 0) throw new InvalidOperationException(output);
        }
        finally
        {
            packing.ReleaseMutex();
        }
    }

    private static string Pack()
    {
        var folder = Directory.CreateTempSubdirectory("rankpack").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        PackInto(Path.Combine(folder, "source"));
        return folder;
    }

    private static string Metadata(string key)
        => typeof(PackedPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
