using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Reading.Caches;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>What of a class <c>RegisterComponents</c> looks at, and under which names.</summary>
internal static class Registrable
{
    private static readonly HashSet<string> Parameters = new(StringComparer.Ordinal) { "Parameter", "AsParameter" };
    private static readonly HashSet<string> Naming = new(StringComparer.Ordinal)
    {
        "register_module", "register_parameter", "add_module", "_internal_submodules", "_internal_params",
    };

    /// <summary>TorchSharp registers a field under its own name, and an automatic property under that of the field behind it.</summary>
    public static string NameOf(ISymbol member)
    {
        if (AttributeReader.Find(member, KnownNames.ComponentName) is { } attribute && AttributeReader.Named(attribute, "Name") is { Value: string name })
            return name;
        return member is IPropertySymbol ? $"<{member.Name}>k__BackingField" : member.Name;
    }

    /// <summary>The members of a class that keep values, those of its bases after its own. TorchSharp does not look at a field that one of the same name
    /// hides, whatever that holds.</summary>
    public static IEnumerable<ISymbol> Kept(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (INamedTypeSymbol? current = type; current is not null && !TorchSymbols.IsTorchSharp(current); current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is IFieldSymbol { IsStatic: false } field && names.Add(field.Name))
                    yield return field.AssociatedSymbol is IPropertySymbol property ? property.OriginalDefinition : field.OriginalDefinition;
            }
        }
    }

    public static ITypeSymbol TypeOf(ISymbol member) => member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;

    /// <summary>Whether a member can hold something with weights. A <c>Tensor</c> can where its class speaks of parameters.</summary>
    public static bool MayHoldWeights(ISymbol member)
        => MayHoldWeights(TypeOf(member)) || (TypeOf(member) is { Name: "Tensor" or "Object" or "IDisposable" } && Mentions(member.ContainingType, Parameters));

    /// <summary>Whether a type can hold something with weights.</summary>
    public static bool MayHoldWeights(ITypeSymbol type)
        => TorchSymbols.IsParameter(type) || type is { Name: "IModule", TypeKind: TypeKind.Interface }
            || (TorchSymbols.IsModule(type) && !(TorchSymbols.IsTorchModule(type) && TorchCatalogue.Find(type.Name) is { IsWeightless: true }));

    /// <summary>Whether a class or one of its bases may register under names that are not those of its members.</summary>
    public static bool MayName(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null && !TorchSymbols.IsTorchSharp(current); current = current.BaseType)
        {
            if (Mentions(current, Naming)) return true;
        }

        return false;
    }

    // What a file mentions is remembered: most files mention none of these, and no class in them is walked.
    private static bool Mentions(INamedTypeSymbol type, HashSet<string> names) => type.DeclaringSyntaxReferences.Any(
        part => Identifiers.In(part.SyntaxTree, CancellationToken.None).Overlaps(names) && Identifiers.In(part.GetSyntax()).Any(names.Contains));
}
