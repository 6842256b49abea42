using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK0005: an attribute on a member where it does nothing: the member holds no weight, or the class is not annotated.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IdleAttributeAnalyzer : DiagnosticAnalyzer
{
    private static readonly HashSet<string> Weightless = new(StringComparer.Ordinal)
    {
        "ReLU", "ReLU6", "GELU", "SiLU", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "Flatten", "Unflatten", "Identity",
        "MaxPool1d", "MaxPool2d", "MaxPool3d", "AvgPool1d", "AvgPool2d", "AvgPool3d", "AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d", "AdaptiveMaxPool2d",
        "BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "GroupNorm", "InstanceNorm1d", "InstanceNorm2d", "LeakyReLU", "ELU", "Hardswish", "Hardsigmoid", "Mish", "Softplus", "Upsample", "ZeroPad2d",
    };

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.IdleAttribute);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.Field, SymbolKind.Property);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var member = context.Symbol;
        foreach (var name in new[] { KnownNames.SchattenRegularize, KnownNames.SchattenIgnore })
        {
            if (AttributeReader.Find(member, name) is not { } attribute || Reason(member) is not { } reason) continue;
            var written = name == KnownNames.SchattenIgnore ? "SchattenIgnore" : "SchattenRegularize";
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.IdleAttribute, SymbolLocations.Of(attribute, member, context.CancellationToken), written, member.Name, reason));
        }
    }

    private static string? Reason(ISymbol member)
    {
        var type = member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;
        if (type.TypeKind == TypeKind.Error) return null;
        if (member.IsStatic) return "a static member belongs to no model";
        if (TorchSymbols.IsTorchModule(type) && Weightless.Contains(type.Name)) return $"a {type.Name} holds no weight matrix";
        if (!TorchSymbols.IsModule(type) && !TorchSymbols.IsParameter(type)) return "it is neither a module nor a parameter";
        return AttributeReader.Find(member.ContainingType, KnownNames.SchattenRegularize) is null ? $"'{member.ContainingType.Name}' has no [SchattenRegularize] itself" : null;
    }
}
