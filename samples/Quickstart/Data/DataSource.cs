namespace Quickstart.Data;

/// <summary>Decides where the data comes from: what was asked for, or the first place that has it, or a generated set.</summary>
internal static class DataSource
{
    public const string EnvironmentVariable = "FASHION_MNIST_DIR";

    /// <summary>Loads the data; a place that was named (by option or variable) and is not usable is an error, never passed over.</summary>
    public static Dataset Load(QuickstartOptions options) =>
        Folder(options, Environment.GetEnvironmentVariable(EnvironmentVariable), [Environment.CurrentDirectory, AppContext.BaseDirectory]) is { } folder
            ? FashionMnist.Read(folder)
            : TeacherStudent.Generate(options.Seed);

    /// <summary>The folder to read, or <see langword="null"/> where the data is to be generated.</summary>
    internal static string? Folder(QuickstartOptions options, string? variable, IEnumerable<string> startingFolders)
    {
        if (options.Generated) return null;
        if (options.DataFolder is { } asked) return asked;
        if (!string.IsNullOrWhiteSpace(variable)) return variable;
        return startingFolders.Select(RepositoryRoot).OfType<string>()
            .Select(root => Path.Combine(root, "data", "fashion-mnist"))
            .FirstOrDefault(Directory.Exists);
    }

    private static string? RepositoryRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RankAttributes.sln"))) return folder.FullName;
        }

        return null;
    }
}
