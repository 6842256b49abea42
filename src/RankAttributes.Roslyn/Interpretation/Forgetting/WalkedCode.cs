using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// A part of the source as a walk through it needs it: the operations that may change something. The same code is walked through again and again, after each
/// statement that it may run beside, and most of its operations are names and numbers.
/// </summary>
internal sealed class WalkedCode
{
    private static readonly ConditionalWeakTable<IOperation, WalkedCode> All = new();

    private WalkedCode(IOperation part)
    {
        var (steps, made) = (new List<WalkedStep>(), new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default));
        foreach (var operation in part.DescendantsAndSelf())
        {
            Size++;
            if (operation is IObjectCreationOperation { Type: INamedTypeSymbol type }) made.Add(type.OriginalDefinition);
            var step = new WalkedStep(
                operation, ImplicitCalls.Of(operation).ToArray(), ImplicitCalls.Opened(operation), Purity.CallsLibrary(operation),
                operation.Type?.TypeKind == TypeKind.Dynamic && Purity.IsUsed(operation));
            if (!step.IsSilent || MayChange(operation)) steps.Add(step);
        }

        (Steps, Made) = (steps, made);
    }

    /// <summary>How many operations it has in all.</summary>
    public int Size { get; }

    /// <summary>The operations that may change something, from the outside in.</summary>
    public IReadOnlyList<WalkedStep> Steps { get; }

    /// <summary>The classes of which it makes objects.</summary>
    public IReadOnlyCollection<INamedTypeSymbol> Made { get; }

    public static WalkedCode Of(IOperation part) => All.GetValue(part, static part => new WalkedCode(part));

    /// <summary>Whether an operation by itself sets something, hands something on, or calls what is written in it.</summary>
    private static bool MayChange(IOperation operation) => operation switch
    {
        IAssignmentOperation or IIncrementOrDecrementOperation or IInvocationOperation or IObjectCreationOperation or IMethodReferenceOperation
            or IReturnOperation { ReturnedValue: not null } or IVariableInitializerOperation => true,
        IArgumentOperation { Parameter.RefKind: var kind } => kind is RefKind.Ref or RefKind.Out,
        ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation => operation.Type is { TypeKind: TypeKind.Interface },
        _ => false,
    };
}

/// <summary>One operation of code that is walked through, and what of it does not depend on the values around it.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Implicit">The methods that the language calls at it.</param>
/// <param name="Opened">The class whose static members it may be the first to use.</param>
/// <param name="CallsLibrary">Whether it runs code of a library that may call members of any object.</param>
/// <param name="IsDynamic">Whether a member of its value is found by name, at run time.</param>
internal sealed record WalkedStep(
    IOperation Operation, IReadOnlyList<ImplicitCall> Implicit, INamedTypeSymbol? Opened, bool CallsLibrary, bool IsDynamic)
{
    /// <summary>Whether nothing is called at it.</summary>
    public bool IsSilent => Implicit.Count == 0 && Opened is null && !CallsLibrary && !IsDynamic;
}
