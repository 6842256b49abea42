using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Reading.Caches;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading.Creations;

/// <summary>
/// What a whole compilation says of its models, for the report of a build: each class read through the classes it is made of, and each
/// creation. It passes over every file, and reads what an edit has changed.
/// </summary>
internal static class CreationsOfCompilation
{
    private static readonly ConditionalWeakTable<GeneratedClass, WholeModel> Known = new();

    /// <summary>Everything seen, file by file.</summary>
    public static EquatableArray<CreationDeclaration> Read(IEnumerable<GeneratedClass> models, Compilation compilation, CancellationToken cancellation)
    {
        var seen = new List<CreationDeclaration>();
        foreach (var model in models)
        {
            if (Whole(model, compilation, cancellation) is { } whole) seen.Add(whole);
        }

        foreach (var tree in compilation.SyntaxTrees) seen.AddRange(CreationSites.In(tree, compilation, cancellation));
        Binding.Release(compilation);
        return seen.ToEquatableArray();
    }

    /// <summary>Each of them once, the same text only where it makes something else, in an order that does not depend on the order of files.</summary>
    public static IReadOnlyList<CreationDeclaration> InOrder(EquatableArray<CreationDeclaration> seen) =>
    [
        .. seen.Distinct()
            .OrderBy(item => item.Model, StringComparer.Ordinal)
            .ThenBy(item => item.Point?.Type, StringComparer.Ordinal)
            .ThenBy(item => item.Point?.Member, StringComparer.Ordinal)
            .ThenBy(item => item.Point?.Expression, StringComparer.Ordinal),
    ];

    /// <summary>The class read through base classes and submodules, where that says more than its own text.</summary>
    private static CreationDeclaration? Whole(GeneratedClass model, Compilation compilation, CancellationToken cancellation)
    {
        var surroundings = Surroundings.Of(compilation, cancellation);
        if (Known.TryGetValue(model, out var known) && surroundings.Keep(known.Version, known.Trees, cancellation))
        {
            known.Version = surroundings.Version;
            return known.Whole;
        }

        using var read = ReadTrees.Begin();
        var whole = compilation.Assembly.GetTypeByMetadataName(model.Model.TypeName) is { } type ? Whole(model, type, compilation, cancellation) : null;
        Known.Remove(model);
        Known.Add(model, new WholeModel(whole, surroundings.Version, read.ToArray()));
        return whole;
    }

    private static CreationDeclaration? Whole(GeneratedClass declared, INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        ReadTrees.Note(type);
        var model = declared.Model;
        if (declared.Inheritance != ModelInheritance.Derived && model is { Symbolic.Submodules.Count: 0, UnreadLayers.Count: 0 } && type.BaseType is { } parent
            && TorchSymbols.IsTorchSharp(parent))
            return null;
        var whole = CreatedModels.Read(type, null, null, compilation, cancellation);
        foreach (var through in whole.Trees) ReadTrees.Note(through);
        var (layers, unknowns) = (whole.Layers.Layers.ToEquatableArray(), whole.Layers.UnreadLayers.ToEquatableArray());
        return layers.Equals(model.Layers) && unknowns.Equals(model.UnreadLayers) ? null : new CreationDeclaration(model.TypeName, null, layers, unknowns);
    }

    private sealed class WholeModel(CreationDeclaration? whole, ShapeVersion version, SyntaxTree[] trees)
    {
        public CreationDeclaration? Whole => whole;

        public SyntaxTree[] Trees => trees;

        public ShapeVersion Version { get; set; } = version;
    }
}
