using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Which member runs for a virtual one, on an object whose class is known.</summary>
internal static class Dispatch
{
    public static ISymbol Implementation(INamedTypeSymbol type, ISymbol member)
    {
        if (member.ContainingType.TypeKind == TypeKind.Interface)
        {
            // What implements a member of an interface may be virtual in its turn.
            return Implemented(type, member) is not { } found ? member
                : found.ContainingType.TypeKind == TypeKind.Interface ? found.OriginalDefinition : Implementation(type, found.OriginalDefinition);
        }

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

    /// <summary>A class that is read for all its type arguments implements an interface for others than those of a call.</summary>
    private static ISymbol? Implemented(INamedTypeSymbol type, ISymbol member)
    {
        if (type.FindImplementationForInterfaceMember(member) is { } found && !SymbolEqualityComparer.Default.Equals(found, member)) return found;
        return type.AllInterfaces.Where(face => SymbolEqualityComparer.Default.Equals(face.OriginalDefinition, member.ContainingType.OriginalDefinition))
            .SelectMany(face => face.GetMembers(member.Name))
            .Where(other => SymbolEqualityComparer.Default.Equals(other.OriginalDefinition, member.OriginalDefinition))
            .Select(type.FindImplementationForInterfaceMember).FirstOrDefault(other => other is not null);
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
