namespace RankAttributes.Package.Tests;

/// <summary>
/// The native libraries that this test project runs with, linked into another program's folder: a user installs half a gigabyte for them, and
/// on an older Linux the one of TorchSharp that was prepared for it (see eng/README.md).
/// </summary>
internal static class NativeTorch
{
    public static void LinkInto(string folder)
    {
        foreach (var file in Libraries())
        {
            var target = Path.Combine(folder, Path.GetFileName(file));
            File.Delete(target);
            File.CreateSymbolicLink(target, File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file);
        }
    }

    /// <summary>TorchSharp's own library, as this system can load it.</summary>
    public static string LibTorchSharp => Libraries().Single(file => Path.GetFileName(file) == "libLibTorchSharp.so");

    private static IEnumerable<string> Libraries()
    {
        var system = OperatingSystem.IsWindows() ? "win-x64" : OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64";
        return Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "runtimes", system, "native"));
    }
}
