using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading;

/// <summary>Attributes to declarations. A value that is still being typed reads as not declared, or as NaN where one is needed.</summary>
internal static class AttributeReader
{
    public static AttributeData? Find(ISymbol symbol, string metadataName)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (TorchSymbols.HasName(attribute, metadataName)) return attribute;
        }

        return null;
    }

    /// <summary>The settings an attribute declares; what it leaves out comes from <paramref name="defaults"/>.</summary>
    public static LayerSettings Settings(AttributeData attribute, LayerSettings? defaults) => new(
        P: Number(Argument(attribute, 0)) ?? double.NaN,
        Strength: Number(Named(attribute, "Strength")) ?? defaults?.Strength ?? DeclaredValue.DefaultStrength,
        Rank: (int)(Number(Named(attribute, "Rank")) ?? defaults?.Rank ?? 0),
        SpectralNorm: Number(Named(attribute, "SpectralNorm")) ?? defaults?.SpectralNorm ?? 0,
        Smoothing: Number(Named(attribute, "Smoothing")) ?? defaults?.Smoothing ?? DeclaredValue.DefaultSmoothing,
        Method: (int)(Number(Named(attribute, "Method")) ?? defaults?.Method ?? 0));

    public static TrainingDataDeclaration? TrainingData(AttributeData? attribute)
    {
        if (attribute is null || Argument(attribute, 0) is not { Value: long samples }) return null;
        var shape = Named(attribute, "InputShape") is { Kind: TypedConstantKind.Array, IsNull: false } array
            ? array.Values.Select(value => value.Value as int? ?? 0)
            : [];
        return new TrainingDataDeclaration(
            samples,
            Number(Named(attribute, "InputNorm")) ?? 0,
            Number(Named(attribute, "Margin")) ?? 0,
            shape.ToEquatableArray());
    }

    public static TypedConstant? Named(AttributeData attribute, string name)
    {
        foreach (var pair in attribute.NamedArguments)
        {
            if (pair.Key == name) return pair.Value;
        }

        return null;
    }

    public static TypedConstant? Argument(AttributeData attribute, int index)
        => index < attribute.ConstructorArguments.Length ? attribute.ConstructorArguments[index] : null;

    public static double? Number(TypedConstant? constant) => constant is { Kind: not TypedConstantKind.Array } value
        ? value.Value switch
        {
            double number => number,
            int number => number,
            long number => number,
            _ => null,
        }
        : null;
}
