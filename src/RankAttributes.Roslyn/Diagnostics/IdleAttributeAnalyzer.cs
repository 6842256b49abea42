using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK0005: an attribute on a member where it does nothing: the member holds no weight, or the class is not annotated.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IdleAttributeAnalyzer : DiagnosticAnalyzer
{
    /// <summary>Modules whose weights are vectors.</summary>
    private static readonly HashSet<string> WithoutMatrix = new(StringComparer.Ordinal)
    {
        "BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "GroupNorm", "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d", "PReLU",
    };

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.IdleAttribute);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterAttributeAction(
            KnownNames.SchattenRegularize, static (found, attribute) => Analyze(found, attribute, "SchattenRegularize"), SymbolKind.Field, SymbolKind.Property);
        context.RegisterAttributeAction(
            KnownNames.SchattenIgnore, static (found, attribute) => Analyze(found, attribute, "SchattenIgnore"), SymbolKind.Field, SymbolKind.Property);
    }

    private static void Analyze(SymbolAnalysisContext context, AttributeData attribute, string written)
    {
        if (Reason(context.Symbol) is not { } reason) return;
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.IdleAttribute, SymbolLocations.Of(attribute, context.Symbol, context.CancellationToken), written, context.Symbol.Name, reason));
    }

    private static string? Reason(ISymbol member)
    {
        var type = member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;
        if (type.TypeKind == TypeKind.Error) return null;
        if (member.IsStatic) return "a static member belongs to no model";
        if (TorchSymbols.IsWeightless(type) || (TorchSymbols.IsTorchModule(type) && WithoutMatrix.Contains(type.Name)))
            return $"a {type.Name} holds no weight matrix";
        if (!TorchSymbols.IsModule(type) && !TorchSymbols.IsParameter(type)) return "it is neither a module nor a parameter";
        return AttributeReader.Find(member.ContainingType, KnownNames.SchattenRegularize) is null
            ? $"'{member.ContainingType.Name}' has no [SchattenRegularize] itself" : null;
    }
}
