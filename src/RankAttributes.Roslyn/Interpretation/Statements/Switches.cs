using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// A <c>switch</c> statement: its sections one after another, each under the condition that none before it matches; <c>default</c> is last
/// wherever it is written.
/// </summary>
internal sealed class Switches(Interpreter interpreter)
{
    private Exits Exits => interpreter.Statements.Exits;

    public bool Run(ISwitchOperation operation)
    {
        var value = interpreter.Evaluate(operation.Value);
        if (value is NeverValue) return false;
        var (since, facts) = (interpreter.Store.Save().Position, interpreter.Facts.Count);
        var goes = Try(operation, value, 0);
        interpreter.Facts.Truncate(Math.Min(facts, interpreter.Facts.Count));
        return Exits.Settle(ExitKind.Break, operation.ExitLabel, goes, since, Value.Null).Goes;
    }

    private bool Try(ISwitchOperation operation, Value value, int index)
    {
        interpreter.Budget.Step();
        if (index == operation.Cases.Length)
        {
            var last = operation.Cases.FirstOrDefault(section => section.Clauses.Any(clause => clause is IDefaultCaseClauseOperation));
            return last is null || Body(operation, last);
        }

        var section = operation.Cases[index];
        var matches = DimensionExpression.Of(0);
        foreach (var clause in section.Clauses)
        {
            // A label is only looked at where none before it matches.
            var one = DimensionExpression.Of(0);
            interpreter.Branch(Numbers.Not(matches), () => new NumberValue(one = Matches(clause, value)), () => Value.Null);
            matches = Numbers.Or(matches, one);
        }

        return Exits.Choose(matches, () => Body(operation, section), () => Try(operation, value, index + 1));
    }

    /// <summary>A section, and those that it jumps to.</summary>
    private bool Body(ISwitchOperation operation, ISwitchCaseOperation section)
    {
        interpreter.Budget.Step();
        var since = interpreter.Store.Save().Position;
        var goes = section.Body.All(interpreter.Run);
        foreach (var next in operation.Cases)
        {
            foreach (var clause in next.Clauses)
            {
                if (clause.Label is not { } label
                    || !Exits.Lead(ExitKind.Goto, label))
                    continue;
                if (goes) throw new ReadingStoppedException("a goto statement under a condition without a value is not followed");
                interpreter.Statements.Exits.Settle(ExitKind.Goto, label, goes, since, Value.Null);
                return Body(operation, next);
            }
        }

        return goes;
    }

    private DimensionExpression Matches(ICaseClauseOperation clause, Value value)
    {
        switch (clause)
        {
            case IDefaultCaseClauseOperation:
                return DimensionExpression.Of(0);
            case ISingleValueCaseClauseOperation single:
                return Equality.Of(interpreter, value, interpreter.Evaluate(single.Value));
            case IPatternCaseClauseOperation pattern:
                var matches = interpreter.Expressions.Patterns.Match(pattern.Pattern, value);
                return pattern.Guard is null ? matches : interpreter.Expressions.Choices.Guarded(matches, pattern.Guard);
            default:
                return DimensionExpression.Unknown("it depends on a switch that is not followed");
        }
    }
}
