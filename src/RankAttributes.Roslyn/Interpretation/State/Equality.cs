using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Whether two values are equal, as a condition.</summary>
internal static class Equality
{
    public static DimensionExpression Of(Interpreter interpreter, Value left, Value right)
    {
        interpreter.Budget.Step();
        var (a, b) = (interpreter.Facts.Resolve(left), interpreter.Facts.Resolve(right));
        if (a is ConditionalValue first) return Numbers.Either(first.Condition, Of(interpreter, first.Then, b), Of(interpreter, first.Else, b));
        if (b is ConditionalValue second) return Numbers.Either(second.Condition, Of(interpreter, a, second.Then), Of(interpreter, a, second.Else));
        switch (a, b)
        {
            case (NullValue, NullValue):
                return DimensionExpression.Of(1);
            case (NullValue, _):
                return Numbers.Not(Numbers.NumberOf(IsGiven(interpreter, b)));
            case (_, NullValue):
                return Numbers.Not(Numbers.NumberOf(IsGiven(interpreter, a)));
            case (TextValue text, TextValue other):
                return DimensionExpression.Of(text.Text == other.Text ? 1 : 0);
            case (EnumValue or NumberValue, EnumValue or NumberValue):
                return Numbers.Apply(DimensionOperator.Equal, Numbers.NumberOf(a), Numbers.NumberOf(b));
            case (BoxedValue one, BoxedValue another):
                return another.As(one.Type) is { } inner ? Of(interpreter, one.Inner, inner) : DimensionExpression.Of(0);
            case (RealValue { Real: double.NaN }, _) or (_, RealValue { Real: double.NaN }):
                return DimensionExpression.Unknown("it depends on a comparison that is not followed");
            case (RealValue or NumberValue, RealValue or NumberValue) when Numbers.RealOf(a) is { } x && Numbers.RealOf(b) is { } y:
                return DimensionExpression.Of(x == y ? 1 : 0);
            case (ReferenceValue reference, ReferenceValue other) when reference.Id == other.Id:
                return DimensionExpression.Of(1);
            case (ReferenceValue, ReferenceValue):
                return Contents(interpreter, interpreter.Store.Find(a), interpreter.Store.Find(b));
            case (LayerValue or ParameterValue, LayerValue or ParameterValue):
                return DimensionExpression.Of(ReferenceEquals(a, b) ? 1 : 0);
            case (PathValue, _) or (_, PathValue):
                return DimensionExpression.Unknown($"it depends on '{((a as PathValue) ?? (PathValue)b).Path}', which has no value yet");
            default:
                return DimensionExpression.Unknown((a as UnknownValue ?? b as UnknownValue)?.Reason ?? "it depends on a comparison that is not followed");
        }
    }

    private static DimensionExpression Contents(Interpreter interpreter, Content? left, Content? right) => (left, right) switch
    {
        (ListContent { Kind: ListKind.Tuple } a, ListContent { Kind: ListKind.Tuple } b) when a.Items.Count == b.Items.Count
            => a.Items.Zip(b.Items, (x, y) => Of(interpreter, x, y)).Aggregate(DimensionExpression.Of(1), Numbers.And),
        (ObjectContent { Type: var type }, _) when HasEquals(type) => DimensionExpression.Unknown($"what is equal to a '{type.Name}', its class decides"),
        (_, ObjectContent { Type: var type }) when HasEquals(type) => DimensionExpression.Unknown($"what is equal to a '{type.Name}', its class decides"),
        (ObjectContent { Type: { IsRecord: false, IsValueType: false } }, _) or (ListContent { Kind: not ListKind.Tuple }, _) or (ContainerContent, _)
            => DimensionExpression.Of(0),
        _ => DimensionExpression.Unknown("it depends on a comparison that is not followed"),
    };

    private static bool HasEquals(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (current.IsAnonymousType) return true;
            if (current.GetMembers("Equals").Any(member => !member.IsStatic)) return true;
        }

        return false;
    }

    private static Value IsGiven(Interpreter interpreter, Value value)
        => interpreter.Store.Find(value) is PathContent path ? Value.Unknown($"whether '{path.Path}' is given is not known") : KnownMembers.IsGiven(value);
}
