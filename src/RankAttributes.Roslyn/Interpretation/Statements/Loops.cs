using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Loops run as long as their conditions have values; of any other, one pass is read that stands for all.</summary>
internal sealed class Loops(Interpreter interpreter)
{
    private const string Reason = "it changes in a loop whose number of passes has no value yet";

    private readonly EndlessLoops endless = new(interpreter);

    private int variables;

    private Exits Exits => interpreter.Statements.Exits;

    public bool Run(IForLoopOperation loop)
    {
        foreach (var statement in loop.Before)
        {
            if (!interpreter.Run(statement)) return false;
        }

        return Enclosed(loop, () => Cycle(loop, loop.Condition, testsFirst: true, () => RunAll(loop.AtLoopBottom), () => Counted(loop)));
    }

    public bool Run(IWhileLoopOperation loop)
        => Enclosed(loop,
            () => Cycle(loop, loop.Condition, loop.ConditionIsTop, () => true,
                () => (null, null, DimensionExpression.Unknown("the number of passes cannot be read"))));

    public bool Run(IForEachLoopOperation loop)
    {
        var collection = interpreter.Evaluate(loop.Collection);
        if (loop.LoopControlVariable is IVariableDeclaratorOperation { Symbol.RefKind: RefKind.Ref })
            interpreter.Expressions.Calls.Views.Open(collection, "its elements are changed through references");
        if (collection is NeverValue) return false;
        if (interpreter.Thrown.IsWatched && Refusals.Casts(loop)) interpreter.Thrown.Refuse();
        if (!interpreter.Invalidation.IsCalledAt(loop)) return Enclosed(loop, () => Over(loop, collection));
        return Around(() => Enclosed(loop, () => Over(loop, collection)), () => interpreter.Invalidation.ForgetCalled(loop));
    }

    /// <summary>A loop with code that runs before, between and after its passes.</summary>
    private bool Around(Func<bool> run, Action forget)
    {
        forget();
        return interpreter.Statements.Attempts.AtLast(run, forget);
    }

    /// <summary>Joins what leaves the loop by <c>break</c>.</summary>
    private bool Enclosed(ILoopOperation loop, Func<bool> run)
    {
        var (since, facts) = (interpreter.Store.Save().Position, interpreter.Facts.Count);
        var (goes, _) = Exits.Settle(ExitKind.Break, loop.ExitLabel, run(), since, Value.Null);
        interpreter.Facts.Truncate(Math.Min(facts, interpreter.Facts.Count));
        return goes;
    }

    private bool Cycle(
        ILoopOperation loop, IOperation? condition, bool testsFirst, Func<bool> bottom,
            Func<(ILocalSymbol? Variable, IOperation? Bound, DimensionExpression Count)> counted)
    {
        var passes = 0;
        for (var tests = testsFirst; ; tests = true)
        {
            endless.Pass(loop, condition, passes++);
            if (tests && condition is not null)
            {
                var test = interpreter.Evaluate(condition);
                if (test is NeverValue) return false;
                if (interpreter.Facts.Decide(Numbers.NumberOf(test)) is not { } goes) return CountedPasses(loop, condition, bottom, counted());
                if (!goes) return true;
            }

            if (!Pass(loop, () => interpreter.Run(loop.Body)) || !bottom()) return false;
        }
    }

    private bool Over(IForEachLoopOperation loop, Value collection)
    {
        collection = interpreter.Facts.Resolve(collection);
        if (collection is ConditionalValue choice) return Exits.Choose(choice.Condition, () => Over(loop, choice.Then), () => Over(loop, choice.Else));
        if (collection is QueryValue query && InTurns(loop.Body, query) is { Count: > 0 } functions)
            return Around(() => Items(loop, Value.Unknown("its elements are computed in turns with the passes of a loop")), () => functions.ForEach(Forget));
        if (interpreter.Store.Find(collection) is ListContent { Kind: ListKind.Array } array) return OverArray(loop, collection, array.Items.Count);
        return Items(loop, collection);

        void Forget(FunctionValue function) => interpreter.Invalidation.Forget(function, Reason);
    }

    private bool Items(IForEachLoopOperation loop, Value collection)
    {
        var before = interpreter.Store.Find(collection);
        foreach (var item in interpreter.ItemsOrRest(collection, "a loop over a collection that cannot be read is not followed"))
        {
            if (before is not null && !ReferenceEquals(before, interpreter.Store.Find(collection)))
            {
                // What it gives next, or whether it throws, its library decides.
                interpreter.Doubt("a collection is changed while it is walked through");
                return Item(loop, Value.Rest("a collection is changed while it is walked through"));
            }

            if (!Item(loop, item)) return false;
        }

        if (before is not null && !ReferenceEquals(before, interpreter.Store.Find(collection)))
            interpreter.Doubt("a collection is changed while it is walked through");
        return true;
    }

    /// <summary>The functions of a query for which it matters that the passes of a loop run between their calls.</summary>
    private List<FunctionValue> InTurns(IOperation body, QueryValue query)
    {
        var interference = interpreter.Statements.Interference;
        if (interference.Between(body, query.Code)) return [.. query.Functions];
        var changing = query.Functions.Where(interpreter.Invalidation.Changes).ToList();
        var mayEnd = body.DescendantsAndSelf().Any(part => part is IBranchOperation or IReturnOperation or IThrowOperation);
        return changing.Exists(function => mayEnd || interference.Between(function.Body!, [body])) ? changing : [];
    }

    /// <summary>The elements of an array are read when their turn comes: the loop may have written to them.</summary>
    private bool OverArray(IForEachLoopOperation loop, Value collection, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var item = interpreter.Store.Find(collection) is ListContent array && index < array.Items.Count ? array.Items[index]
                : Value.Rest("the array is changed while it is walked through");
            if (!Item(loop, item)) return false;
        }

        return true;
    }

    private bool Item(IForEachLoopOperation loop, Value item)
    {
        switch (interpreter.Facts.Resolve(item))
        {
            case AbsentValue:
                return true;
            case ConditionalValue { Else: AbsentValue } choice:
                return Exits.Choose(choice.Condition, () => Item(loop, choice.Then), () => true);
            case ConditionalValue { Then: AbsentValue } choice:
                return Exits.Choose(choice.Condition, () => true, () => Item(loop, choice.Else));
            case RepeatedValue repeated:
                return AnyPasses(loop, repeated.Count, [loop.Body], () =>
                {
                    Bind(loop.LoopControlVariable, repeated.Once);
                    return Pass(loop, () => interpreter.Run(loop.Body));
                });
            case var single:
                Bind(loop.LoopControlVariable, single);
                return Pass(loop, () => interpreter.Run(loop.Body));
        }
    }

    private void Bind(IOperation variable, Value item)
    {
        if (variable is IVariableDeclaratorOperation declarator)
            interpreter.Places.Declare(declarator.Symbol, interpreter.Each(item, one => Element(one, declarator.Symbol.Type)));
        else interpreter.Places.Assign(variable, item);
    }

    private static Value Element(Value item, Microsoft.CodeAnalysis.ITypeSymbol type) => item switch
    {
        NumberValue or RealValue => Conversions.Convert(item, type),
        BoxedValue boxed => boxed.As(type) ?? item,
        _ => item,
    };

    private bool Pass(ILoopOperation loop, Func<bool> body)
    {
        interpreter.Budget.Step();
        var (since, facts) = (interpreter.Store.Save().Position, interpreter.Facts.Count);
        var goes = body();
        if (!Exits.Lead(ExitKind.Continue, loop.ContinueLabel)) return goes;
        interpreter.Facts.Truncate(Math.Min(facts, interpreter.Facts.Count));
        return Exits.Settle(ExitKind.Continue, loop.ContinueLabel, goes, since, Value.Null).Goes;
    }

    private bool CountedPasses(ILoopOperation loop, IOperation condition, Func<bool> bottom,
        (ILocalSymbol? Variable, IOperation? Bound, DimensionExpression Count) counted)
    {
        IEnumerable<IOperation> parts = loop is IForLoopOperation { AtLoopBottom: var after } ? [condition, loop.Body, .. after] : [condition, loop.Body];
        var bound = counted.Bound is null ? null : Numbers.NumberOf(interpreter.Evaluate(counted.Bound));
        return AnyPasses(loop, count => counted.Bound is not null && !Numbers.NumberOf(interpreter.Evaluate(counted.Bound)).Equals(bound)
            ? DimensionExpression.Unknown(Reason)
            : counted.Count, parts, () =>
        {
            if (counted.Variable is not null)
            {
                // Loops that share the name of a variable do not share its value.
                var name = variables++ == 0 ? counted.Variable.Name : $"{counted.Variable.Name}_{Numbers.Text(variables)}";
                interpreter.Places.Assign(counted.Variable, new NumberValue(DimensionExpression.Symbol(name)));
            }

            interpreter.Evaluate(condition);
            return Pass(loop, () => interpreter.Run(loop.Body)) && bottom();
        });
    }

    private bool AnyPasses(ILoopOperation loop, DimensionExpression count, IEnumerable<IOperation> parts, Func<bool> pass)
        => AnyPasses(loop, _ => count, parts, pass);

    /// <summary>Reads one pass in a state that any pass may begin with.</summary>
    private bool AnyPasses(ILoopOperation loop, Func<int, DimensionExpression> counted, IEnumerable<IOperation> parts, Func<bool> pass)
    {
        var (before, facts, exits) = (interpreter.Store.Save(), interpreter.Facts.Count, interpreter.Frame.Exits.Count);
        foreach (var part in parts) interpreter.Invalidation.Widen(part, Reason);
        var count = counted(0);
        interpreter.Facts.Add(DimensionExpression.Unknown(Reason));
        interpreter.OpenPasses++;
        var goes = pass();
        interpreter.OpenPasses--;
        interpreter.Facts.Truncate(Math.Min(facts, interpreter.Facts.Count));
        Exits.Blur(exits);
        if (goes) interpreter.Store.JoinPasses(count, before, before.Position);
        else interpreter.Store.Restore(before);
        return true;
    }

    private bool RunAll(IEnumerable<IOperation> statements) => statements.All(interpreter.Run);

    /// <summary>The variable of a loop that counts up by one, what it is compared with, and the number of passes.</summary>
    private (ILocalSymbol? Variable, IOperation? Bound, DimensionExpression Count) Counted(IForLoopOperation loop)
    {
        var unknown = DimensionExpression.Unknown("the number of passes cannot be read");
        if (loop.Condition is not IBinaryOperation { LeftOperand: var left, RightOperand: var bound } test
            || Unwrap(left) is not ILocalReferenceOperation { Local: var variable }
            || loop.AtLoopBottom is not [IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { Kind: OperationKind.Increment } }]
            || Invalidation.Assigns(loop.Body, variable))
        {
            return (null, null, unknown);
        }

        var (start, end) = (Numbers.NumberOf(interpreter.Evaluate(left)), Numbers.NumberOf(interpreter.Evaluate(bound)));
        if (test.OperatorKind == BinaryOperatorKind.LessThanOrEqual) end = Numbers.Apply(DimensionOperator.Add, end, DimensionExpression.Of(1));
        else if (test.OperatorKind != BinaryOperatorKind.LessThan) return (variable, null, unknown);
        return (variable, bound, Numbers.Apply(DimensionOperator.Subtract, end, start));
    }

    private static IOperation Unwrap(IOperation operation) => operation is IConversionOperation conversion ? Unwrap(conversion.Operand) : operation;
}
