using System.Text;

namespace RankAttributes.Build.Training;

/// <summary>Reads the last lines of a file that may be long, and that a training may be writing to.</summary>
internal static class FileTail
{
    private const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>The last whole lines, the newest first.</summary>
    /// <exception cref="IOException">The file cannot be read, is empty, or is not a regular file.</exception>
    public static IEnumerable<string> Lines(string path)
    {
        // Opening a pipe would wait until somebody writes to it.
        if (new FileInfo(path).Length == 0) throw new IOException("it is empty, or it is a device or a pipe");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[Math.Min(file.Length, MaxBytes)];
        file.Seek(-bytes.Length, SeekOrigin.End);
        var count = 0;
        while (count < bytes.Length && file.Read(bytes, count, bytes.Length - count) is > 0 and var read) count += read;
        var lines = Encoding.UTF8.GetString(bytes, 0, count).Split('\n');
        return Enumerable.Range(1, lines.Length).Select(fromEnd => lines[lines.Length - fromEnd]).Where(line => line.Length > 0);
    }
}
