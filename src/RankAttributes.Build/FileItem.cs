using System.Text;
using Microsoft.Build.Utilities;

namespace RankAttributes.Build;

/// <summary>Makes items of paths. An item takes its text as MSBuild writes it, in which <c>%</c> and <c>;</c> have a meaning.</summary>
internal static class FileItem
{
    public static TaskItem Of(string path)
    {
        var escaped = new StringBuilder(path.Length);
        foreach (var character in path)
        {
            if ("%*?@$();'".IndexOf(character) < 0) escaped.Append(character);
            else escaped.Append('%').Append(((int)character).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return new TaskItem(escaped.ToString());
    }
}
