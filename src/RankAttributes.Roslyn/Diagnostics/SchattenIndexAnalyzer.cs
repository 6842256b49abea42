using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK0003: p is outside (0, 2] or not finite.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SchattenIndexAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.IndexOutOfRange);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterAttributeAction(KnownNames.SchattenRegularize, Analyze, SymbolKind.NamedType, SymbolKind.Field, SymbolKind.Property);
    }

    private static void Analyze(SymbolAnalysisContext context, AttributeData attribute)
    {
        if (AttributeReader.Number(AttributeReader.Argument(attribute, 0)) is not { } p || DeclaredValue.Index.Contains(p)) return;
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.IndexOutOfRange,
            SymbolLocations.OfArgument(attribute, context.Symbol, "p", 0, context.CancellationToken),
            p.ToString(CultureInfo.InvariantCulture),
            p == 0 && Quotient(attribute, context.CancellationToken) is { } written
                ? $": did you write {written}? C# divides integers without a remainder, write {written.Replace("/", ".0/")}" : ""));
    }

    /// <summary>An index that is written as a quotient of integers, which C# rounds to 0.</summary>
    private static string? Quotient(AttributeData attribute, CancellationToken cancellation)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax { ArgumentList.Arguments: [{ Expression: var index }, ..] })
            return null;
        while (index is ParenthesizedExpressionSyntax { Expression: var inner }) index = inner;
        return index is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.DivideExpression, Left: LiteralExpressionSyntax, Right: LiteralExpressionSyntax }
            ? index.WithoutTrivia().ToString().Replace(" ", "") : null;
    }
}
