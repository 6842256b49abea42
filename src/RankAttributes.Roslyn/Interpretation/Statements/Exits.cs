using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Ways out of statements: a <c>return</c>, <c>break</c> or <c>continue</c> takes the state along, and is joined where it leads to.</summary>
internal sealed class Exits(Interpreter interpreter)
{
    private const int SeenPerStep = 8;

    /// <summary>Whether some exit of a kind leads to a target.</summary>
    public bool Lead(ExitKind kind, ISymbol? target) => Seen().Exists(exit => exit.Kind == kind && SymbolEqualityComparer.Default.Equals(exit.Target, target));

    /// <summary>Leaves the present path; nothing after it runs.</summary>
    public void Leave(ExitKind kind, ISymbol? target, Value value)
        => interpreter.Frame.Exits.Add(new Exit(kind, target, interpreter.Facts.Since(interpreter.Frame.FactsBefore), interpreter.Store.Save(), value));

    /// <summary>Runs the sides of a condition. Where only one continues, its condition holds for what follows.</summary>
    public bool Choose(DimensionExpression condition, Func<bool> then, Func<bool> otherwise)
    {
        var (store, facts) = (interpreter.Store, interpreter.Facts);
        if (facts.Decide(condition) is { } decided) return decided ? then() : otherwise();
        var (before, open, exits) = (store.Save(), facts.Count, interpreter.Frame.Exits.Count);
        facts.Add(condition);
        var first = then();
        var after = store.Save();
        store.Restore(before);
        facts.Truncate(open);
        facts.Add(Numbers.Not(condition));
        var second = otherwise();
        facts.Truncate(open);
        if (first && second)
        {
            store.Join(condition, after, before.Position);
        }
        else
        {
            if (first) store.Restore(after);

            // A side that throws leaves no object behind: the other is what happens. A side that leaves otherwise is one of two.
            if (interpreter.Frame.Exits.Count > exits) facts.Add(first ? condition : Numbers.Not(condition));
        }

        return first || second;
    }

    /// <summary>Joins the exits of a kind, and of a target, into the present state; whether anything continues from here.</summary>
    /// <param name="kind">Which exits lead here.</param>
    /// <param name="target">The statement they belong to.</param>
    /// <param name="goes">Whether the present path continues.</param>
    /// <param name="since">How much had been written when the paths parted.</param>
    /// <param name="value">What the present path gives.</param>
    public (bool Goes, Value Value) Settle(ExitKind kind, ISymbol? target, bool goes, int since, Value value)
    {
        var exits = Seen();
        for (var index = exits.Count - 1; index >= 0; index--)
        {
            var exit = exits[index];
            if (exit.Kind != kind || (target is not null && !SymbolEqualityComparer.Default.Equals(exit.Target, target))) continue;
            exits.RemoveAt(index);
            if (!goes)
            {
                interpreter.Store.Restore(exit.State);
                (goes, value) = (true, exit.Value);
                continue;
            }

            if (exit.Guard.Value is not null and not 0)
            {
                // This way out was taken for certain, before anything that came after it.
                interpreter.Store.Restore(exit.State);
                value = exit.Value;
                continue;
            }

            interpreter.Store.Join(exit.Guard, exit.State, since);
            value = Joining.Join(exit.Guard, exit.Value, value);
        }

        return (goes, value);
    }

    /// <summary>Exits out of a pass that stands for all passes: when they are taken is not known.</summary>
    public void Blur(int since)
    {
        var exits = interpreter.Frame.Exits;
        for (var index = since; index < exits.Count; index++)
            exits[index] = exits[index] with { Guard = DimensionExpression.Unknown("it depends on a loop whose number of passes has no value yet") };
    }

    // A constructor that returns early in each of many passes has as many exits, and each pass looks through them.
    private List<Exit> Seen()
    {
        interpreter.Budget.Step(interpreter.Frame.Exits.Count / SeenPerStep);
        return interpreter.Frame.Exits;
    }
}
