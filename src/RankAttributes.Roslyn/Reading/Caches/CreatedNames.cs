using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.Roslyn.Reading.Caches;

/// <summary>Which classes of a file create what, by name; remembered for as long as the file's tree lives.</summary>
internal static class CreatedNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, ILookup<string, string>> Known = new();

    /// <summary>The names of the classes with a base that create something, by the name of what they create, without its arguments.</summary>
    public static ILookup<string, string> In(SyntaxTree tree, CancellationToken cancellation)
        => Known.TryGetValue(tree, out var known) ? known : Known.GetValue(tree, found => Find(found.GetRoot(cancellation)));

    private static ILookup<string, string> Find(SyntaxNode root) => root.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>()
        .Select(creation => (Creation: creation, Creator: creation.FirstAncestorOrSelf<ClassDeclarationSyntax>()))
        .Where(pair => pair.Creator is { BaseList: not null })
        .SelectMany(pair => Types(pair.Creation, pair.Creator!).Select(type => (Created: Name(type), Creator: pair.Creator!.Identifier.ValueText)))
        .Distinct().ToLookup(pair => pair.Created, pair => pair.Creator, StringComparer.Ordinal);

    /// <summary>The type that is written; where none is, that of what is initialized, or all that the class may keep it in.</summary>
    private static IEnumerable<TypeSyntax> Types(BaseObjectCreationExpressionSyntax creation, ClassDeclarationSyntax creator) => creation switch
    {
        ObjectCreationExpressionSyntax { Type: var written } => [written],
        { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var declared } } } } => [declared],
        { Parent: EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax { Type: var declared } } } => [declared],
        _ => creator.Members.Select(Type).OfType<TypeSyntax>().SelectMany(type => type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>()),
    };

    private static TypeSyntax? Type(MemberDeclarationSyntax member)
        => (member as FieldDeclarationSyntax)?.Declaration.Type ?? (member as PropertyDeclarationSyntax)?.Type;

    private static string Name(TypeSyntax written) => written switch
    {
        NullableTypeSyntax nullable => Name(nullable.ElementType),
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        _ => written.GetLastToken().ValueText,
    };
}
