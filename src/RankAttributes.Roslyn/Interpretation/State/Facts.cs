using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>The conditions without a value under which the present statement runs.</summary>
internal sealed class Facts(Budget budget)
{
    // A comparison ends early almost always.
    private const int ComparedPerStep = 8;

    private readonly List<DimensionExpression> conditions = [];

    public int Count => conditions.Count;

    public void Add(DimensionExpression condition) => conditions.Add(condition);

    public void Truncate(int count) => conditions.RemoveRange(count, conditions.Count - count);

    /// <summary>Whether a condition holds here; <see langword="null"/> where that depends on something without a value.</summary>
    public bool? Decide(DimensionExpression condition)
    {
        if (condition.Value is { } known) return known != 0;
        if (conditions.Count == 0 || condition.UnknownReason is not null) return null;
        budget.Step(conditions.Count / ComparedPerStep);
        var (plain, negated) = (Plain(condition), Plain(Numbers.Not(condition)));
        foreach (var fact in conditions)
        {
            if (fact.UnknownReason is not null) continue;
            if (Plain(fact).Equals(plain)) return true;
            if (Plain(fact).Equals(negated)) return false;
        }

        return null;
    }

    /// <summary>A value as it is here: of a choice whose condition is decided, the one side.</summary>
    public Value Resolve(Value value)
    {
        while (value is ConditionalValue choice && Decide(choice.Condition) is { } decided) value = decided ? choice.Then : choice.Else;
        return value;
    }

    /// <summary>All conditions since a point, as one.</summary>
    public DimensionExpression Since(int count)
        => conditions.Skip(count).Aggregate(DimensionExpression.Of(1), (all, next) => OperationDimension.Apply(DimensionOperator.And, all, next));

    private static DimensionExpression Plain(DimensionExpression condition)
        => condition is OperationDimension { Operator: DimensionOperator.NotEqual, Right.Value: 0, Left: var left } ? left : condition;
}
