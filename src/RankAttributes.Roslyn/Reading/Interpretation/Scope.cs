using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Reading.Interpretation;

/// <summary>What is known while a constructor is read: members of the instance, locals and parameters, pins, and how much may still be done.</summary>
internal sealed class Scope(IReadOnlyDictionary<string, long> pins)
{
    // Real constructors take a few hundred steps; a loop over a wrong bound must not hold up the editor.
    private const int MostSteps = 20_000;

    private int steps;

    public Dictionary<ISymbol, Value> Members { get; private set; } = new(SymbolEqualityComparer.Default);

    public Dictionary<ISymbol, Value> Locals { get; private set; } = new(SymbolEqualityComparer.Default);

    /// <summary>Members in the order of their first assignment, and modules registered under names of their own.</summary>
    public List<KeyValuePair<string, Value>> Registered { get; } = [];

    /// <summary>Conditions without a value under which the present statement runs.</summary>
    public List<DimensionExpression> Conditions { get; } = [];

    /// <summary>Numbers of passes without a value that the present statement is inside of.</summary>
    public List<DimensionExpression> Repetitions { get; } = [];

    public int CallDepth { get; set; }

    public bool IsExhausted => steps > MostSteps;

    public void Step() => steps++;

    /// <summary>The symbol of a path, or the number that is pinned to it.</summary>
    public DimensionExpression Symbol(string path) => pins.TryGetValue(path, out var value) ? DimensionExpression.Of(value) : DimensionExpression.Symbol(path);

    /// <summary>The number that is pinned to an expression that cannot be read, by its text.</summary>
    public long? Pinned(string text) => pins.TryGetValue(text, out var value) ? value : null;

    /// <summary>The value as it is recorded from here: under the conditions and repetitions that are open.</summary>
    public Value InContext(Value value)
    {
        foreach (var condition in Conditions) value = new ConditionalValue(condition, value, new NullValue());
        foreach (var count in Repetitions) value = new RepeatedValue(count, value);
        return value;
    }

    public (Dictionary<ISymbol, Value> Members, Dictionary<ISymbol, Value> Locals) Save()
        => (new(Members, SymbolEqualityComparer.Default), new(Locals, SymbolEqualityComparer.Default));

    public void Restore((Dictionary<ISymbol, Value> Members, Dictionary<ISymbol, Value> Locals) saved) => (Members, Locals) = saved;

    /// <summary>After two branches of an undecided condition: what they set differently depends on it.</summary>
    public void Merge(DimensionExpression condition, (Dictionary<ISymbol, Value> Members, Dictionary<ISymbol, Value> Locals) then)
    {
        Merge(condition, then.Members, Members);
        Merge(condition, then.Locals, Locals);
    }

    private static void Merge(DimensionExpression condition, Dictionary<ISymbol, Value> then, Dictionary<ISymbol, Value> otherwise)
    {
        foreach (var pair in then)
        {
            if (!otherwise.TryGetValue(pair.Key, out var other)) otherwise[pair.Key] = new ConditionalValue(condition, pair.Value, new NullValue());
            else if (!ReferenceEquals(other, pair.Value)) otherwise[pair.Key] = new ConditionalValue(condition, pair.Value, other);
        }

        foreach (var key in otherwise.Keys.Where(key => !then.ContainsKey(key)).ToList())
            otherwise[key] = new ConditionalValue(condition, new NullValue(), otherwise[key]);
    }
}
