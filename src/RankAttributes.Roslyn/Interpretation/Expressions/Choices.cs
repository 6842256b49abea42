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
            : with(receiver, () => interpreter.Evaluate(operation.WhenNotNull)));

    private Value Arm(ISwitchExpressionOperation operation, Value value, int index)
    {
        interpreter.Budget.Step();
        if (index == operation.Arms.Length) return new NeverValue();
        var arm = operation.Arms[index];
        var matches = interpreter.Expressions.Patterns.Match(arm.Pattern, value);
        if (arm.Guard is not null && interpreter.Facts.Decide(matches) != false)
            matches = Numbers.And(matches, Numbers.NumberOf(interpreter.Evaluate(arm.Guard)));
        return interpreter.Branch(matches, () => interpreter.Evaluate(arm.Value), () => Arm(operation, value, index + 1));
    }
}
