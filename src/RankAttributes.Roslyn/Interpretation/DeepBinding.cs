using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Binds source however deeply it is nested. The compiler makes operations by recursion without a guard of its own, and a stack overflow would end its process;
/// what looks deep is bound on a stack that is large enough for anything that the compiler parses.
/// </summary>
internal static class DeepBinding
{
    private const int StackSize = 128 << 20;
    private const int MaxNesting = 32;
    private const int MaxOperators = 96;

    private static readonly ConditionalWeakTable<SyntaxNode, object> Deep = new();

    /// <summary>The operation of a node; <see langword="null"/> where it has none.</summary>
    public static IOperation? GetOperation(SemanticModel model, SyntaxNode node, CancellationToken cancellation)
        => Ask(node, () => model.GetOperation(node, cancellation), cancellation);

    /// <summary>What a node means.</summary>
    public static SymbolInfo GetSymbolInfo(SemanticModel model, SyntaxNode node, CancellationToken cancellation)
        => Ask(node, () => model.GetSymbolInfo(node, cancellation), cancellation);

    private static T Ask<T>(SyntaxNode node, Func<T> question, CancellationToken cancellation)
    {
        // The compiler binds a whole member, whichever part of it is asked for.
        var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } declaration and not BaseTypeDeclarationSyntax ? declaration : node;
        if (!(bool)Deep.GetValue(member, whole => IsDeep(whole, cancellation))) return question();
        T? answer = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    answer = question();
                }
                catch (Exception exception)
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            StackSize);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return answer!;
    }

    /// <summary>Whether brackets are nested deeply, or one statement has many operators: each level of either takes a part of the stack.</summary>
    private static bool IsDeep(SyntaxNode node, CancellationToken cancellation)
    {
        if (node.Span.Length < MaxNesting) return false;
        var text = node.SyntaxTree.GetText(cancellation);
        var (nesting, operators) = (0, 0);
        for (var at = node.SpanStart; at < node.Span.End; at++)
        {
            switch (text[at])
            {
                case '(' or '[' or '{' when ++nesting > MaxNesting: return true;
                case ')' or ']' or '}': nesting--; break;
                case ';': operators = 0; break;
                case '.' or '?' or '+' or '-' or '*' or '/' or '&' or '|' or '!' or '=' when ++operators > MaxOperators: return true;
            }
        }

        return false;
    }
}
