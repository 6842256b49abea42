using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// An abstract interpreter of constructors and of what they call, as far as layers depend on it. Integers stay exact expressions of the
/// parameters. Both sides of a condition without a value are followed and joined. Code that is not followed makes everything it can reach
/// unknown (<see cref="Invalidation"/>), so that nothing is ever guessed.
/// </summary>
internal sealed class Interpreter
{
    public Interpreter(ClassSource source, CancellationToken cancellation)
    {
        Source = source;
        Budget = new Budget(cancellation);
        Store = new Store(Budget);
        Facts = new Facts(Budget);
        Invalidation = new Invalidation(this);
        Deferred = new Deferred(this);
        Expressions = new ExpressionVisitor(this);
        Statements = new StatementVisitor(this);
        Places = new Places(this);
        Invocations = new Invocations(this);
        Objects = new Objects(this);
        Structures = new Structures(this);
        Registrations = new Registrations(this);
        Forward = new ShapeFlow(this);
        Thrown = new Thrown(this);
    }

    public ClassSource Source { get; }

    public Budget Budget { get; }

    public Store Store { get; }

    public Facts Facts { get; }

    public Invalidation Invalidation { get; }

    public Deferred Deferred { get; }

    public ExpressionVisitor Expressions { get; }

    public StatementVisitor Statements { get; }

    public Places Places { get; }

    public Invocations Invocations { get; }

    public Objects Objects { get; }

    public Structures Structures { get; }

    public Registrations Registrations { get; }

    public ShapeFlow Forward { get; }

    public Frame Frame { get; set; } = new(null, null, new Dictionary<string, long>());

    /// <summary>The functions that were taken as values: a delegate that is not known may be any of them.</summary>
    public Dictionary<(IOperation Body, object On), FunctionValue> Handed { get; } = [];

    /// <summary>How many calls are open.</summary>
    public int Depth { get; set; }

    /// <summary>How many loops are open of which one pass stands for all.</summary>
    public int OpenPasses { get; set; }

    /// <summary>How often something was met that may throw an exception, for all that is known.</summary>
    public int Doubts { get; private set; }

    /// <summary>The exceptions that were thrown inside of the <c>try</c> statements that are open.</summary>
    public Thrown Thrown { get; }

    /// <summary>Whether nothing is open, and nothing will run later: all that was done is in the store and in the static members.</summary>
    public bool IsAtRest => Facts.Count + Thrown.Count + Thrown.OpenAttempts + Handed.Count + Depth + OpenPasses == 0 && Deferred.IsEmpty;

    public Value Evaluate(IOperation? operation) => Expressions.Evaluate(operation);

    /// <summary>Runs a statement; whether the next one may run after it.</summary>
    public bool Run(IOperation? operation) => operation is null || Statements.Run(operation);

    /// <summary>An unknown for what cannot be followed, which may also throw.</summary>
    public Value Doubt(string reason)
    {
        Doubts++;
        return Value.Unknown(reason);
    }

    /// <summary>A function as a value.</summary>
    public FunctionValue Hand(FunctionValue function)
    {
        if (function.Body is { } body) Handed[(body, function.Receiver ?? (object)function.Captured)] = function;
        return function;
    }

    /// <summary>The symbol of a path, or the number that is pinned to it.</summary>
    public DimensionExpression Symbol(string path)
        => Frame.Pins.TryGetValue(path, out var pinned) ? DimensionExpression.Of(pinned) : DimensionExpression.Symbol(path);

    /// <summary>Follows both sides of a condition, or the one that is known to hold, and joins what they did.</summary>
    public Value Branch(DimensionExpression condition, Func<Value> then, Func<Value> otherwise)
    {
        if (Facts.Decide(condition) is { } decided) return decided ? then() : otherwise();
        Budget.Step();
        var (before, facts) = (Store.Save(), Facts.Count);
        Facts.Add(condition);
        var first = then();
        var after = Store.Save();
        Store.Restore(before);
        Facts.Truncate(facts);
        Facts.Add(Numbers.Not(condition));
        var second = otherwise();
        Facts.Truncate(facts);
        if (first is NeverValue) return second;
        if (second is NeverValue)
        {
            Store.Restore(after);
            return first;
        }

        Store.Join(condition, after, before.Position);
        return Joining.Join(condition, first, second);
    }

    /// <summary>Does something with each alternative of a value, and joins what comes of it.</summary>
    public Value Each(Value value, Func<Value, Value> with)
        => Facts.Resolve(value) is ConditionalValue choice
            ? Branch(choice.Condition, () => Each(choice.Then, with), () => Each(choice.Else, with))
            : with(Facts.Resolve(value));
}
