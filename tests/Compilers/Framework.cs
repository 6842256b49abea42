using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RankAttributes;

/// <summary>The .NET that model sources are compiled against: the one that runs, whose files every compiler reads. (The package of reference assemblies asks
/// for Roslyn 4.11.)</summary>
internal static class Framework
{
    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Where(file =>
                Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(file) is "mscorlib.dll" or "netstandard.dll")
            .Where(file => !file.EndsWith(".Native.dll", StringComparison.OrdinalIgnoreCase))
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];
}
