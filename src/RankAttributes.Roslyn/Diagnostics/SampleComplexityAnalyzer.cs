using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Declarations;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>
/// RANK1001: the predicted sample complexity exceeds the dataset size. At the class, where its sizes are constants, defaults or pinned; and
/// at each <c>new</c>, where the sizes are chosen.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SampleComplexityAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.TooFewSamples);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            // What a class is by itself is asked for at the class and again at each of its creations.
            var atClass = new ConcurrentDictionary<INamedTypeSymbol, ModelDeclaration?>(SymbolEqualityComparer.Default);
            start.RegisterSymbolAction(context => AnalyzeClass(context, atClass), SymbolKind.NamedType);
            start.RegisterOperationAction(context => AnalyzeCreation(context, atClass), OperationKind.ObjectCreation);
        });
    }

    private static void AnalyzeClass(SymbolAnalysisContext context, ConcurrentDictionary<INamedTypeSymbol, ModelDeclaration?> atClass)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (AttributeReader.Find(type, KnownNames.SchattenRegularize) is not { } attribute || !TorchSymbols.IsModule(type)) return;
        if (AtClass(type, context.Compilation, atClass, context.CancellationToken) is not { } model) return;
        Report(model, context.Compilation.Assembly, SymbolLocations.Of(attribute, type, context.CancellationToken), attribute.ApplicationSyntaxReference?.SyntaxTree, context.Options, context.ReportDiagnostic);
    }

    private static void AnalyzeCreation(OperationAnalysisContext context, ConcurrentDictionary<INamedTypeSymbol, ModelDeclaration?> known)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!CreationReader.IsCreation(creation)) return;
        if (CreationReader.At(creation, context.ContainingSymbol, context.Compilation, context.CancellationToken) is not { } model) return;

        // What the class says of itself already is not said again at each creation.
        var atClass = AtClass((INamedTypeSymbol)creation.Type!, context.Compilation, known, context.CancellationToken);
        if (atClass is { IsResolved: true } && atClass.Layers.Equals(model.Layers)) return;
        Report(model, context.Compilation.Assembly, creation.Syntax.GetLocation(), creation.Syntax.SyntaxTree, context.Options, context.ReportDiagnostic);
    }

    private static ModelDeclaration? AtClass(INamedTypeSymbol type, Compilation compilation, ConcurrentDictionary<INamedTypeSymbol, ModelDeclaration?> known, CancellationToken cancellation)
        => known.GetOrAdd(type.OriginalDefinition, definition => CreationReader.AtClass(definition, compilation, cancellation));

    private static void Report(ModelDeclaration model, IAssemblySymbol assembly, Location location, SyntaxTree? tree, AnalyzerOptions options, Action<Diagnostic> report)
    {
        // Half of a model's shapes would give a number for another model.
        if (!model.IsResolved) return;
        var keys = tree is null ? options.AnalyzerConfigOptionsProvider.GlobalOptions : options.AnalyzerConfigOptionsProvider.GetOptions(tree);
        if (TrainingDataReader.Find(model, assembly, keys) is not { Samples: > 0 } data) return;
        if (ModelComplexity.Of(model, data) is not { } complexity || complexity.Prediction.Samples <= data.Samples) return;
        report(ComplexityMessage.Create(location, model, complexity, data));
    }
}
