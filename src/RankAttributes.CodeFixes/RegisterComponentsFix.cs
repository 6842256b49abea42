using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using RankAttributes.Roslyn.Diagnostics;

namespace RankAttributes.CodeFixes;

/// <summary>RANK0006: calls <c>RegisterComponents()</c> at the end of the constructor: adds the call, or moves the one that comes too early.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RegisterComponentsFix)), Shared]
public sealed class RegisterComponentsFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("RANK0006");

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(RegistrationAnalyzer.Remedy, out var remedy)) continue;
            if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not { } constructor
                || LeavesEarly(constructor)) continue;
            if ((remedy == RegistrationAnalyzer.Move ? Moved(constructor) : Added(constructor)) is not { } repaired) continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    remedy == RegistrationAnalyzer.Move ? "Move RegisterComponents() to the end" : "Call RegisterComponents() at the end",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(constructor, repaired))),
                    nameof(RegisterComponentsFix) + remedy),
                diagnostic);
        }
    }

    /// <summary>A constructor that returns before its end would have to register there too.</summary>
    private static bool LeavesEarly(ConstructorDeclarationSyntax constructor) => constructor
        .DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(static node => node is ReturnStatementSyntax);

    private static ConstructorDeclarationSyntax? Moved(ConstructorDeclarationSyntax constructor)
    {
        if (constructor.Body is not { } body || body.Statements.Where(IsRegistration).ToList() is not [{ } registration]) return null;
        var moved = registration.WithLeadingTrivia(registration.GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
        return constructor.WithBody(body.WithStatements(body.Statements.Remove(registration).Add(moved)));
    }

    private static ConstructorDeclarationSyntax? Added(ConstructorDeclarationSyntax constructor)
    {
        var call = SyntaxFactory.ParseStatement(RegistrationCalls.Register + "();");
        if (constructor.Body is { Statements: { Count: > 0 } statements } body)
        {
            var last = statements[statements.Count - 1];
            var indent = last.GetLeadingTrivia().LastOrDefault();
            var lineEnd = last.GetTrailingTrivia().LastOrDefault();
            if (!lineEnd.IsKind(SyntaxKind.EndOfLineTrivia))
                return constructor.WithBody(body.WithStatements(statements.Add(call.WithTrailingTrivia(SyntaxFactory.Space))));
            return constructor.WithBody(
                body.WithStatements(
                    statements.Add(
                        call.WithLeadingTrivia(indent.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(indent) : default)
                            .WithTrailingTrivia(lineEnd))));
        }

        if (constructor.Body is { } empty) return constructor.WithBody(Only(call, empty));
        if (constructor.ExpressionBody is not { Expression: var only } arrow) return null;
        var block = SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(only.WithoutTrivia()), call)
            .WithLeadingTrivia(arrow.ArrowToken.LeadingTrivia)
            .WithTrailingTrivia(constructor.SemicolonToken.TrailingTrivia);
        return constructor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block.WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>A body that held nothing but comments, with its only statement after them. The braces stay where they are.</summary>
    private static BlockSyntax Only(StatementSyntax call, BlockSyntax empty)
    {
        var (open, close) = (empty.OpenBraceToken, empty.CloseBraceToken);
        var lineEnd = open.TrailingTrivia.LastOrDefault();
        if (!lineEnd.IsKind(SyntaxKind.EndOfLineTrivia))
        {
            if (open.TrailingTrivia.Count == 0) open = open.WithTrailingTrivia(SyntaxFactory.Space);
            return empty.WithOpenBraceToken(open).WithStatements(SyntaxFactory.SingletonList(call.WithTrailingTrivia(SyntaxFactory.Space)));
        }

        var indent = Indentation(close);
        var comments = close.LeadingTrivia.Take(close.LeadingTrivia.Count - (indent.Length > 0 ? 1 : 0));
        var own = SyntaxFactory.Whitespace(indent + (indent.StartsWith("\t", StringComparison.Ordinal) ? "\t" : "    "));
        return empty
            .WithStatements(SyntaxFactory.SingletonList(call.WithLeadingTrivia(comments.Append(own)).WithTrailingTrivia(lineEnd)))
            .WithCloseBraceToken(close.WithLeadingTrivia(SyntaxFactory.Whitespace(indent)));
    }

    private static string Indentation(SyntaxToken token)
        => token.LeadingTrivia.LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? last.ToString() : "";

    private static bool IsRegistration(StatementSyntax statement) => statement is ExpressionStatementSyntax
    {
        Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: var called },
    } && called.GetLastToken().ValueText == RegistrationCalls.Register;
}
