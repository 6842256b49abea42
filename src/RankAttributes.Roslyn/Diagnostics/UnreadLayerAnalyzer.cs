using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK1002: a layer, or a size of one, cannot be read, so that no complexity is compared for the model.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnreadLayerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.LayerNotRead);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (AttributeReader.Find(type, KnownNames.SchattenRegularize) is not { } attribute || !TorchSymbols.IsModule(type)) return;
        if (ModelReader.Read(type, context.Compilation, context.CancellationToken) is not { } model) return;

        // What the generator may not look at, in other classes, an analyzer may: what it can read there is no concern of anybody.
        var stillUnknown = new HashSet<string>(
            new CreatedModelReader(context.Compilation, context.CancellationToken).Read(type, null, null).Unknowns.Select(unknown => unknown.Name), StringComparer.Ordinal);
        foreach (var unknown in model.Unknowns)
        {
            if (unknown.IsElsewhere || !stillUnknown.Contains(unknown.Name)) continue;
            var member = type.GetMembers().FirstOrDefault(candidate => candidate is IFieldSymbol or IPropertySymbol && Begins(unknown.Name, LayerReader.RegisteredName(candidate)));
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.LayerNotRead,
                member?.Locations.FirstOrDefault() ?? SymbolLocations.Of(attribute, type, context.CancellationToken),
                unknown.Name,
                unknown.Reason));
        }
    }

    private static bool Begins(string name, string member) => name.StartsWith(member, StringComparison.Ordinal) && (name.Length == member.Length || name[member.Length] is '.' or '[');
}
