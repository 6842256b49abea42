using System.Text;
using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Reading;

/// <summary>
/// The name of the file generated for a type: readable, legal on every file system, and a function of the type alone. Names are
/// compared without regard to case, so a hash of the exact name keeps <c>Net</c> and <c>NET</c> apart.
/// </summary>
internal static class HintName
{
    private const int LongestReadablePart = 120;

    public static string Of(INamedTypeSymbol type)
    {
        var name = MetadataName.Of(type);
        var readable = new StringBuilder();
        foreach (var character in name)
        {
            if (readable.Length == LongestReadablePart) break;
            readable.Append(character is '.' or '_' || (character < 128 && char.IsLetterOrDigit(character)) ? character : '-');
        }

        return readable.Append('.').Append(Fnv1A(name).ToString("x8", System.Globalization.CultureInfo.InvariantCulture)).Append(".g.cs").ToString();
    }

    // string.GetHashCode differs from process to process; a file name must not.
    private static uint Fnv1A(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text) hash = unchecked((hash ^ character) * 16777619u);
        return hash;
    }
}
