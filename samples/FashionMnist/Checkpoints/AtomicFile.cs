namespace FashionMnist.Checkpoints;

/// <summary>Files that are there whole or not at all, whenever the process is killed.</summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> write)
    {
        var unfinished = path + ".unfinished";
        using (var file = File.Create(unfinished))
        {
            write(file);
            // Without this, a machine that loses power may know the new name before it has the new content.
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
