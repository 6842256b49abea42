using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// <c>try</c>. Where the block may throw, what it sets is unknown in the handlers, and either may have happened. What runs at last runs on every
/// way out.
/// </summary>
internal sealed class Attempts(Interpreter interpreter)
{
    public bool Run(ITryOperation operation)
    {
        var (before, exits, doubts, facts, thrown) =
            (interpreter.Store.Save(), interpreter.Frame.Exits.Count, interpreter.Doubts, interpreter.Facts.Count, interpreter.Thrown.Count);
        interpreter.Thrown.OpenAttempts++;
        var goes = interpreter.Run(operation.Body);
        interpreter.Thrown.OpenAttempts--;
        var exceptions = interpreter.Thrown.Take(thrown);
        if (operation.Catches.Length == 0)
        {
            interpreter.Thrown.Pass(exceptions);
        }
        else if (interpreter.Doubts > doubts || exceptions.Count > 0 || operation.Body.Descendants().Any(MayThrow))
        {
            var isCertain = interpreter.Doubts == doubts && !goes && interpreter.Frame.Exits.Count == exits && exceptions is [{ Type: not null } only]
                && only.Facts == facts;
            goes = isCertain && Catch(operation, exceptions[0]) is { } handled ? handled : Handle(operation, goes, before, exits);
            if (!isCertain && !operation.Catches.Any(IsGeneral)) interpreter.Doubt("an exception may have no handler");
        }

        return operation.Finally is { } last ? AtLast(() => interpreter.Run(last), goes, exits, thrown) : goes;
    }

    /// <summary>Runs the handler of an exception that is thrown for certain; <see langword="null"/> where it cannot be told which one it is.</summary>
    private bool? Catch(ITryOperation operation, ThrownException exception)
    {
        interpreter.Store.Restore(exception.State);
        foreach (var handler in operation.Catches)
        {
            if (!IsHandled(exception.Type!, handler.ExceptionType)) continue;
            if (handler.Filter is null) return Run(handler);
            if (operation.Body.Descendants().Any(inner => inner is ITryOperation { Finally: not null } or IUsingOperation or IUsingDeclarationOperation))
            {
                // A filter runs before what runs at last.
                return null;
            }

            if (handler.ExceptionDeclarationOrExpression is IVariableDeclaratorOperation { Symbol: var local })
                interpreter.Places.Declare(local, Value.Unknown("an exception is not followed"));
            if (interpreter.Facts.Decide(Numbers.NumberOf(interpreter.Evaluate(handler.Filter))) is not { } passes) return null;
            if (passes) return interpreter.Run(handler.Handler);
        }

        interpreter.Thrown.Pass([exception with { State = interpreter.Store.Save() }]);
        return false;
    }

    private static bool IsGeneral(ICatchClauseOperation handler)
        => handler.Filter is null && handler.ExceptionType is null or { SpecialType: SpecialType.System_Object }
            or { Name: "Exception", ContainingNamespace.Name: "System" };

    private static bool IsHandled(ITypeSymbol type, ITypeSymbol handled)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, handled)) return true;
        }

        return false;
    }

    private bool Handle(ITryOperation operation, bool goes, Snapshot before, int exits)
    {
        var isCertain = !goes && interpreter.Frame.Exits.Count == exits;
        interpreter.Statements.Exits.Blur(exits);
        var after = interpreter.Store.Save();
        interpreter.Store.Restore(before);
        interpreter.Invalidation.Forget(operation.Body, "it is set in a try block that may end early");
        foreach (var filter in operation.Catches.Select(handler => handler.Filter).OfType<IOperation>())
            interpreter.Invalidation.Forget(filter, "a filter of exceptions may set it");
        var (unknown, facts) = (DimensionExpression.Unknown("it depends on whether an exception is thrown"), interpreter.Facts.Count);
        if (!isCertain) interpreter.Facts.Add(unknown);
        var handled = Handlers(operation, 0, unknown);
        interpreter.Facts.Truncate(Math.Min(facts, interpreter.Facts.Count));
        if (goes && handled) interpreter.Store.Join(unknown, after, before.Position);
        else if (goes) interpreter.Store.Restore(after);
        return goes || handled;
    }

    private bool Handlers(ITryOperation operation, int index, DimensionExpression unknown)
    {
        var handler = operation.Catches[index];
        return index + 1 == operation.Catches.Length
            ? Run(handler)
            : interpreter.Statements.Exits.Choose(unknown, () => Run(handler), () => Handlers(operation, index + 1, unknown));
    }

    private bool Run(ICatchClauseOperation handler)
    {
        if (handler.ExceptionDeclarationOrExpression is IVariableDeclaratorOperation { Symbol: var local })
            interpreter.Places.Declare(local, Value.Unknown("an exception is not followed"));
        return interpreter.Run(handler.Handler);
    }

    /// <summary>Runs something after a part, on every way out of it.</summary>
    public bool AtLast(Func<bool> part, Action last)
    {
        var (exits, thrown) = (interpreter.Frame.Exits.Count, interpreter.Thrown.Count);
        interpreter.Thrown.OpenAttempts++;
        var goes = part();
        interpreter.Thrown.OpenAttempts--;
        return AtLast(
            () =>
            {
                last();
                return true;
            },
            goes, exits, thrown);
    }

    private bool AtLast(Func<bool> last, bool goes, int exits, int thrown)
    {
        interpreter.Budget.Enter();
        foreach (var exception in interpreter.Thrown.Take(thrown))
        {
            var present = interpreter.Store.Save();
            interpreter.Store.Restore(exception.State);
            if (last()) interpreter.Thrown.Pass([exception with { State = interpreter.Store.Save() }]);
            interpreter.Store.Restore(present);
        }

        var (now, ways) = (interpreter.Store.Save(), interpreter.Frame.Exits);
        for (var index = exits; index < ways.Count; index++)
        {
            interpreter.Store.Restore(ways[index].State);
            if (last()) ways[index] = ways[index] with { State = interpreter.Store.Save() };
        }

        interpreter.Store.Restore(now);
        return goes && last();
    }

    private static bool MayThrow(IOperation operation)
        => operation is IConversionOperation { Conversion.IsReference: true, IsTryCast: false, Conversion.IsImplicit: false };
}
