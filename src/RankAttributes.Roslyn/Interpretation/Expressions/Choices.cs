using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Expressions of which only a part is evaluated: by a condition, a pattern, or whether something is there.</summary>
internal sealed class Choices(Interpreter interpreter)
{
    public Value Conditional(IConditionalOperation operation)
    {
        var condition = interpreter.Evaluate(operation.Condition);
        if (condition is NeverValue) return condition;
        return interpreter.Branch(Numbers.NumberOf(condition), () => interpreter.Evaluate(operation.WhenTrue), () => interpreter.Evaluate(operation.WhenFalse));
    }

    public Value Switch(ISwitchExpressionOperation operation)
    {
        var value = interpreter.Evaluate(operation.Value);
        return value is NeverValue ? value : Arm(operation, value, 0);
    }

    /// <summary>A value, or another one where it is <see langword="null"/>.</summary>
    public Value Given(Value value, Func<Value> otherwise)
    {
        value = interpreter.Facts.Resolve(value);
        switch (value)
        {
            case ConditionalValue choice:
                return interpreter.Branch(choice.Condition, () => Given(choice.Then, otherwise), () => Given(choice.Else, otherwise));
            case NullValue:
                return otherwise();
            case NumberValue { Expression.UnknownReason: { } reason }:
                return interpreter.Branch(DimensionExpression.Unknown(reason), () => value, otherwise);
            case NumberValue:
            case ReferenceValue when interpreter.Store.Find(value) is PathContent:
            case PathValue:
                // A parameter that the caller decides about: what is written here takes its place only where there is none.
                return value;
            case UnknownValue unknown:
                return interpreter.Branch(DimensionExpression.Unknown(unknown.Reason), () => value, otherwise);
            default:
                return value;
        }
    }

    /// <summary><c>a?.b</c>.</summary>
    public Value Access(IConditionalAccessOperation operation, Func<Value, Func<Value>, Value> with)
        => interpreter.Each(interpreter.Evaluate(operation.Operation), receiver => receiver is NullValue
            ? Value.Null
            : receiver is UnknownValue or PathValue && interpreter.Places.MayChange(operation.WhenNotNull) ? Possible(operation, receiver, with)
            : with(receiver, () => interpreter.Evaluate(operation.WhenNotNull)));

    // What is not known may not be there: then nothing after it runs.
    private Value Possible(IConditionalAccessOperation operation, Value receiver, Func<Value, Func<Value>, Value> with)
    {
        Value result = Value.Null;
        interpreter.Branch(
            DimensionExpression.Unknown("whether a value is given is not known"),
            () => result = with(receiver, () => interpreter.Evaluate(operation.WhenNotNull)),
            () => Value.Null);
        return result;
    }

    /// <summary>A pattern with a condition of its own, which is only evaluated where the pattern matches.</summary>
    public DimensionExpression Guarded(DimensionExpression matches, IOperation guard)
    {
        var passes = matches;
        interpreter.Branch(matches, () => new NumberValue(passes = Numbers.NumberOf(interpreter.Evaluate(guard))), () => Value.Null);
        return Numbers.And(matches, passes);
    }

    private Value Arm(ISwitchExpressionOperation operation, Value value, int index)
    {
        interpreter.Budget.Step();
        if (index == operation.Arms.Length) return interpreter.Thrown.Throw(null);
        var arm = operation.Arms[index];
        var matches = interpreter.Expressions.Patterns.Match(arm.Pattern, value);
        if (arm.Guard is not null) matches = Guarded(matches, arm.Guard);
        return interpreter.Branch(matches, () => interpreter.Evaluate(arm.Value), () => Arm(operation, value, index + 1));
    }
}
