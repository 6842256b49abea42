using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading;

/// <summary>What the generated code does with each module and parameter that the class holds in a field or property of its own.</summary>
internal static class MemberReader
{
    /// <param name="type">The class.</param>
    /// <param name="defaults">Its settings.</param>
    /// <param name="places">What places can hold.</param>
    /// <param name="names">The names under which TorchSharp knows what members hold, where they are not the members' own.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static EquatableArray<RegularizedMember> Read(INamedTypeSymbol type, LayerSettings defaults, PlacesForPairs? places,
        IReadOnlyDictionary<ISymbol, string> names, CancellationToken cancellation)
    {
        var members = new List<RegularizedMember>();
        foreach (var member in type.GetMembers())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Held(member) is not { } held || Role(member, held) is not { } role) continue;
            var own = AttributeReader.Find(member, KnownNames.SchattenRegularize);
            var name = names.TryGetValue(member.OriginalDefinition, out var registered) ? registered : Registrable.NameOf(member);
            members.Add(new RegularizedMember(name, Identifier(member), role, own is null ? defaults : AttributeReader.Settings(own, defaults))
            {
                IsModule = !TorchSymbols.IsParameter(held),
                Place = TorchSymbols.IsParameter(held) ? null : MemberPlace.Of(member, held, places),
            });
        }

        return members.ToEquatableArray();
    }

    /// <summary>The first member that may list modules, and is not one of TorchSharp's containers.</summary>
    public static string? Unseen(INamedTypeSymbol type) => type.GetMembers()
        .FirstOrDefault(member => Held(member) is { } held && !TorchSymbols.IsModule(held)
            && PlacesForPairs.Element(held) is { } element && TorchSymbols.IsModule(element))?.Name;

    private static MemberRole? Role(ISymbol member, ITypeSymbol held)
    {
        var isParameter = TorchSymbols.IsParameter(held);
        if (!isParameter && !TorchSymbols.IsModule(held)) return null;
        if (AttributeReader.Find(member, KnownNames.SchattenIgnore) is not null) return MemberRole.Ignored;
        return isParameter ? MemberRole.Parameter : MemberRole.Module;
    }

    private static ITypeSymbol? Held(ISymbol member) => member switch
    {
        IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } field => field.Type,

        // A property that computes is not registered by TorchSharp; one that holds has a field behind it.
        IPropertySymbol { IsStatic: false, IsIndexer: false } property when property.ContainingType.GetMembers($"<{property.Name}>k__BackingField").Length > 0
            => property.Type,
        _ => null,
    };

    private static string Identifier(ISymbol member) => member.ToDisplayString(new SymbolDisplayFormat(
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers));
}
