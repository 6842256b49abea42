using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading;

/// <summary>How generated code puts the two layers that one is compressed to into a member.</summary>
/// <param name="Type">The member's type, in full.</param>
/// <param name="Field">The field to write where the member itself cannot be assigned, else <see langword="null"/>.</param>
internal sealed record MemberPlace(string Type, string? Field)
{
    /// <summary>The way for a member, or <see langword="null"/> where its type does not allow it.</summary>
    /// <param name="member">A field, or a property that holds.</param>
    /// <param name="held">Its type.</param>
    /// <param name="places">What places can hold.</param>
    public static MemberPlace? Of(ISymbol member, ITypeSymbol held, PlacesForPairs? places)
    {
        if (places?.HoldsPair(held) != true) return null;
        var field = member switch
        {
            IFieldSymbol { IsReadOnly: true } => member.Name,
            IPropertySymbol { SetMethod: null or { IsInitOnly: true } } => $"<{member.Name}>k__BackingField",
            _ => null,
        };

        // The accessor of a generic class's field cannot be written in the oldest version of .NET that is served.
        return field is not null && IsGeneric(member.ContainingType) ? null
            : new MemberPlace(held.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), field);
    }

    private static bool IsGeneric(INamedTypeSymbol? type) => type is not null && (type.Arity > 0 || IsGeneric(type.ContainingType));
}
