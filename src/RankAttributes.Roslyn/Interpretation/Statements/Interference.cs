using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Code that runs in turns with other code: a query and an iterator compute an element when a loop asks for it. They are read as a whole, which is the same
/// only where neither changes what the other depends on.
/// </summary>
internal sealed class Interference(Interpreter interpreter)
{
    /// <summary>Whether an iterator changes anything but its own variables.</summary>
    public bool ReachesOut(IOperation iterator)
        => Changed([iterator]).Any(symbol => symbol is not (ILocalSymbol or IParameterSymbol) || !IsWithin(symbol, iterator));

    /// <summary>Whether code changes a variable or a member that other code mentions.</summary>
    public bool Between(IOperation changing, IReadOnlyList<IOperation> reading)
    {
        if (reading.Count == 0) return false;
        var mentioned = new HashSet<ISymbol>(reading.SelectMany(Inner).Select(Root).OfType<ISymbol>(), SymbolEqualityComparer.Default);
        return Changed([changing]).Any(mentioned.Contains);
    }

    /// <summary>The variables and members that code assigns, or that it calls a method on which may change them.</summary>
    private IEnumerable<ISymbol> Changed(IEnumerable<IOperation> code) => code.SelectMany(Inner).SelectMany(operation => operation switch
    {
        IAssignmentOperation assignment => Targets(assignment.Target),
        IIncrementOrDecrementOperation step => Targets(step.Target),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => Targets(argument.Value),
        IInvocationOperation { Instance: { } instance } call when !Purity.OnlyReads(call.TargetMethod) && !Purity.LeavesAlone(call.TargetMethod)
            && interpreter.Source.Body(call.TargetMethod) is null => Targets(instance),
        _ => [],
    });

    /// <summary>All operations of some code, and of the methods with source that it calls.</summary>
    private IEnumerable<IOperation> Inner(IOperation code)
    {
        var (open, seen) = (new Stack<IOperation>([code]), new HashSet<IOperation> { code });
        while (open.Count > 0)
        {
            foreach (var operation in open.Pop().DescendantsAndSelf())
            {
                interpreter.Budget.Step();
                yield return operation;
                var called = operation switch
                {
                    IInvocationOperation call => interpreter.Source.Body(call.TargetMethod),
                    IMethodReferenceOperation reference => interpreter.Source.Body(reference.Method),
                    IPropertyReferenceOperation { Property.IsIndexer: false } property => interpreter.Source.Getter(property.Property),
                    _ => null,
                };
                if (called is not null && seen.Add(called)) open.Push(called);
            }
        }
    }

    private static IEnumerable<ISymbol> Targets(IOperation target) => target is ITupleOperation tuple
        ? tuple.Elements.SelectMany(Targets)
        : target.DescendantsAndSelf().Select(Root).OfType<ISymbol>();

    private static ISymbol? Root(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } member => member.Member,
        _ => null,
    };

    private static bool IsWithin(ISymbol variable, IOperation code)
        => variable.DeclaringSyntaxReferences.Any(declaration => declaration.SyntaxTree == code.Syntax.SyntaxTree
            && (code.Syntax.Parent ?? code.Syntax).FullSpan.Contains(declaration.Span));
}
