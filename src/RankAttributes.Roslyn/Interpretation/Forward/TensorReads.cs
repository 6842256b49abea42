using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>How often the text of a method reads what a variable was last given; statements that were not followed count as well.</summary>
internal sealed class TensorReads(IOperation body)
{
    private readonly Dictionary<ISymbol, bool> known = new(SymbolEqualityComparer.Default);

    /// <summary>Whether every value that is written to the variable is read at most once before the next, in the order of the text.</summary>
    public bool IsReadOnceAWrite(ISymbol variable)
    {
        if (known.TryGetValue(variable, out var once)) return once;
        var uses = body.Descendants().Select(operation => Use(operation,
            variable)).Where(use => use is not null).Select(use => use!.Value).OrderBy(use => use.Position).ToList();
        var readsSince = 0;
        once = true;
        foreach (var (_, isWrite) in uses)
        {
            readsSince = isWrite ? 0 : readsSince + 1;
            once &= readsSince <= 1;
        }

        return known[variable] = once;
    }

    // An assignment happens behind what it assigns.
    private static (int Position, bool IsWrite)? Use(IOperation operation, ISymbol variable) => operation switch
    {
        ISimpleAssignmentOperation assignment when Is(assignment.Target, variable) => (assignment.Syntax.Span.End, true),
        IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, variable) => (declarator.Syntax.Span.End, true),
        ILocalReferenceOperation or IParameterReferenceOperation when Is(operation, variable) && !IsTarget(operation) => (operation.Syntax.SpanStart, false),
        _ => null,
    };

    private static bool IsTarget(IOperation operation) => operation.Parent is ISimpleAssignmentOperation { Target: var target } && target == operation;

    private static bool Is(IOperation operation, ISymbol variable) => SymbolEqualityComparer.Default.Equals(
        operation switch { ILocalReferenceOperation local => local.Local, IParameterReferenceOperation parameter => parameter.Parameter, _ => null }, variable);
}
