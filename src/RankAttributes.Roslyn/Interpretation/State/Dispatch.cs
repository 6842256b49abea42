using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Which member runs for a virtual one.</summary>
internal static class Dispatch
{
    /// <summary>The member that runs; <see langword="null"/> where the class of the object may be a derived one, with a member of its own.</summary>
    /// <param name="holder">The object.</param>
    /// <param name="content">What is known of it.</param>
    /// <param name="member">The member that is named.</param>
    public static ISymbol? Of(Value holder, Content? content, ISymbol member) => (content, holder) switch
    {
        (ObjectContent made, _) => Implementation(made.Type, member),
        (PathContent { Type: INamedTypeSymbol { IsSealed: true } type }, _) => Implementation(type, member),
        (_, SubmoduleValue made) => Implementation(made.Type, member),
        (_, MadeValue made) => Implementation(made.Type, member),
        _ => member is { IsVirtual: true } or { IsAbstract: true } or { IsOverride: true, IsSealed: false } ? null : member,
    };

    /// <summary>Which member runs on an object whose class is known.</summary>
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
