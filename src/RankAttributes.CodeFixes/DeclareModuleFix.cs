using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using RankAttributes.Roslyn.Diagnostics;

namespace RankAttributes.CodeFixes;

/// <summary>RANK1009: declares a member as <c>Module&lt;Tensor, Tensor&gt;</c>, if everything that uses it compiles and works with that.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareModuleFix)), Shared]
public sealed class DeclareModuleFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("RANK1009");

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.ContainsKey(RigidMemberAnalyzer.IsDeclaredHere)) continue;
            var retyped = await RetypedMember.Find(context.Document, diagnostic.Location.SourceSpan, context.CancellationToken).ConfigureAwait(false);
            if (retyped is null || await retyped.Apply(context.CancellationToken).ConfigureAwait(false) is not { } solution) continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Declare {retyped.Names} with Module<Tensor, Tensor>", _ => Task.FromResult(solution), nameof(DeclareModuleFix)),
                diagnostic);
        }
    }
}
