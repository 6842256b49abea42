using System.Reflection.Metadata;
using RankAttributes.Build.Report;
using RankAttributes.Declarations;

namespace RankAttributes.Build;

/// <summary>Where creations are written: the declaration names the member and not the line.</summary>
internal sealed class CreationPlaces(MetadataReader metadata, SourceLocations sources, IReadOnlyDictionary<string, CompiledType> types)
{
    /// <summary>The place in the source; nothing where it cannot be found.</summary>
    public SourcePlace Of(CreationPoint site)
        => types.TryGetValue(site.Type, out var type)
            ? sources.Of(metadata, type.Definition, site.Member, site.Expression.TrimEnd('…'), Start(site.Expression))
            : default;

    /// <summary>The member in words.</summary>
    public static string Words(CreationPoint site) => site.Member switch
    {
        "<Main>$" => "top-level statements",
        ".ctor" or ".cctor" => $"constructor of {TypeNames.Simple(site.Type)}",
        _ => $"{TypeNames.Simple(site.Type)}.{site.Member}",
    };

    /// <summary>The creation up to its arguments, which may go over several lines.</summary>
    private static string Start(string expression)
    {
        var end = expression.IndexOf('(');
        return end < 0 ? expression : expression.Substring(0, end + 1);
    }
}
