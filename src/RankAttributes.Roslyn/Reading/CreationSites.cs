using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Reading;

/// <summary>
/// What a whole compilation says of its models, for the report of a build: each class read through the classes it is made of, and each
/// creation. It looks at every file, so it is never done while somebody types.
/// </summary>
internal static class CreationSites
{
    private const int LongestExpression = 120;

    private static readonly ConditionalWeakTable<SyntaxTree, BaseObjectCreationExpressionSyntax[]> Found = new();

    /// <summary>Everything seen, in an order that does not depend on the order of files.</summary>
    public static IReadOnlyList<CreationDeclaration> Read(IEnumerable<ModelDeclaration> models, Compilation compilation, CancellationToken cancellation)
    {
        var own = models.GroupBy(model => model.TypeName, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        return
        [
            .. own.Values.Select(model => Whole(model, compilation, cancellation)).OfType<CreationDeclaration>()
                .Concat(compilation.SyntaxTrees.SelectMany(tree => Created(tree, own, compilation, cancellation)))
                .GroupBy(item => (item.Model, item.Expression, item.Type, item.Member))
                .Select(group => group.First())
                .OrderBy(item => item.Model, StringComparer.Ordinal)
                .ThenBy(item => item.Type, StringComparer.Ordinal)
                .ThenBy(item => item.Member, StringComparer.Ordinal)
                .ThenBy(item => item.Expression, StringComparer.Ordinal),
        ];
    }

    /// <summary>The class read through base classes and submodules, where that says more than its own text.</summary>
    private static CreationDeclaration? Whole(ModelDeclaration model, Compilation compilation, CancellationToken cancellation)
    {
        if (model is { Symbolic.Submodules.Count: 0, Unknowns.Count: 0, Overridability: not "override " } && compilation.Assembly.GetTypeByMetadataName(model.TypeName)?.BaseType is { } parent && TorchSymbols.IsTorchSharp(parent)) return null;
        if (compilation.Assembly.GetTypeByMetadataName(model.TypeName) is not { } type || CreationReader.AtClass(type, compilation, cancellation) is not { } whole) return null;
        return whole.Layers.Equals(model.Layers) && whole.Unknowns.Equals(model.Unknowns) ? null : new CreationDeclaration(model.TypeName, null, null, null, whole.Layers, whole.Unknowns);
    }

    private static IEnumerable<CreationDeclaration> Created(SyntaxTree tree, Dictionary<string, ModelDeclaration> own, Compilation compilation, CancellationToken cancellation)
    {
        SemanticModel? semantics = null;
        foreach (var node in Creations(tree, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            semantics ??= compilation.GetSemanticModel(tree);
            if (semantics.GetSymbolInfo(node, cancellation).Symbol is not IMethodSymbol { ContainingType: { } type } || !own.ContainsKey(MetadataName.Of(type.OriginalDefinition))) continue;
            if (semantics.GetOperation(node, cancellation) is not IObjectCreationOperation creation || !CreationReader.IsCreation(creation)) continue;
            if (semantics.GetEnclosingSymbol(node.SpanStart, cancellation) is not { ContainingType: { } container } member) continue;
            if (CreationReader.At(creation, member, compilation, cancellation) is not { } made) continue;
            yield return new CreationDeclaration(
                MetadataName.Of(type.OriginalDefinition), Text(node), MetadataName.Of(container.OriginalDefinition), Method(member), made.Layers, made.Unknowns);
        }
    }

    /// <summary>Everything in a file that is created with arguments; a file that was not edited is not searched again.</summary>
    private static BaseObjectCreationExpressionSyntax[] Creations(SyntaxTree tree, CancellationToken cancellation)
    {
        if (Found.TryGetValue(tree, out var found)) return found;
        found = [.. tree.GetRoot(cancellation).DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>().Where(node => node.ArgumentList is { Arguments.Count: > 0 })];
        return Found.GetValue(tree, _ => found);
    }

    /// <summary>The method in metadata that holds the code: lambdas and local functions are part of the member they stand in.</summary>
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
}
