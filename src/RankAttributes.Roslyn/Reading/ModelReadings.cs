using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading.Creations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading;

/// <summary>What was read of the models of a compilation: once for each class, whichever rule asks first, for as long as the compilation lives.</summary>
internal static class ModelReadings
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<INamedTypeSymbol, ModelReading>> Known = new();

    public static ModelReading Of(INamedTypeSymbol type, Compilation compilation)
        => Known.GetValue(compilation, static _ => new(SymbolEqualityComparer.Default)).GetOrAdd(type.OriginalDefinition,
            definition => new ModelReading(definition, compilation));
}

/// <summary>One class, read when it is asked for; a reading that was cancelled is begun again.</summary>
internal sealed class ModelReading(INamedTypeSymbol type, Compilation compilation)
{
    private readonly object gate = new();
    private (bool IsRead, ModelDeclaration? Model) own;
    private (bool IsRead, ModelDeclaration? Model) whole;

    /// <summary>What the class itself says; <see langword="null"/> where it is not annotated.</summary>
    public ModelDeclaration? Own(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (!own.IsRead) own = (true, ReadByGenerator(cancellation) ?? ModelReader.Read(type, compilation, cancellation));
            return own.Model;
        }
    }

    /// <summary>What the generator has read of the class just before, or reads of it here; <see langword="null"/> where nothing is generated for it.</summary>
    private ModelDeclaration? ReadByGenerator(CancellationToken cancellation)
        => AttributeReader.Find(type, KnownNames.SchattenRegularize)?.ApplicationSyntaxReference?.GetSyntax(cancellation) is { Parent.Parent: { } node }
            && compilation.ContainsSyntaxTree(node.SyntaxTree)
            ? ReadingCache.Get(node, type, compilation, cancellation)?.Model
            : null;

    // With every layer known, no submodule, and nothing inherited, there is nothing to be found elsewhere.
    private bool SaysItAll(ModelDeclaration model)
        => model is { IsResolved: true, Symbolic.Submodules.Count: 0 } && type.BaseType is { } parent && TorchSymbols.IsTorchSharp(parent);

    /// <summary>The class through its base classes and submodules, with the defaults of its constructor and the pinned values.</summary>
    public ModelDeclaration? Whole(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (!whole.IsRead)
                whole = (true, Own(cancellation) is { } model && SaysItAll(model) ? model : CreationReader.AtClass(type, compilation, cancellation));
            return whole.Model;
        }
    }
}
