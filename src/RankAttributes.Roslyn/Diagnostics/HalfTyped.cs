using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>
/// Classes that are being typed: with a syntax error inside, or beside their head or end. What such a class says so far is not what it will
/// say, so the compiler's own errors are the only messages.
/// </summary>
internal static class HalfTyped
{
    /// <summary>The compiler's error for a brace that closes nothing.</summary>
    private const string BraceTooMany = "CS1022";

    /// <summary>Whether any part of a class, or the head of a type or namespace around it, is not whole yet.</summary>
    public static bool Is(INamedTypeSymbol? type, CancellationToken cancellation)
    {
        foreach (var reference in type?.DeclaringSyntaxReferences ?? [])
        {
            var part = reference.GetSyntax(cancellation);
            if (HasErrors(part) || IsBeheaded(part) || IsCutOff(part) || part.Ancestors().Any(IsOpen)) return true;
        }

        return false;
    }

    private static bool HasErrors(SyntaxNode node) => node.ContainsDiagnostics && node.GetDiagnostics().Any(IsError);

    private static bool HasErrors(SyntaxToken token) => token.IsMissing || (token.ContainsDiagnostics && token.GetDiagnostics().Any(IsError));

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    /// <summary>Whether something unfinished before a class may have taken attributes and modifiers from its head: <c>[A] public sealed p class
    /// M</c>.</summary>
    private static bool IsBeheaded(SyntaxNode part)
    {
        var before = part.Parent?.ChildNodes().TakeWhile(sibling => sibling != part).LastOrDefault();
        return before is not null and not BaseTypeDeclarationSyntax and not BaseNamespaceDeclarationSyntax
            && (before is IncompleteMemberSyntax || HasErrors(before.GetLastToken(includeZeroWidth: true)));
    }

    /// <summary>Whether a brace too many, before the next class, may have ended this one before its last members.</summary>
    private static bool IsCutOff(SyntaxNode part)
    {
        var root = part.SyntaxTree.GetRoot();
        if (!root.ContainsDiagnostics) return false;
        var surplus = root.GetDiagnostics().Where(diagnostic => diagnostic.Id == BraceTooMany).Select(diagnostic => diagnostic.Location.SourceSpan.Start)
            .Where(start => start >= part.Span.End).ToList();
        if (surplus.Count == 0) return false;
        var next = root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault(type => type.SpanStart >= part.Span.End);
        return next is null || surplus[0] < next.SpanStart;
    }

    /// <summary>Whether a type or namespace is not closed yet, or its head is not whole: what it contains may not belong to it.</summary>
    private static bool IsOpen(SyntaxNode around) => around switch
    {
        TypeDeclarationSyntax outer => outer.CloseBraceToken.IsMissing || IsOpen(outer, outer.OpenBraceToken),
        NamespaceDeclarationSyntax space => space.CloseBraceToken.IsMissing || IsOpen(space, space.OpenBraceToken),
        FileScopedNamespaceDeclarationSyntax space => IsOpen(space, space.SemicolonToken),
        _ => false,
    };

    private static bool IsOpen(SyntaxNode around, SyntaxToken endOfHead)
        => around.ContainsDiagnostics
            && around.GetDiagnostics().Any(diagnostic => IsError(diagnostic) && diagnostic.Location.SourceSpan.Start <= endOfHead.Span.End);
}
