using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>A member that holds something to be trained.</summary>
/// <param name="Symbol">The field, or the property in front of it.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsOutOfReach">Whether the modules lie in a list, array, tuple, dictionary or lazy value, which TorchSharp does not open.</param>
internal sealed record HeldModule(ISymbol Symbol, ITypeSymbol Type, bool IsOutOfReach);

/// <summary>The members of a class that hold modules with weights. What can hold no weight needs no registration.</summary>
internal sealed class HeldModules(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
{
    private const int DeepestNesting = 8;

    public IReadOnlyList<HeldModule> Members { get; } = [.. Held(type, compilation, cancellation, 0)];

    /// <summary>Whether a value that a member is assigned may hold a weight.</summary>
    public bool MayHoldWeights(IOperation assigned) => Types(assigned).Any(made => MayHoldWeights(made, compilation, cancellation, 0));

    private static IEnumerable<HeldModule> Held(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation, int depth)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is not IFieldSymbol { IsStatic: false } field
                || AttributeReader.Find(field.AssociatedSymbol ?? field, KnownNames.SchattenIgnore) is not null) continue;
            var named = field.AssociatedSymbol ?? field;
            if (TorchSymbols.IsParameter(field.Type)) yield return new HeldModule(named, field.Type, false);
            else if (TorchSymbols.IsModule(field.Type))
            {
                // What a layer's own type holds needs no look at what is assigned to it, which would have to be bound.
                if (MayHoldWeights(field.Type, compilation, cancellation, depth)
                    && (TorchSymbols.IsTorchModule(field.Type) || !IsAlwaysWeightless(named, compilation, cancellation, depth)))
                    yield return new HeldModule(named, field.Type, false);
            }
            else if (Elements(field.Type).Any(element => MayHoldWeights(element, compilation, cancellation, depth)))
                yield return new HeldModule(named, field.Type, true);
        }
    }

    /// <summary>A module may hold weights unless TorchSharp's, or its own source, says otherwise.</summary>
    private static bool MayHoldWeights(ITypeSymbol module, Compilation compilation, CancellationToken cancellation, int depth)
    {
        if (TorchSymbols.IsWeightless(module)) return false;
        if (depth >= DeepestNesting || module is not INamedTypeSymbol { IsAbstract: false } made || TorchSymbols.IsTorchSharp(made)) return true;
        for (var current = made; current is not null && !TorchSymbols.IsTorchSharp(current); current = current.BaseType)
        {
            if (current.DeclaringSyntaxReferences.IsEmpty || !compilation.ContainsSyntaxTree(current.DeclaringSyntaxReferences[0].SyntaxTree)) return true;
            if (Held(current.OriginalDefinition, compilation, cancellation, depth + 1).Any() || RegistrationCalls.RegistersByHand(current, cancellation))
                return true;
        }

        return !TorchSymbols.IsModule(made);
    }

    /// <summary>A member of a general type that is only ever assigned activations and the like.</summary>
    private static bool IsAlwaysWeightless(ISymbol member, Compilation compilation, CancellationToken cancellation, int depth)
    {
        if (member.DeclaredAccessibility is not (Accessibility.Private or Accessibility.NotApplicable) && member is not IFieldSymbol { IsReadOnly: true }
            and not IPropertySymbol { SetMethod: null }) return false;
        var isAssigned = false;
        foreach (var value in AssignedValues(member, cancellation))
        {
            isAssigned = true;
            if (!compilation.ContainsSyntaxTree(value.SyntaxTree)
                || Binding.ModelOf(value.SyntaxTree, compilation).GetOperation(value, cancellation) is not { } operation) return false;
            if (Types(operation).Any(made => MayHoldWeights(made, compilation, cancellation, depth))) return false;
        }

        return isAssigned;
    }

    private static IEnumerable<ExpressionSyntax> AssignedValues(ISymbol member, CancellationToken cancellation)
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var value = reference.GetSyntax(cancellation) switch
            {
                VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
                PropertyDeclarationSyntax property => property.Initializer?.Value,
                _ => null,
            };
            if (value is not null) yield return value;
        }

        foreach (var reference in member.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (var assignment in reference.GetSyntax(cancellation).DescendantNodes().OfType<AssignmentExpressionSyntax>())
            {
                if (assignment.Left.GetLastToken().ValueText == member.Name) yield return assignment.Right;
            }
        }
    }

    /// <summary>The types that a value may have, by what makes it.</summary>
    private static IEnumerable<ITypeSymbol> Types(IOperation value) => value switch
    {
        Microsoft.CodeAnalysis.Operations.IConversionOperation conversion => Types(conversion.Operand),
        Microsoft.CodeAnalysis.Operations.IParenthesizedOperation parenthesized => Types(parenthesized.Operand),
        Microsoft.CodeAnalysis.Operations.ISwitchExpressionOperation chosen => chosen.Arms.SelectMany(arm => Types(arm.Value)),
        Microsoft.CodeAnalysis.Operations.IConditionalOperation { WhenFalse: { } otherwise } either => Types(either.WhenTrue).Concat(Types(otherwise)),
        Microsoft.CodeAnalysis.Operations.IThrowOperation => [],
        { ConstantValue: { HasValue: true, Value: null } } => [],
        { Type: { } type } => [type],
        _ => [],
    };

    private static IEnumerable<ITypeSymbol> Elements(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Module(array.ElementType),
        INamedTypeSymbol { TypeKind: TypeKind.Delegate } => [],
        INamedTypeSymbol named => named.TypeArguments.SelectMany(Module),
        _ => [],
    };

    private static IEnumerable<ITypeSymbol> Module(ITypeSymbol type) => TorchSymbols.IsModule(type) ? [type] : Elements(type);
}
