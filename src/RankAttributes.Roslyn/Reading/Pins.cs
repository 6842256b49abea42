using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading;

/// <summary>The numbers that <c>[Dims("hidden", 512)]</c> gives to parameters and values that depend on them.</summary>
internal static class Pins
{
    public static readonly IReadOnlyDictionary<string, long> None = new Dictionary<string, long>();

    public static IReadOnlyDictionary<string, long> Of(INamedTypeSymbol type)
    {
        Dictionary<string, long>? pins = null;
        foreach (var attribute in type.GetAttributes())
        {
            if (TorchSymbols.HasName(attribute, KnownNames.Dims) && AttributeReader.Argument(attribute, 0) is { Value: string path }
                && AttributeReader.Argument(attribute, 1) is { Value: long value })
            {
                (pins ??= new(StringComparer.Ordinal))[path] = value;
            }
        }

        return pins ?? None;
    }
}
