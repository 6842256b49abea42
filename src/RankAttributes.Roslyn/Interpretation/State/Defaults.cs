using System.Globalization;
using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Constants of the language as values, and the value a type has where nothing was set.</summary>
internal static class Defaults
{
    private const decimal MaxDecimal = 1_000_000_000_000_000;
    private const string OfDecimals = "it is computed with decimals";

    public static Value Constant(object? constant, ITypeSymbol? type = null)
    {
        if (constant is not null && type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            type = nullable.TypeArguments[0];
        if (constant is not null and not string && type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration) return Enumeration(enumeration, constant);
        return constant switch
        {
            null => type is null ? Value.Null : Of(type),
            bool truth => Value.Truth(truth),
            int or long or short or byte or sbyte or ushort or uint => Value.Number(System.Convert.ToInt64(constant, CultureInfo.InvariantCulture)),
            ulong and <= long.MaxValue and var number => Value.Number((long)number),
            decimal and not (> -MaxDecimal and < MaxDecimal) => Value.Unknown(OfDecimals),
            decimal number when number != decimal.Truncate(number) => Value.Unknown(OfDecimals),
            double or float or decimal => new RealValue(System.Convert.ToDouble(constant, CultureInfo.InvariantCulture)),
            string text => new TextValue(text),
            char letter => new TextValue(letter.ToString()),
            _ => Value.Unknown("a constant of this type is not followed"),
        };
    }

    /// <summary>The default value of a field or property.</summary>
    public static Value Of(ISymbol member) => member switch
    {
        IFieldSymbol field => Of(field.Type),
        IPropertySymbol property => Of(property.Type),
        _ => Value.Null,
    };

    public static Value Of(ITypeSymbol type)
    {
        if (Numbers.IsInteger(type) || type.SpecialType == SpecialType.System_Boolean) return Value.Number(0);
        if (Numbers.IsReal(type)) return new RealValue(0);
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration) return Enumeration(enumeration, 0);
        if (type is { TypeKind: TypeKind.TypeParameter } or { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T })
            return Value.Unknown("the default value of its type is not followed");
        return Value.Null;
    }

    private static Value Enumeration(INamedTypeSymbol type, object constant)
    {
        if (constant is ulong) return Value.Unknown("a constant of this type is not followed");
        var number = System.Convert.ToInt64(constant, CultureInfo.InvariantCulture);
        var names = type.GetMembers().OfType<IFieldSymbol>().Where(member => member is { HasConstantValue: true, ConstantValue: not null and not ulong }
            && System.Convert.ToInt64(member.ConstantValue, CultureInfo.InvariantCulture) == number).Select(member => member.Name).ToList();
        return new EnumValue(names.Count == 1 ? names[0] : null, number);
    }
}
