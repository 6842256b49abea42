using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK0002: an annotated class is not a TorchSharp module.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModuleBaseAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.NotAModule);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterAttributeAction(KnownNames.SchattenRegularize, Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, AttributeData attribute)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (TorchSymbols.IsModule(type)) return;

        // While the base class does not resolve, or members override what only a base class could have, the compiler's own error says what is wrong.
        if (type.BaseType is { TypeKind: TypeKind.Error }
            || type.GetMembers().OfType<IMethodSymbol>().Any(method => method is { IsOverride: true, OverriddenMethod: null })) return;
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.NotAModule, SymbolLocations.Of(attribute, type, context.CancellationToken), type.Name, "SchattenRegularize"));
    }
}
