using System.Text;

namespace RankAttributes.Build;

/// <summary>Reads a file that somebody else wrote, up to a limit that is counted while it is read: the length that a file states may be none.</summary>
internal static class BoundedFile
{
    private const int LongestPart = 64 * 1024;

    /// <summary>The text of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">The most bytes that are read.</param>
    /// <exception cref="IOException">It cannot be read, is empty, is longer than the limit, or is not a regular file.</exception>
    public static string Read(string path, int limit)
    {
        // Devices and pipes state no length. Opening a pipe would wait until somebody writes to it.
        var stated = new FileInfo(path).Length;
        if (stated == 0) throw new IOException("it is empty, or it is a device or a pipe");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        var buffer = new byte[Math.Min(stated, LongestPart)];
        while (file.Read(buffer, 0, buffer.Length) is > 0 and var count)
        {
            if (bytes.Length + count > limit) throw new IOException($"it is too long for what it should be: more than {limit / (1024 * 1024)} MB");
            bytes.Write(buffer, 0, count);
        }

        bytes.Position = 0;
        using var reader = new StreamReader(bytes, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
