using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Reading;

/// <summary>Finds the factory call that creates what a member holds: in its initializer, or assigned in a constructor.</summary>
internal static class CreationReader
{
    public static Dictionary<ISymbol, IInvocationOperation> Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var creations = new Dictionary<ISymbol, IInvocationOperation>(SymbolEqualityComparer.Default);
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is not TypeDeclarationSyntax declaration) continue;
            var model = compilation.GetSemanticModel(declaration.SyntaxTree);
            foreach (var member in declaration.Members)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var (target, value) in Assignments(member, model, cancellation))
                {
                    if (model.GetOperation(value, cancellation) is IInvocationOperation call) creations[target] = call;
                }
            }
        }

        return creations;
    }

    private static IEnumerable<(ISymbol Target, ExpressionSyntax Value)> Assignments(
        MemberDeclarationSyntax member, SemanticModel model, CancellationToken cancellation)
    {
        switch (member)
        {
            case FieldDeclarationSyntax field:
                foreach (var variable in field.Declaration.Variables)
                {
                    if (variable.Initializer is { } initializer && model.GetDeclaredSymbol(variable, cancellation) is { } symbol)
                        yield return (symbol, initializer.Value);
                }

                break;
            case PropertyDeclarationSyntax { Initializer: { } initializer } property when model.GetDeclaredSymbol(property, cancellation) is { } symbol:
                yield return (symbol, initializer.Value);
                break;
            case ConstructorDeclarationSyntax constructor:
                foreach (var assignment in constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>())
                {
                    if (assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                        && model.GetSymbolInfo(assignment.Left, cancellation).Symbol is IFieldSymbol or IPropertySymbol
                        && model.GetSymbolInfo(assignment.Left, cancellation).Symbol is { } symbol)
                    {
                        yield return (symbol, assignment.Right);
                    }
                }

                break;
        }
    }
}
