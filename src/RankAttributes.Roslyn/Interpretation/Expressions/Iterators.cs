using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Which bodies give one element after another.</summary>
internal sealed class Iterators
{
    private readonly Dictionary<IOperation, bool> known = [];

    public bool Is(IOperation body)
    {
        if (known.TryGetValue(body, out var answer)) return answer;
        return known[body] = body is IBlockOperation
            && body.Descendants().Any(operation => operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak && IsDirectly(operation, body));
    }

    public static bool MayNotEnd(IOperation body) => body.Descendants().Any(operation => operation
        is IWhileLoopOperation { Condition: null or { ConstantValue: { HasValue: true, Value: true } } } or IForLoopOperation { Condition: null });

    private static bool IsDirectly(IOperation operation, IOperation body)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer == body) return true;
            if (outer is IAnonymousFunctionOperation or ILocalFunctionOperation) return false;
        }

        return false;
    }
}
