using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading.Caches;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Reading.Creations;

/// <summary>
/// The creations of models in a file, read once: for as long as neither the file nor what it was read through has changed. Editors ask at
/// every keystroke.
/// </summary>
internal static class CreationSites
{
    // Two creations of one member are told apart by their text, and a page shows the beginning of a long one.
    private const int LongestExpression = 1_000;

    private static readonly ConditionalWeakTable<SyntaxTree, SitesOfFile> Known = new();

    /// <summary>What the creations in a file make.</summary>
    public static IEnumerable<CreationDeclaration> In(SyntaxTree tree, Compilation compilation, CancellationToken cancellation)
    {
        if (WalkedFile.Of(tree, cancellation).Creations is not { Count: > 0 } candidates) return [];
        var surroundings = Surroundings.Of(compilation, cancellation);
        if (!Known.TryGetValue(tree, out var sites) || !surroundings.Keep(sites.Version, sites.Trees, cancellation))
            sites = Read(tree, candidates, surroundings, compilation, cancellation);
        else if (sites.Sites.All(site => surroundings.Keep(site.Made.Version, site.Made.Trees, cancellation)) && sites.Version == surroundings.Version)
            return sites.Declarations;
        else sites = new SitesOfFile([.. sites.Sites.Select(site => site.At(surroundings, compilation, cancellation))], surroundings.Version, sites.Trees);
        Known.Remove(tree);
        Known.Add(tree, sites);
        return sites.Declarations;
    }

    private static SitesOfFile Read(SyntaxTree tree, IReadOnlyList<BaseObjectCreationExpressionSyntax> candidates, Surroundings surroundings,
        Compilation compilation, CancellationToken cancellation)
    {
        var sites = new List<CreationSite>();
        using var read = ReadTrees.Begin();
        ReadTrees.Note(tree);
        var semantics = Binding.ModelOf(tree, compilation);
        foreach (var node in candidates)
        {
            cancellation.ThrowIfCancellationRequested();
            if (semantics.GetSymbolInfo(node, cancellation).Symbol is not IMethodSymbol { ContainingType: { } type }
                || !CreationReader.IsModel(type)
                || !ModelReader.IsGeneratable(type, compilation, cancellation))
                continue;
            if (semantics.GetOperation(node, cancellation) is not IObjectCreationOperation creation || !CreationReader.IsCreation(creation))
                continue;
            if (semantics.GetEnclosingSymbol(node.SpanStart, cancellation) is not { ContainingType: { } container } member) continue;
            var arguments = CreationArguments.Of(creation, compilation, cancellation);
            var areFixed = PlainArguments.AreFixed(arguments.Plain);
            var made = CreatedModels.Read(type, creation.Constructor, arguments, compilation, cancellation);
            if (!areFixed)
            {
                foreach (var through in made.Trees) ReadTrees.Note(through);
            }

            sites.Add(new CreationSite(
                MetadataName.Of(type.OriginalDefinition), CreatedModels.Ordinal(creation.Constructor), areFixed ? arguments.Plain : null,
                Text(node), MetadataName.Of(container.OriginalDefinition), Method(member), made));
        }

        return new SitesOfFile([.. sites], surroundings.Version, read.ToArray());
    }

    /// <summary>The method in metadata that holds the code: lambdas and local functions are part of the member that contains them.</summary>
    private static string Method(ISymbol member)
    {
        while (member is IMethodSymbol { MethodKind: MethodKind.LambdaMethod or MethodKind.LocalFunction, ContainingSymbol: { } outer }) member = outer;
        return member switch
        {
            IMethodSymbol method => method.MetadataName,
            { IsStatic: true } => WellKnownMemberNames.StaticConstructorName,
            _ => WellKnownMemberNames.InstanceConstructorName,
        };
    }

    /// <summary>The creation on one line; a long one is cut.</summary>
    private static string Text(BaseObjectCreationExpressionSyntax node)
    {
        var text = node.WithInitializer(null).NormalizeWhitespace(" ", " ").ToString();
        return text.Length <= LongestExpression ? text : text.Substring(0, LongestExpression) + "…";
    }

    /// <param name="Sites">The creations of models.</param>
    /// <param name="Version">What names meant.</param>
    /// <param name="Trees">What was looked into to find the creations, and to read those whose arguments cannot be kept.</param>
    private sealed record SitesOfFile(CreationSite[] Sites, ShapeVersion Version, SyntaxTree[] Trees)
    {
        public IReadOnlyList<CreationDeclaration> Declarations { get; } = [.. Sites.Select(site => site.Declaration)];
    }
}
