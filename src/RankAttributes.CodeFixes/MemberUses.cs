using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.CodeFixes;

/// <summary>What code does with a member that holds a layer, and whether a more general module would do.</summary>
/// <param name="general"><c>Module&lt;Tensor, Tensor&gt;</c>.</param>
/// <param name="places">Which types are those of layers alone.</param>
internal sealed class MemberUses(INamedTypeSymbol general, PlacesForPairs places)
{
    /// <summary>The type that the member gets.</summary>
    public INamedTypeSymbol General => general;

    /// <summary>The expression that reads a member, given its name; <see langword="null"/> where no value is read.</summary>
    public static ExpressionSyntax? Reading(SyntaxNode name)
    {
        if (name is not SimpleNameSyntax simple || name.IsPartOfStructuredTrivia()) return null;
        ExpressionSyntax reading = simple.Parent is MemberAccessExpressionSyntax access && access.Name == simple ? access : simple;
        var call = (reading.Parent as ArgumentSyntax)?.Parent?.Parent as InvocationExpressionSyntax;
        return call?.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" } ? null : reading;
    }

    /// <summary>Whether the code around a value asks for more than any module has: a weight, a size, or the layer's own type.</summary>
    public bool NeedsLayer(ExpressionSyntax use, SemanticModel model, CancellationToken cancellation)
    {
        var outer = Outer(use);
        if (outer.Parent is MemberAccessExpressionSyntax access && access.Expression == outer)
            return model.GetSymbolInfo(access, cancellation).Symbol is { } member && !IsOfGeneral(Root(member));
        return Wanted(outer, model, cancellation) is { } wanted && places.Refuses(wanted);
    }

    /// <summary>The type that a value goes to; <see langword="null"/> where the value's own type decides, and the compiler sees what follows.</summary>
    private static ITypeSymbol? Wanted(ExpressionSyntax value, SemanticModel model, CancellationToken cancellation) => value.Parent switch
    {
        ArgumentSyntax argument => (model.GetOperation(argument, cancellation) as IArgumentOperation)?.Parameter?.OriginalDefinition.Type,
        EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type.IsVar: true } } => null,
        EqualsValueClauseSyntax or AssignmentExpressionSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax
            => model.GetTypeInfo(value, cancellation).ConvertedType,
        _ => null,
    };

    /// <summary>Whether a loop takes each element of a list as a layer: it would compile, and throw once one is compressed.</summary>
    public bool IsLoopOverLayers(ExpressionSyntax use, SemanticModel model, CancellationToken cancellation)
        => Outer(use).Parent is ForEachStatementSyntax { Type: { IsVar: false } element }
            && model.GetTypeInfo(element, cancellation).Type is { } named && places.Refuses(named);

    /// <summary>Whether a use is in a constructor, of the object that is made: nothing is compressed there yet.</summary>
    public static bool IsInConstruction(ExpressionSyntax use, SemanticModel model, CancellationToken cancellation)
    {
        if (use is not IdentifierNameSyntax and not MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }) return false;
        var around = use.Ancestors().FirstOrDefault(
            node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax);
        return around is ConstructorDeclarationSyntax && model.GetSymbolInfo(use, cancellation).Symbol is { } member
            && SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(around, cancellation)?.ContainingType, member.ContainingType);
    }

    private static ExpressionSyntax Outer(ExpressionSyntax use)
    {
        while (use.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
            use = (ExpressionSyntax)use.Parent;
        return use;
    }

    private static ISymbol Root(ISymbol member) => member switch
    {
        IMethodSymbol { OverriddenMethod: { } overridden } => Root(overridden),
        IPropertySymbol { OverriddenProperty: { } overridden } => Root(overridden),
        _ => member,
    };

    private bool IsOfGeneral(ISymbol member)
    {
        if (member is IMethodSymbol { IsExtensionMethod: true }) return true; // whether it takes a module, the compiler is asked
        for (var type = general.OriginalDefinition; type is not null; type = type.BaseType?.OriginalDefinition)
        {
            if (SymbolEqualityComparer.Default.Equals(type, member.ContainingType.OriginalDefinition)) return true;
        }

        return false;
    }
}
