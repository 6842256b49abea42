using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK1009: a member whose declared type holds a layer, but not the two thin ones that <c>Compress</c> would put there.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RigidMemberAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a diagnostic at the declaration itself, which can be fixed there.</summary>
    internal const string IsDeclaredHere = nameof(IsDeclaredHere);

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.CannotHoldPair);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (PlacesForPairs.In(start.Compilation) is not { } places) return;
            start.RegisterSymbolAction(
                symbol => DeepStack.Run(
                    symbol.Compilation, (symbol, places), static asked => Analyze(asked.symbol, asked.places), symbol.CancellationToken),
                SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, PlacesForPairs places)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (AttributeReader.Find(type, KnownNames.SchattenRegularize) is not { } attribute || !TorchSymbols.IsModule(type)) return;
        if (HalfTyped.Is(type, context.CancellationToken)) return;
        var settings = AttributeReader.Settings(attribute, null);
        foreach (var member in Members(type))
        {
            var own = AttributeReader.Find(member.Symbol, KnownNames.SchattenRegularize) is { } special
                ? AttributeReader.Settings(special, settings) : settings;
            if (AsksForLowRank(own)) Report(context, places, type, member, member.Symbol.Locations.FirstOrDefault());
        }

        if (!AsksForLowRank(settings)) return;
        for (var parent = type.BaseType; parent is not null && IsUnannotatedSource(parent); parent = parent.BaseType)
        {
            foreach (var member in Members(parent)) Report(context, places, type, member, SymbolLocations.Of(attribute, type, context.CancellationToken));
        }
    }

    /// <summary>Weight decay is declared for its own sake, and nobody who does so asked for low rank.</summary>
    private static bool AsksForLowRank(LayerSettings settings) => settings is { P: <= 1 } or { Rank: > 0 };

    private static void Report(SymbolAnalysisContext context, PlacesForPairs places, INamedTypeSymbol type, Member member, Location? location)
    {
        var seen = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default) { type };
        var refused = Refused(member, places, member.Symbol.Name, seen, context.CancellationToken).ToList();
        foreach (var group in refused.GroupBy(each => each.Type, SymbolEqualityComparer.Default))
        {
            var names = group.Select(each => each.Name).Distinct().ToList();
            var (verb, pronoun) = names.Count == 1 ? (" is", "it") : (" are", "them");
            var written = ((ITypeSymbol)group.Key!).WithNullableAnnotation(NullableAnnotation.None)
                .ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            var isHere = names.Count == 1 && names[0] == member.Symbol.Name && SymbolEqualityComparer.Default.Equals(member.Symbol.ContainingType, type);
            var properties = isHere ? ImmutableDictionary<string, string?>.Empty.Add(IsDeclaredHere, "") : ImmutableDictionary<string, string?>.Empty;
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.CannotHoldPair, location, properties, MessageText.Names(names, "members") + verb, written, pronoun));
        }
    }

    /// <summary>What a member holds in places that refuse two layers: in its own, or in those of a class that has no attribute to be told at.</summary>
    /// <param name="member">The member.</param>
    /// <param name="places">Which places do.</param>
    /// <param name="name">The member's path from the annotated class.</param>
    /// <param name="seen">Classes that were looked into: a class that holds its own kind is looked into once.</param>
    /// <param name="cancellation">Ends the search.</param>
    private static IEnumerable<(string Name, ITypeSymbol Type)> Refused(Member member, PlacesForPairs places, string name, HashSet<ITypeSymbol> seen,
        CancellationToken cancellation)
    {
        var isByHand = RegistrationCalls.RegistersByHand(member.Symbol.ContainingType, cancellation);
        if (places.Refusing(member.Type, isByHand) is { } refusing) yield return (name, refusing);
        var part = (PlacesForPairs.Element(member.Type) ?? member.Type) as INamedTypeSymbol;
        for (; part is not null && IsUnannotatedSource(part) && seen.Add(part); part = part.BaseType)
        {
            foreach (var below in Members(part))
            {
                foreach (var found in Refused(below, places, $"{name}.{below.Symbol.Name}", seen, cancellation)) yield return found;
            }
        }
    }

    private static bool IsUnannotatedSource(INamedTypeSymbol type)
        => TorchSymbols.IsModule(type) && !type.DeclaringSyntaxReferences.IsEmpty && AttributeReader.Find(type, KnownNames.SchattenRegularize) is null;

    private static IEnumerable<Member> Members(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is not IFieldSymbol { IsStatic: false } field) continue;
            var named = field.AssociatedSymbol ?? field;
            if (named is IFieldSymbol or IPropertySymbol && AttributeReader.Find(named, KnownNames.SchattenIgnore) is null)
                yield return new Member(named, field.Type);
        }
    }

    private sealed record Member(ISymbol Symbol, ITypeSymbol Type);
}
