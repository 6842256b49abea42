using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RankAttributes;

/// <summary>The .NET that model sources are compiled against.</summary>
internal static class Framework
{
    public static ImmutableArray<MetadataReference> References { get; } = [.. Basic.Reference.Assemblies.Net80.References.All];
}
