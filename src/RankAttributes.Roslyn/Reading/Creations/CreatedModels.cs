using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Reading.Caches;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Reading.Creations;

/// <summary>What constructors make of arguments: read once for equal arguments, for as long as nothing has changed that it was read from.</summary>
internal static class CreatedModels
{
    private const int MostPerFile = 512;

    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, CreatedModel>> Known = new();

    /// <param name="type">The class.</param>
    /// <param name="constructor">The constructor; <see langword="null"/> for the one that a class is read by.</param>
    /// <param name="arguments">Values by parameter; <see langword="null"/> for none.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static CreatedModel Read(
        INamedTypeSymbol type, IMethodSymbol? constructor, CreationArguments? arguments, Compilation compilation, CancellationToken cancellation)
    {
        var surroundings = Surroundings.Of(compilation, cancellation);
        if (type.DeclaringSyntaxReferences.IsEmpty || arguments is { Key: null })
            return Made(type, constructor, arguments, surroundings, compilation, cancellation);

        var key = $"{MetadataName.Of(type.OriginalDefinition)}{(arguments is null ? "" : Ordinal(constructor))}({arguments?.Key}";
        var tree = type.DeclaringSyntaxReferences[0].SyntaxTree;
        var known = Known.GetValue(tree, static _ => new Dictionary<string, CreatedModel>(StringComparer.Ordinal));
        lock (known)
        {
            if (known.TryGetValue(key, out var before) && surroundings.Keep(before.Version, before.Trees, cancellation))
                return known[key] = before with { Version = surroundings.Version };
        }

        var made = Made(type, constructor, arguments, surroundings, compilation, cancellation);
        lock (known)
        {
            if (known.Count >= MostPerFile) known.Clear();
            known[key] = made;
        }

        return made;
    }

    /// <summary>The place of a constructor among those of its class; none for <see langword="null"/>.</summary>
    public static int? Ordinal(IMethodSymbol? constructor)
        => constructor is null ? null : constructor.OriginalDefinition.ContainingType.InstanceConstructors.IndexOf(constructor.OriginalDefinition);

    private static CreatedModel Made(
        INamedTypeSymbol type, IMethodSymbol? constructor, CreationArguments? arguments, Surroundings surroundings, Compilation compilation,
            CancellationToken cancellation)
    {
        using var read = ReadTrees.Begin();
        var layers = new CreatedModelReader(compilation, cancellation).Read(type, constructor, arguments?.Plain, arguments?.In);
        return new CreatedModel(layers, surroundings.Version, read.ToArray());
    }
}

/// <summary>Layers that a constructor makes, and what they were read from.</summary>
/// <param name="Layers">The layers.</param>
/// <param name="Version">What names meant.</param>
/// <param name="Trees">The files that were looked into.</param>
internal sealed record CreatedModel(SubmoduleLayers Layers, ShapeVersion Version, SyntaxTree[] Trees);
