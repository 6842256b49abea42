using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Reading.Creations;

namespace RankAttributes.Roslyn.Generation;

/// <summary>The wiring from annotated classes to generated files. What is read is in Reading, what is written in the emitters.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RankGenerator : IIncrementalGenerator
{
    /// <summary>The tracked step that reads each annotated class.</summary>
    internal const string ReadModels = nameof(ReadModels);

    /// <summary>The tracked step that finds what the assembly declares about its training data.</summary>
    internal const string ReadTrainingData = nameof(ReadTrainingData);

    /// <summary>The tracked step that joins a model with the data it is compared with.</summary>
    internal const string JoinTrainingData = nameof(JoinTrainingData);

    /// <summary>The tracked step that reads what creations make.</summary>
    internal const string ReadCreations = nameof(ReadCreations);

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.SchattenRegularize,
                static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
                static (attributed, cancellation) => (
                    Model: attributed.TargetSymbol is INamedTypeSymbol type && GeneratedPart.IsWrittenFor(attributed.TargetNode, type)
                        ? DeepStack.Run(
                            attributed.SemanticModel.Compilation,
                            (Node: attributed.TargetNode, Type: type, attributed.SemanticModel.Compilation, Cancellation: cancellation),
                            static asked => ReadingCache.Get(asked.Node, asked.Type, asked.Compilation, asked.Cancellation),
                            cancellation)
                        : null,
                    Tree: attributed.TargetNode.SyntaxTree))
            .Where(static read => read.Model is not null)
            .Combine(context.AnalyzerConfigOptionsProvider)

            // Options belong to a file, and no declaration holds a syntax tree: the two part here.
            .Select(static (pair, _) => (Model: pair.Left.Model!, FromOptions: TrainingDataReader.FromOptions(pair.Right.GetOptions(pair.Left.Tree))))
            .WithTrackingName(ReadModels);

        var onAssembly = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.TrainingData,
                static (node, _) => node is CompilationUnitSyntax,
                static (attributed, _) => TrainingDataReader.OnAssembly(attributed.Attributes[0]))
            .Collect()
            .Select(static (found, _) => found.FirstOrDefault(data => data is not null))
            .WithTrackingName(ReadTrainingData);

        var joined = models
            .Combine(onAssembly)
            .Select(static (pair, _) => (pair.Left.Model, Data: TrainingDataReader.Join(pair.Left.Model.Model.Data ?? pair.Right, pair.Left.FromOptions)))
            .WithTrackingName(JoinTrainingData);

        context.RegisterSourceOutput(joined, static (output, pair) => output.AddSource(
            pair.Model.HintName, SourceText.From(ModelEmitter.Emit(pair.Model, pair.Data), Encoding.UTF8)));

        // Editors write this output too, at every keystroke: only what an edit has changed is read again, and a reading that comes out equal ends here.
        var creations = models
            .Select(static (read, _) => read.Model)
            .Collect()
            .Combine(context.CompilationProvider)
            .Select(static (pair, cancellation) =>
                pair.Left.IsEmpty ? EquatableArray<CreationDeclaration>.Empty : DeepStack.Run(
                    pair.Right, (Models: pair.Left, Compilation: pair.Right, Cancellation: cancellation),
                    static asked => CreationsOfCompilation.Read(asked.Models, asked.Compilation, asked.Cancellation), cancellation))
            .WithTrackingName(ReadCreations);

        context.RegisterImplementationSourceOutput(creations, static (output, seen) =>
        {
            if (seen.Count > 0)
                output.AddSource(CreationEmitter.HintName, SourceText.From(CreationEmitter.Emit(CreationsOfCompilation.InOrder(seen)), Encoding.UTF8));
        });
    }
}
