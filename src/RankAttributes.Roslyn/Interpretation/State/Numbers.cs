using System.Globalization;
using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Values as integers, real numbers, texts and conditions.</summary>
internal static class Numbers
{
    private const double MaxExact = 1e15;

    public static DimensionExpression NumberOf(Value value) => value switch
    {
        NumberValue number => number.Expression,
        RealValue { Real: var real } when real == Math.Floor(real) && Math.Abs(real) < MaxExact => DimensionExpression.Of((long)real),
        EnumValue { Constant: var number } => DimensionExpression.Of(number),
        UnknownValue unknown => new UnknownDimension(unknown.Reason) { Expression = unknown.Expression },
        ConditionalValue { Then: not NullValue, Else: not NullValue } choice => Either(choice.Condition, NumberOf(choice.Then), NumberOf(choice.Else)),
        ConditionalValue => DimensionExpression.Unknown("it depends on a condition that has no value yet"),
        PathValue path => DimensionExpression.Symbol(path.Path),
        _ => DimensionExpression.Unknown("it is not an integer"),
    };

    public static double? RealOf(Value value) => value switch
    {
        RealValue real => real.Real,
        NumberValue { Expression.Value: { } number } when Math.Abs((double)number) <= MaxExact => number,
        _ => null,
    };

    public static string? TextOf(Value value) => value switch
    {
        TextValue text => text.Text,
        NameValue name => name.Text,
        EnumValue constant => constant.Name,
        NumberValue { Expression.Value: { } number } => Text(number),
        NullValue => "",
        _ => null,
    };

    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>c·a + (1 − c)·b, for a condition is 0 or 1.</summary>
    public static DimensionExpression Either(DimensionExpression condition, DimensionExpression then, DimensionExpression otherwise)
    {
        if (condition.Value is { } known) return known != 0 ? then : otherwise;
        if (then.UnknownReason is not null) return then;
        if (otherwise.UnknownReason is not null) return otherwise;
        if (then.Equals(otherwise)) return then;
        var rest = Apply(DimensionOperator.Subtract, DimensionExpression.Of(1), condition);
        return Apply(DimensionOperator.Add, Apply(DimensionOperator.Multiply, condition, then), Apply(DimensionOperator.Multiply, rest, otherwise));
    }

    /// <summary>The opposite of a condition; of the opposite, the condition.</summary>
    public static DimensionExpression Not(DimensionExpression condition) => condition switch
    {
        OperationDimension { Operator: DimensionOperator.Less } less => Apply(DimensionOperator.LessOrEqual, less.Right, less.Left),
        OperationDimension { Operator: DimensionOperator.LessOrEqual } less => Apply(DimensionOperator.Less, less.Right, less.Left),
        OperationDimension { Operator: DimensionOperator.Equal } same => Apply(DimensionOperator.NotEqual, same.Left, same.Right),
        OperationDimension { Operator: DimensionOperator.NotEqual } other => Apply(DimensionOperator.Equal, other.Left, other.Right),
        _ => Apply(DimensionOperator.Equal, condition, DimensionExpression.Of(0)),
    };

    public static DimensionExpression And(DimensionExpression left, DimensionExpression right) => Apply(DimensionOperator.And, left, right);

    public static DimensionExpression Or(DimensionExpression left, DimensionExpression right) => Apply(DimensionOperator.Or, left, right);

    public static DimensionExpression Apply(DimensionOperator operation, DimensionExpression left, DimensionExpression right)
        => OperationDimension.Apply(operation, left, right);

    public static Value Of(DimensionOperator operation, DimensionExpression left, DimensionExpression right) => new NumberValue(Apply(operation, left, right));

    /// <summary>The type of a value that may be missing; any other type is its own.</summary>
    public static ITypeSymbol? Underlying(ITypeSymbol? type)
        => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    public static bool IsInteger(ITypeSymbol? type) => type?.SpecialType is
        SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Int16 or SpecialType.System_Byte or SpecialType.System_UInt32
            or SpecialType.System_UInt16
        or SpecialType.System_SByte or SpecialType.System_UInt64;

    public static bool IsReal(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal;
}
