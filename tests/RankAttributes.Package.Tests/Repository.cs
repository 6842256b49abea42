using System.Runtime.CompilerServices;

namespace RankAttributes.Package.Tests;

/// <summary>The repository the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Built = ["bin", "obj", ".git", ".vs", "TestResults"];

    public static string Root { get; } = Find();

    /// <summary>Copies what a clone would hold of the given folders and of the files beside the solution; nothing that was built.</summary>
    public static void CopySources(string target, params string[] folders)
    {
        foreach (var file in Directory.GetFiles(Root)) CopyFile(file, target);
        foreach (var folder in folders) CopyFolder(Path.Combine(Root, folder), Path.Combine(target, folder));
    }

    private static void CopyFolder(string source, string target)
    {
        foreach (var file in Directory.GetFiles(source)) CopyFile(file, target);
        foreach (var folder in Directory.GetDirectories(source))
        {
            var name = Path.GetFileName(folder);
            if (!Built.Contains(name, StringComparer.OrdinalIgnoreCase)) CopyFolder(folder, Path.Combine(target, name));
        }
    }

    private static void CopyFile(string file, string folder)
    {
        Directory.CreateDirectory(folder);
        File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private static string Find([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
