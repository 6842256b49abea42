namespace FashionMnist.Training;

/// <summary>The folder of all runs, held by this process alone.</summary>
internal sealed class RunsFolder : IDisposable
{
    private readonly string folder;
    private readonly FileStream held;

    /// <exception cref="FolderException">Another process holds it, or nothing can be written there.</exception>
    public RunsFolder(string folder)
    {
        this.folder = folder;
        held = Usable(folder, "or another process trains there", () =>
        {
            Directory.CreateDirectory(folder);
            // The system lets go of it however the process ends.
            return new FileStream(Path.Combine(folder, ".held"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        });
    }

    /// <exception cref="FolderException">Nothing can be written there.</exception>
    public RunFolder Of(RunSettings settings)
    {
        var path = Path.Combine(folder, settings.Variant.Folder);
        return Usable(path, "or a file has its name", () => new RunFolder(path));
    }

    public void Dispose() => held.Dispose();

    private static T Usable<T>(string path, string otherwise, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FolderException($"The folder {path} cannot be used, {otherwise}: {exception.Message} Give another one with --out.", exception);
        }
    }
}
