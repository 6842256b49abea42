using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.Roslyn.Reading.Caches;

/// <summary>What an edit changes of a file outside of method bodies, as far as other files can notice it.</summary>
/// <param name="IsWide">Whether it may change the meaning of anything anywhere.</param>
/// <param name="Members">Else the names of the members that are new, gone or different: files that mention none of them mean what they meant.</param>
/// <param name="Types">The names of the types that are new, gone or different: nothing changes unless another type or file mentions one.</param>
internal sealed record ShapeChange(bool IsWide, HashSet<string> Members, HashSet<string> Types)
{
    // Names that code uses without writing them: of patterns, enumeration, disposal, initializers and queries.
    private static readonly HashSet<string> Unwritten = new(StringComparer.Ordinal)
    {
        "Add", "GetEnumerator", "GetAsyncEnumerator", "Current", "MoveNext", "Dispose", "DisposeAsync", "Deconstruct", "GetAwaiter", "Length", "Count", "Slice",
            "GetPinnableReference",
        "Select", "SelectMany", "Where", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Join", "GroupJoin", "GroupBy", "Cast",
    };

    /// <summary>The change from one text of a file to the next; <see langword="null"/> where only bodies differ, or nothing that other files see.</summary>
    public static ShapeChange? Between(SyntaxTree before, SyntaxTree after, CancellationToken cancellation)
    {
        if (before.IsEquivalentTo(after, topLevel: true)) return null;
        var change = new ShapeChange(false, new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var isTold = before.GetRoot(cancellation) is CompilationUnitSyntax first && after.GetRoot(cancellation) is CompilationUnitSyntax second
            && Same(first.Externs, second.Externs) && Same(first.Usings, second.Usings) && Same(first.AttributeLists, second.AttributeLists)
            && change.Compare(first.Members, second.Members);
        return isTold ? change.Members.Count + change.Types.Count == 0 ? null : change : change with { IsWide = true };
    }

    /// <summary>Adds what differs between two lists of members; false where that cannot be told by names.</summary>
    private bool Compare(SyntaxList<MemberDeclarationSyntax> before, SyntaxList<MemberDeclarationSyntax> after)
    {
        var start = 0;
        while (start < Math.Min(before.Count, after.Count) && SyntaxFactory.AreEquivalent(before[start], after[start], topLevel: true)) start++;
        var (end, otherEnd) = (before.Count, after.Count);
        while (end > start && otherEnd > start && SyntaxFactory.AreEquivalent(before[end - 1], after[otherEnd - 1], topLevel: true))
            (end, otherEnd) = (end - 1, otherEnd - 1);
        if (end - start == 1 && otherEnd - start == 1) return Compare(before[start], after[start]);
        return before.Skip(start).Take(end - start).Concat(after.Skip(start).Take(otherEnd - start)).All(Differs);
    }

    private bool Compare(MemberDeclarationSyntax before, MemberDeclarationSyntax after) => (before, after) switch
    {
        (BaseNamespaceDeclarationSyntax first, BaseNamespaceDeclarationSyntax second) =>
            first.Kind() == second.Kind() && SyntaxFactory.AreEquivalent(first.Name, second.Name) && Same(first.Externs, second.Externs)
                && Same(first.Usings, second.Usings) && Compare(first.Members, second.Members),
        (TypeDeclarationSyntax first, TypeDeclarationSyntax second) when HaveSameHead(first, second) => Compare(first.Members, second.Members),
        _ => Differs(before) && Differs(after),
    };

    private static bool HaveSameHead(TypeDeclarationSyntax before, TypeDeclarationSyntax after)
        => SyntaxFactory.AreEquivalent(before.WithMembers(default), after.WithMembers(default));

    private bool Differs(MemberDeclarationSyntax member)
    {
        switch (member)
        {
            case TypeDeclarationSyntax type:
                // An extension is used without its class being mentioned, and a new meaning of what the class contains is one of its name.
                if (type.DescendantNodes().Any(static node => node is ParameterSyntax parameter && parameter.Modifiers.Any(SyntaxKind.ThisKeyword))
                    || type.Keyword.ValueText == "extension")
                    return false;
                return AddType(type.Identifier.ValueText) && type.Members.OfType<BaseTypeDeclarationSyntax>().All(Differs);
            case BaseTypeDeclarationSyntax { Identifier.ValueText: var name }:
                return AddType(name);
            case DelegateDeclarationSyntax { Identifier.ValueText: var name }:
                return AddType(name);
            case FieldDeclarationSyntax field:
                return !field.Modifiers.Any(SyntaxKind.ConstKeyword)
                    && (IsPrivate(field) || field.Declaration.Variables.All(variable => AddMember(variable.Identifier.ValueText)));
            case PropertyDeclarationSyntax { ExplicitInterfaceSpecifier: null } property:
                return IsPrivate(property) || AddMember(property.Identifier.ValueText);
            case MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null } method:
                if (method.ParameterList.Parameters.Any(static parameter => parameter.Modifiers.Any(SyntaxKind.ThisKeyword))) return false;
                return IsPrivate(method) || AddMember(method.Identifier.ValueText);
            case ConstructorDeclarationSyntax constructor:
                return constructor.Modifiers.Any(SyntaxKind.StaticKeyword) || AddMember(constructor.Identifier.ValueText);
            case GlobalStatementSyntax or DestructorDeclarationSyntax:
                return true;
            default:
                return false;
        }
    }

    private bool AddMember(string name)
    {
        Members.Add(name);
        return !Unwritten.Contains(name);
    }

    private bool AddType(string name)
    {
        const string suffix = "Attribute";
        Types.Add(name);
        if (name.EndsWith(suffix, StringComparison.Ordinal)) Types.Add(name.Substring(0, name.Length - suffix.Length));
        return name.Length > 0;
    }

    /// <summary>Nothing outside of a class sees its private members, and what is read of a class depends on all of its files anyway.</summary>
    private static bool IsPrivate(MemberDeclarationSyntax member)
        => member.Parent is ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax
            && !member.Modifiers.Any(static modifier => modifier.ValueText is "public" or "internal" or "protected" or "partial");

    private static bool Same<T>(SyntaxList<T> before, SyntaxList<T> after)
        where T : SyntaxNode
        => SyntaxFactory.AreEquivalent(before, after);
}
