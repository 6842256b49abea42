using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>What an operator makes of two values: integers as expressions, real numbers and texts where they are known.</summary>
internal sealed class Arithmetic(Interpreter interpreter)
{
    public Value Of(BinaryOperatorKind kind, Value left, Value right)
    {
        if (kind == BinaryOperatorKind.Add && (left is TextValue or NameValue || right is TextValue or NameValue))
            return Numbers.TextOf(left) is { } start && Numbers.TextOf(right) is { } end
                ? Texts.Text(interpreter, start + end, left is NameValue || right is NameValue)
                : Value.Unknown("a name is built from a value that is not known");
        if (left is NullValue || right is NullValue) return IsComparison(kind) ? Value.Truth(false) : Value.Null;
        if (left is TensorValue || right is TensorValue) return ShapeFlow.Meet(left, right);
        if (left is RealValue || right is RealValue) return Real(kind, left, right);
        var (x, y) = (Numbers.NumberOf(left), Numbers.NumberOf(right));
        return kind switch
        {
            BinaryOperatorKind.Add => Numbers.Of(DimensionOperator.Add, x, y),
            BinaryOperatorKind.Subtract => Numbers.Of(DimensionOperator.Subtract, x, y),
            BinaryOperatorKind.Multiply => Numbers.Of(DimensionOperator.Multiply, x, y),
            BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder when y.Value == -1 && x.Value is int.MinValue or long.MinValue
                => interpreter.Doubt("a number is too large for its type"),
            BinaryOperatorKind.Divide when y.Value == 0 => interpreter.Doubt("it divides by zero"),
            BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder when y.Value is null && interpreter.Thrown.OpenAttempts > 0
                => Doubtful(Numbers.Of(kind == BinaryOperatorKind.Divide ? DimensionOperator.Divide : DimensionOperator.Remainder, x, y)),
            BinaryOperatorKind.Divide => Numbers.Of(DimensionOperator.Divide, x, y),
            BinaryOperatorKind.Remainder when y.Value == 0 => interpreter.Doubt("it divides by zero"),
            BinaryOperatorKind.Remainder => Numbers.Of(DimensionOperator.Remainder, x, y),
            BinaryOperatorKind.LeftShift when y.Value is >= 0 and < 31 and { } by
                => Numbers.Of(DimensionOperator.Multiply, x, DimensionExpression.Of(1L << (int)by)),
            BinaryOperatorKind.RightShift when (x.Value, y.Value) is ({ } number, >= 0 and < 31 and { } by) => Value.Number(number >> (int)by),
            BinaryOperatorKind.LessThan => Numbers.Of(DimensionOperator.Less, x, y),
            BinaryOperatorKind.LessThanOrEqual => Numbers.Of(DimensionOperator.LessOrEqual, x, y),
            BinaryOperatorKind.GreaterThan => Numbers.Of(DimensionOperator.Less, y, x),
            BinaryOperatorKind.GreaterThanOrEqual => Numbers.Of(DimensionOperator.LessOrEqual, y, x),
            BinaryOperatorKind.ConditionalAnd => Numbers.Of(DimensionOperator.And, x, y),
            BinaryOperatorKind.ConditionalOr => Numbers.Of(DimensionOperator.Or, x, y),
            BinaryOperatorKind.And when (x.Value, y.Value) is ({ } a, { } b) => Value.Number(a & b),
            BinaryOperatorKind.Or when (x.Value, y.Value) is ({ } a, { } b) => Value.Number(a | b),
            BinaryOperatorKind.ExclusiveOr when (x.Value, y.Value) is ({ } a, { } b) => Value.Number(a ^ b),
            _ => Value.Unknown(x.UnknownReason ?? y.UnknownReason ?? "an operator that is not followed"),
        };
    }

    private static bool IsComparison(BinaryOperatorKind kind) => kind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
        or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;

    /// <summary>A value, of an operation that may also throw.</summary>
    private Value Doubtful(Value value)
    {
        interpreter.Doubt("it may throw");
        return value;
    }

    private static Value Real(BinaryOperatorKind kind, Value left, Value right)
    {
        if (Numbers.RealOf(left) is not { } x || Numbers.RealOf(right) is not { } y)
            return Value.Unknown("it is computed in floating point from a value that is not known yet");
        return kind switch
        {
            BinaryOperatorKind.Add => new RealValue(x + y),
            BinaryOperatorKind.Subtract => new RealValue(x - y),
            BinaryOperatorKind.Multiply => new RealValue(x * y),
            BinaryOperatorKind.Divide => new RealValue(x / y),
            BinaryOperatorKind.Remainder => new RealValue(x % y),
            BinaryOperatorKind.LessThan => Value.Truth(x < y),
            BinaryOperatorKind.LessThanOrEqual => Value.Truth(x <= y),
            BinaryOperatorKind.GreaterThan => Value.Truth(x > y),
            BinaryOperatorKind.GreaterThanOrEqual => Value.Truth(x >= y),
            _ => Value.Unknown("an operator that is not followed"),
        };
    }
}
