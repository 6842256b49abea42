using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Loops that are seen to have no end: nothing that their conditions depend on changes in them. Code that is being typed is full of such loops, and to run
/// them until a limit takes as long as a whole reading may.
/// </summary>
internal sealed class EndlessLoops(Interpreter interpreter)
{
    // An exception may end a loop too, and is mostly thrown soon.
    private const int Passes = 16;

    private readonly HashSet<ILoopOperation> seen = [];

    /// <summary>Gives up a reading where a loop, after so many passes, has no end as far as its own conditions tell.</summary>
    public void Pass(ILoopOperation loop, IOperation? condition, int passes)
    {
        if (passes == Passes && seen.Add(loop) && Include(loop, condition)) throw new ReadingStoppedException("the constructor runs a loop that has no end");
    }

    private bool Include(ILoopOperation loop, IOperation? condition)
    {
        if (Ancestors(loop).Any(parent => parent is ITryOperation { Catches: not [] })) return false;
        var conditions = new List<IOperation>();
        if (condition is not null) conditions.Add(condition);
        var code = (loop is IForLoopOperation counted ? [loop.Body, .. conditions, .. counted.AtLoopBottom] : new[] { loop.Body }.Concat(conditions))
            .SelectMany(part => part.DescendantsAndSelf()).ToList();
        foreach (var jump in code.Where(part => part is IBranchOperation or IReturnOperation or IThrowOperation))
        {
            if (!Collect(jump, loop, conditions)) return false;
        }

        var variables = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        return conditions.All(decision => IsSettled(decision, variables)) && !variables.Any(variable => Sets(code, variable))
            && !variables.Any(variable => FunctionsSet(variable, loop));
    }

    /// <summary>Adds what a jump depends on; <see langword="false"/> where that is more than conditions.</summary>
    private static bool Collect(IOperation jump, ILoopOperation loop, List<IOperation> conditions)
    {
        var passed = new List<IOperation>();
        for (var (part, parent) = (jump, jump.Parent); part != loop; (part, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    // It leaves the function alone.
                    return true;
                case ILoopOperation { ExitLabel: var exit, ContinueLabel: var next } when parent != loop && jump is IBranchOperation { Target: var target }
                    && (SymbolEqualityComparer.Default.Equals(target, exit) || SymbolEqualityComparer.Default.Equals(target, next)):
                case ISwitchOperation { ExitLabel: var end } when jump is IBranchOperation { Target: var to } && SymbolEqualityComparer.Default.Equals(to, end):
                    return true;
                case IConditionalOperation choice when part != choice.Condition:
                    passed.Add(choice.Condition);
                    break;
                case IBlockOperation or ISwitchCaseOperation or ILabeledOperation or IUsingOperation or ILockOperation or ITryOperation { Catches: [] }:
                    break;
                case not null when parent == loop:
                    break;
                default:
                    return false;
            }
        }

        conditions.AddRange(passed);
        return true;
    }

    /// <summary>Whether a condition depends on variables alone, which it names.</summary>
    private static bool IsSettled(IOperation condition, HashSet<ISymbol> variables)
    {
        if (condition.ConstantValue.HasValue) return true;
        switch (condition)
        {
            case ILocalReferenceOperation { Local: { RefKind: RefKind.None } local }:
                variables.Add(local);
                return true;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                variables.Add(parameter);
                return true;
            case IBinaryOperation { OperatorMethod: null } or IUnaryOperation { OperatorMethod: null } or IConversionOperation { OperatorMethod: null }
                or IIsPatternOperation or IConstantPatternOperation or IRelationalPatternOperation or INegatedPatternOperation or IBinaryPatternOperation:
                return condition.ChildOperations.All(part => IsSettled(part, variables));
            default:
                return false;
        }
    }

    /// <summary>Whether a variable may be set by a function, wherever it is written, or under another name.</summary>
    private bool FunctionsSet(ISymbol variable, ILoopOperation loop)
    {
        var all = Ancestors(loop).Last().Descendants().ToList();
        interpreter.Budget.Compare(all.Count);
        return all.Exists(part => part switch
        {
            IAnonymousFunctionOperation or ILocalFunctionOperation => Sets(part.Descendants(), variable),
            IVariableDeclaratorOperation { Symbol.RefKind: RefKind.Ref } => true,
            _ => false,
        });
    }

    private static IEnumerable<IOperation> Ancestors(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent) yield return parent;
    }

    private static bool Sets(IEnumerable<IOperation> code, ISymbol variable) => code.Any(part => Invalidation.Sets(part, variable) || part switch
    {
        IAddressOfOperation { Reference: var value } => Invalidation.Refers(value, variable),
        IVariableDeclaratorOperation { Symbol: var declared } => SymbolEqualityComparer.Default.Equals(declared, variable),
        IDeclarationPatternOperation { DeclaredSymbol: var declared } => SymbolEqualityComparer.Default.Equals(declared, variable),
        IRecursivePatternOperation { DeclaredSymbol: var declared } => SymbolEqualityComparer.Default.Equals(declared, variable),
        IListPatternOperation { DeclaredSymbol: var declared } => SymbolEqualityComparer.Default.Equals(declared, variable),
        _ => false,
    });
}
