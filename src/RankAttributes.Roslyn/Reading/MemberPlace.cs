using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading;

/// <summary>How generated code puts the two layers that one is compressed to into a member.</summary>
/// <param name="Type">The member's type, in full.</param>
/// <param name="Field">The field that holds it. Code that reads a model sees no assignment where it is written through an accessor.</param>
internal sealed record MemberPlace(string Type, string Field)
{
    /// <summary>The way for a member, or <see langword="null"/> where its type does not allow it.</summary>
    /// <param name="member">A field, or a property that holds.</param>
    /// <param name="held">Its type.</param>
    /// <param name="places">What places can hold.</param>
    public static MemberPlace? Of(ISymbol member, ITypeSymbol held, PlacesForPairs? places)
    {
        // The accessor of a generic class's field cannot be written in the oldest version of .NET that is served.
        if (places?.HoldsPair(held) != true || IsGeneric(member.ContainingType)) return null;
        return new MemberPlace(
            held.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), member is IPropertySymbol ? $"<{member.Name}>k__BackingField" : member.Name);
    }

    private static bool IsGeneric(INamedTypeSymbol? type) => type is not null && (type.Arity > 0 || IsGeneric(type.ContainingType));
}
