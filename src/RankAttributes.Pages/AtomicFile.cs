using System.Text;

namespace RankAttributes.Pages;

/// <summary>Writes files whole or not at all: a process that is killed, or two at once, leave a complete file.</summary>
public static class AtomicFile
{
    private const int DigitsOfGuid = 32;

    /// <summary>Removes the temporary files of processes that were killed while they wrote a file. What another process has open stays.</summary>
    public static void RemoveLeftovers(string path)
    {
        if (Path.GetDirectoryName(path) is not { Length: > 0 } folder || !Directory.Exists(folder)) return;
        var name = Path.GetFileName(path);
        foreach (var file in Directory.GetFiles(folder, name + ".*.tmp"))
        {
            var between = Path.GetFileName(file).Substring(name.Length + 1);
            if (between.Length == DigitsOfGuid + 4 && between.Take(DigitsOfGuid).All(Uri.IsHexDigit)) File.Delete(file);
        }
    }

    /// <summary>Writes text as UTF-8 without a mark, where the file does not hold it already.</summary>
    public static void Write(string path, string content)
    {
        var bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(content);
        if (File.Exists(path) && File.ReadAllBytes(path).SequenceEqual(bytes)) return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            if (File.Exists(path)) File.Replace(temporary, path, null);
            else File.Move(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
