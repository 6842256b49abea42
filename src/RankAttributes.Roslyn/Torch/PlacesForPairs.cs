using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Torch;

/// <summary>Which declared types hold a layer and could not hold the two that it is factorized to: those that a factorization refuses as it runs.</summary>
internal sealed class PlacesForPairs
{
    private const string Pair = "RankAttributes.FactorPair";

    /// <summary>The layers that are factorized.</summary>
    private static readonly string[] Layers =
        [.. TorchCatalogue.All.Where(module => module.Kind is { } kind && (kind == LayerKind.Linear || kind.IsConvolution())).Select(module => module.Type)];

    /// <summary>Declared types of which a value may be a list or a dictionary.</summary>
    private static readonly HashSet<string> Interfaces = new(StringComparer.Ordinal)
    {
        "IEnumerable", "ICollection", "IReadOnlyCollection", "IList", "IReadOnlyList", "IDictionary", "IReadOnlyDictionary",
    };

    // Every class of a compilation asks, and finding a type by its name takes as long as reading a small class.
    private static readonly ConditionalWeakTable<Compilation, Answer> Known = new();

    private readonly Compilation compilation;
    private readonly INamedTypeSymbol pair;
    private readonly IReadOnlyList<INamedTypeSymbol> layers;

    private PlacesForPairs(Compilation compilation, INamedTypeSymbol pair, IReadOnlyList<INamedTypeSymbol> layers)
        => (this.compilation, this.pair, this.layers) = (compilation, pair, layers);

    /// <summary>What TorchSharp and the library make of it in a compilation; <see langword="null"/> where either is missing.</summary>
    public static PlacesForPairs? In(Compilation compilation) => Known.GetValue(compilation, static each => new Answer(Find(each))).Places;

    private static PlacesForPairs? Find(Compilation compilation)
    {
        if (compilation.GetTypeByMetadataName(Pair) is not { } pair) return null;
        var layers = Layers.Select(name => compilation.GetTypeByMetadataName("TorchSharp.Modules." + name)).OfType<INamedTypeSymbol>().ToList();
        return layers.Count == 0 ? null : new PlacesForPairs(compilation, pair, layers);
    }

    /// <summary>Whether a place of a type can hold a pair.</summary>
    public bool HoldsPair(ITypeSymbol type) => Holds(type, pair);

    /// <summary>Whether a type is that of a layer and not of a pair.</summary>
    public bool Refuses(ITypeSymbol type) => layers.Any(layer => Holds(type, layer)) && !Holds(type, pair);

    /// <summary>The type of a member that refuses a pair: its own, or that of what it lists; <see langword="null"/> where none does.</summary>
    /// <param name="declared">The member's type.</param>
    /// <param name="isRegisteredByHand">Whether what lies in lists that TorchSharp does not open may be registered all the same.</param>
    public ITypeSymbol? Refusing(ITypeSymbol declared, bool isRegisteredByHand)
    {
        if (declared.IsValueType) return null;
        var place = TorchSymbols.IsTorchModule(declared) || isRegisteredByHand ? Element(declared) ?? declared : declared;
        return Refuses(place) ? place : null;
    }

    /// <summary>An element of a list, or second in the pairs of one.</summary>
    public static ITypeSymbol? Element(ITypeSymbol declared) => declared switch
    {
        IArrayTypeSymbol array => SecondOf(array.ElementType),
        INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } named when IsList(named) => SecondOf(arguments[arguments.Length - 1]),
        _ => null,
    };

    private static ITypeSymbol SecondOf(ITypeSymbol item)
        => item is INamedTypeSymbol { IsTupleType: true, TypeArguments: { Length: 2 } parts } ? parts[1] : item;

    private static bool IsList(INamedTypeSymbol type)
        => TorchSymbols.IsTorchModule(type)
            || (type.TypeKind == TypeKind.Interface ? Interfaces.Contains(type.Name) : type.AllInterfaces.Any(each => each is
                { Arity: 0, Name: "IList" or "IDictionary", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } }));

    private bool Holds(ITypeSymbol place, ITypeSymbol value)
        => compilation.ClassifyCommonConversion(value, place) is { IsImplicit: true, IsUserDefined: false } conversion
            && (conversion.IsIdentity || conversion.IsReference);

    private sealed record Answer(PlacesForPairs? Places);
}
