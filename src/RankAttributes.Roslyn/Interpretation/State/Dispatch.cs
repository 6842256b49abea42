using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Which member runs for a virtual one, on an object whose class is known.</summary>
internal static class Dispatch
{
    public static ISymbol Implementation(INamedTypeSymbol type, ISymbol member)
    {
        if (member.ContainingType.TypeKind == TypeKind.Interface) return type.FindImplementationForInterfaceMember(member)?.OriginalDefinition ?? member;
        if (!member.IsVirtual && !member.IsAbstract && !member.IsOverride) return member.OriginalDefinition;
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var candidate in current.GetMembers(member.Name))
            {
                if (Overrides(candidate, member.OriginalDefinition)) return candidate.OriginalDefinition;
            }
        }

        return member.OriginalDefinition;
    }

    private static bool Overrides(ISymbol? candidate, ISymbol member)
    {
        for (var current = candidate; current is not null; current = Overridden(current))
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, member)) return true;
        }

        return false;
    }

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };
}
