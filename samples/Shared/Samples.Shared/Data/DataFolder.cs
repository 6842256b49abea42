namespace Samples.Data;

/// <summary>
/// Where the IDX files lie: where was asked for, else where the environment says, else <c>data/fashion-mnist</c> or <c>data/mnist</c> in the repository.
/// </summary>
public static class DataFolder
{
    public const string EnvironmentVariable = "FASHION_MNIST_DIR";

    public const string MnistVariable = "MNIST_DIR";

    /// <summary>The folder to read, or <see langword="null"/> where none was named and none lies in the usual place.</summary>
    /// <param name="asked">What the command line names. Such a folder, and one that the environment names, is never passed over.</param>
    public static string? Find(string? asked) =>
        Find(asked, Environment.GetEnvironmentVariable(EnvironmentVariable), [Environment.CurrentDirectory, AppContext.BaseDirectory]);

    /// <summary>The same for MNIST itself, in <c>data/mnist</c>.</summary>
    public static string? FindMnist(string? asked) =>
        Find(asked, Environment.GetEnvironmentVariable(MnistVariable), [Environment.CurrentDirectory, AppContext.BaseDirectory], "mnist");

    /// <summary>The folder to read, for a sample that cannot do without.</summary>
    /// <exception cref="DatasetException">There is none.</exception>
    public static string Require(string? asked) => Find(asked) ?? throw new DatasetException(
        $"This sample trains on the real images, and no data folder was given. Fetch the four files of Fashion-MNIST "
        + $"(github.com/zalandoresearch/fashion-mnist, 30 MB), "
        + $"and name their folder with --data or {EnvironmentVariable}.");

    internal static string? Find(string? asked, string? variable, IEnumerable<string> startingFolders, string name = "fashion-mnist")
    {
        if (asked is not null) return asked;
        if (!string.IsNullOrWhiteSpace(variable)) return variable;
        return startingFolders.Select(RepositoryRoot).OfType<string>()
            .Select(root => Path.Combine(root, "data", name))
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
