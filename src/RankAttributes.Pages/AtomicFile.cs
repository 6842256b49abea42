using System.Text;

namespace RankAttributes.Pages;

/// <summary>Writes files whole or not at all: a process that is killed, or two at once, leave a complete file.</summary>
public static class AtomicFile
{
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
