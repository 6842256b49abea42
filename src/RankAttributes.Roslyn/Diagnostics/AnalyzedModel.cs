using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>An annotated module class as a rule looks at it.</summary>
/// <param name="Type">The class.</param>
/// <param name="Attribute">Its <c>[SchattenRegularize]</c>.</param>
/// <param name="Own">What the class itself says.</param>
/// <param name="Model">The class through its base classes and submodules.</param>
/// <param name="Data">The dataset it is compared with; <see langword="null"/> where none is declared.</param>
/// <param name="Context">Where diagnostics go.</param>
internal sealed record AnalyzedModel(
    INamedTypeSymbol Type, AttributeData Attribute, ModelDeclaration Own, ModelDeclaration Model, TrainingDataDeclaration? Data, SymbolAnalysisContext Context)
{
    /// <summary>The attribute on the class.</summary>
    public Location Place => SymbolLocations.Of(Attribute, Type, Context.CancellationToken);

    /// <summary>The member that holds a layer.</summary>
    public Location PlaceOf(string layer) => SymbolLocations.OfLayer(layer, Type, Attribute, Context.CancellationToken);

    /// <summary>Whether another rule is on for the class: by the project's options, the configuration of its file, and the pragma before it.</summary>
    public bool IsOn(DiagnosticDescriptor rule)
    {
        if (Place.SourceTree is { } file && IsDisabledBefore(Place.SourceSpan.Start, file.GetRoot(Context.CancellationToken), rule.Id)) return false;
        var options = Context.Compilation.Options;
        if (Attribute.ApplicationSyntaxReference is { SyntaxTree: var tree } && options.SyntaxTreeOptionsProvider is { } files
            && files.TryGetDiagnosticValue(tree, rule.Id, Context.CancellationToken, out var severity))
        {
            return severity != ReportDiagnostic.Suppress;
        }

        return rule.GetEffectiveSeverity(options) != ReportDiagnostic.Suppress;
    }

    private static bool IsDisabledBefore(int position, SyntaxNode root, string id)
    {
        if (!root.ContainsDirectives) return false;
        var last = root.DescendantNodes(descendIntoTrivia: true).OfType<PragmaWarningDirectiveTriviaSyntax>()
            .LastOrDefault(pragma => pragma.SpanStart < position && (pragma.ErrorCodes.Count == 0 || pragma.ErrorCodes.Any(code => code.ToString() == id)));
        return last is not null && last.DisableOrRestoreKeyword.ValueText == "disable";
    }

    public void Report(DiagnosticDescriptor rule, Location place, params object[] arguments)
        => Context.ReportDiagnostic(Diagnostic.Create(rule, place, arguments));
}

internal static class ModelActions
{
    /// <summary>Has a rule look at every annotated module class.</summary>
    public static void RegisterModelAction(this AnalysisContext analysis, Action<AnalyzedModel> look)
        => analysis.RegisterSymbolAction(context => Look(context, look), SymbolKind.NamedType);

    /// <summary>Has a rule look at every annotated module class of a compilation that it keeps something about.</summary>
    public static void RegisterModelAction(this CompilationStartAnalysisContext analysis, Action<AnalyzedModel> look)
        => analysis.RegisterSymbolAction(context => Look(context, look), SymbolKind.NamedType);

    /// <summary>Has a rule look at every symbol with an attribute of the product, unless it or its class is half typed.</summary>
    public static void RegisterAttributeAction(this AnalysisContext analysis, string attributeName, Action<SymbolAnalysisContext, AttributeData> look,
        params SymbolKind[] kinds)
        => analysis.RegisterSymbolAction(
            context =>
            {
                if (AttributeReader.Find(context.Symbol, attributeName) is not { } attribute) return;
                DeepStack.Run(
                    context.Compilation,
                    (context, attribute, look),
                    static asked =>
                    {
                        var (found, on, rule) = asked;
                        if (!HalfTyped.Is(found.Symbol as INamedTypeSymbol ?? found.Symbol.ContainingType, found.CancellationToken)) rule(found, on);
                    },
                    context.CancellationToken);
            },
            kinds);

    private static void Look(SymbolAnalysisContext context, Action<AnalyzedModel> look)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (AttributeReader.Find(type, KnownNames.SchattenRegularize) is not { } attribute || !TorchSymbols.IsModule(type)) return;
        DeepStack.Run(
            context.Compilation, (context, type, attribute, look), static asked => Look(asked.context, asked.type, asked.attribute, asked.look),
            context.CancellationToken);
    }

    private static void Look(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData attribute, Action<AnalyzedModel> look)
    {
        if (HalfTyped.Is(type, context.CancellationToken)) return;
        var reading = ModelReadings.Of(type, context.Compilation);
        if (reading.Own(context.CancellationToken) is not { } own || reading.Whole(context.CancellationToken) is not { } whole) return;
        var provider = context.Options.AnalyzerConfigOptionsProvider;
        var options = attribute.ApplicationSyntaxReference is { SyntaxTree: var tree } ? provider.GetOptions(tree) : provider.GlobalOptions;
        look(new AnalyzedModel(type, attribute, own, whole, TrainingDataReader.Find(whole, context.Compilation.Assembly, options), context));
    }
}
