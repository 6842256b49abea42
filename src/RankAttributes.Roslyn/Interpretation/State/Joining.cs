using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Two states become one that stands for both.</summary>
internal static class Joining
{
    private const int MaxUncertain = 1_024;

    /// <summary>In a list inside of a loop, what passes before the one that is read may have added.</summary>
    public static readonly Value EarlierPasses = Value.Rest("it is added in a loop whose number of passes has no value yet");

    /// <summary>The content by a condition: what both sides agree on, and the rest conditionally.</summary>
    public static Content Join(DimensionExpression condition, Content then, Content otherwise)
    {
        if (ReferenceEquals(then, otherwise)) return then;
        return (then, otherwise) switch
        {
            (Value a, Value b) => Join(condition, a, b),
            (ListContent a, ListContent b) => a with
            {
                Items = Elements(condition, a.Items, b.Items),
                HasGap = a.HasGap || b.HasGap,
            },
            (DictionaryContent a, DictionaryContent b) => Join(condition, a, b),
            (ContainerContent a, ContainerContent b) => a with
            {
                Children = Registrations(condition, a.Children, b.Children),
                Frozen = a.Frozen is null || b.Frozen is null ? a.Frozen ?? b.Frozen : Registrations(condition, a.Frozen, b.Frozen),
                IsFrozen = Join(condition, a.IsFrozen, b.IsFrozen),
            },
            (ObjectContent a, ObjectContent b) => Join(condition, a, b),
            (PathContent a, PathContent b) => a with
            {
                Fields = Fields(condition, a.Fields, b.Fields, _ => Value.Unknown("it is set under a condition that has no value yet")),
                Rest = a.Rest ?? b.Rest,
            },
            (LayerContent a, LayerContent b) => a with
            {
                Weights = a.Weights.SetItems(a.Weights.Keys.Union(b.Weights.Keys).Select(name => new KeyValuePair<string, Value>(
                    name, a.Weights.TryGetValue(name, out var one) && b.Weights.TryGetValue(name, out var other)
                        ? Join(condition, one, other)
                        : Value.Unknown("it is replaced under a condition")))),
            },
            _ => Value.Unknown("it is one of two things by a condition"),
        };
    }

    public static Value Join(DimensionExpression condition, Value then, Value otherwise)
    {
        if (then is NeverValue) return otherwise;
        if (otherwise is NeverValue || IsEither(then, otherwise)) return then;
        return condition.Value is { } known ? known != 0 ? then : otherwise : ConditionalValue.Of(condition, then, otherwise);
    }

    /// <summary>The content after any number of passes of a loop, of which one was read.</summary>
    public static Content JoinPasses(DimensionExpression count, Content before, Content after)
    {
        if (ReferenceEquals(before, after)) return before;
        var runs = DimensionExpression.Unknown("it is set in a loop whose number of passes has no value yet");
        return (before, after) switch
        {
            (ListContent a, ListContent b) => a with
            {
                Items = Appended(a.Items, b.Items, Same, item => item, (item, _) => new RepeatedValue(count, item))
                    ?? Elements(runs, a.Items, b.Items),
            },
            (ContainerContent a, ContainerContent b) => (ContainerContent)Join(runs, b with { Children = a.Children }, a) with
            {
                Children = Passes(a.Children, b.Children, Registrations),
            },
            (ObjectContent a, ObjectContent b) => (ObjectContent)Join(runs, b with { Registered = a.Registered }, a) with
            {
                Registered = Passes(a.Registered, b.Registered, Named),
            },
            (DictionaryContent a, DictionaryContent b) => (DictionaryContent)Join(runs, b, a) with { Rest = runs.UnknownReason },
            _ => Join(runs, after, before),
        };

        ImmutableList<Registration> Passes(ImmutableList<Registration> first, ImmutableList<Registration> last,
            Func<DimensionExpression, ImmutableList<Registration>, ImmutableList<Registration>, ImmutableList<Registration>> join)
            => Appended(first, last, Same, child => child.Value, (value, child) => child with { Value = new RepeatedValue(count, value) })
                ?? join(runs, last, first);
    }

    /// <summary>Whether two values are one, as far as that can be told without a store.</summary>
    public static bool Same(Value a, Value b) => ReferenceEquals(a, b) || (a is not UnknownValue and not RepeatedValue && a.Equals(b));

    private static bool Same(Registration a, Registration b) => a.Name == b.Name && Same(a.Value, b.Value);

    /// <summary>
    /// Whether the first value stands for the second as well, where there is one or the other: of two of which nothing is known, for the same reason, no
    /// more is known than of one.
    /// </summary>
    private static bool IsEither(Value a, Value b)
        => Same(a, b) || (a is UnknownValue or RepeatedValue { Count.UnknownReason: not null, Once: UnknownValue } && a.Equals(b));

    private static bool IsEither(Registration a, Registration b) => a.Name == b.Name && a.Beginning == b.Beginning && IsEither(a.Value, b.Value);

    private static Content Join(DimensionExpression condition, DictionaryContent then, DictionaryContent otherwise)
    {
        var entries = then.Entries
            .Select(entry => (entry.Key, entry.Value, Other: otherwise.Entries.FindIndex(other => Same(other.Key, entry.Key))))
            .Where(entry => entry.Other >= 0)
            .Select(entry => new KeyValuePair<Value, Value>(entry.Key, Join(condition, entry.Value, otherwise.Entries[entry.Other].Value)))
            .ToImmutableList();
        var isWhole = entries.Count == then.Entries.Count && entries.Count == otherwise.Entries.Count;
        return new DictionaryContent(entries, then.Rest ?? otherwise.Rest ?? (isWhole ? null : "an entry is added under a condition that has no value yet"))
        {
            HasGap = then.HasGap || otherwise.HasGap,
        };
    }

    private static Content Join(DimensionExpression condition, ObjectContent then, ObjectContent otherwise) => then with
    {
        Fields = Fields(condition, then.Fields, otherwise.Fields, Defaults.Of),
        Rest = then.Rest ?? otherwise.Rest,
        Registered = Named(condition, then.Registered, otherwise.Registered),
        HasRegistered = Join(condition, then.HasRegistered, otherwise.HasRegistered),
        Steps = then.Steps is null || otherwise.Steps is null ? then.Steps ?? otherwise.Steps : Registrations(condition, then.Steps, otherwise.Steps),
    };

    private static ImmutableDictionary<ISymbol, Value> Fields(
        DimensionExpression condition, ImmutableDictionary<ISymbol, Value> then, ImmutableDictionary<ISymbol, Value> otherwise, Func<ISymbol, Value> missing)
    {
        var joined = otherwise.ToBuilder();
        foreach (var pair in then)
            joined[pair.Key] = Join(condition, pair.Value, otherwise.TryGetValue(pair.Key, out var other) ? other : missing(pair.Key));
        foreach (var pair in otherwise)
        {
            if (!then.ContainsKey(pair.Key)) joined[pair.Key] = Join(condition, missing(pair.Key), pair.Value);
        }

        return joined.ToImmutable();
    }

    private static ImmutableList<Value> Elements(DimensionExpression condition, ImmutableList<Value> then, ImmutableList<Value> otherwise)
        => Limited(Items(condition, then, otherwise, item => item, (_, item) => item, IsEither, (_, _) => true), item => item, rest => rest);

    private static ImmutableList<Registration> Registrations(DimensionExpression condition, ImmutableList<Registration> then,
        ImmutableList<Registration> otherwise)
        => Limited(
            Items(condition, then, otherwise, child => child.Value, (child, value) => child with { Value = value }, IsEither, (a, b) => a.Name == b.Name
                && SymbolEqualityComparer.Default.Equals(a.Member, b.Member)), child => child.Value, rest => new Registration("", rest));

    /// <summary>Alternatives of alternatives double with each condition: past a limit they are a number of elements that are not known.</summary>
    private static ImmutableList<T> Limited<T>(ImmutableList<T> joined, Func<T, Value> value, Func<Value, T> rest)
    {
        if (joined.Count <= MaxUncertain) return joined;
        var certain = joined.TakeWhile(item => ListContent.IsSingle(value(item))).Count();
        return joined.Count - certain <= MaxUncertain ? joined : joined.GetRange(0, certain).Add(rest(Value.Rest("it depends on too many conditions")));
    }

    /// <summary>What is registered is found by its name, whatever comes before it: a name is there once.</summary>
    private static ImmutableList<Registration> Named(DimensionExpression condition, ImmutableList<Registration> then, ImmutableList<Registration> otherwise)
    {
        if (ReferenceEquals(then, otherwise)) return then;
        var rest = otherwise.ToList();
        var joined = then.ConvertAll(one =>
        {
            var index = rest.FindIndex(other => other.Name == one.Name && (one.IsNamed || IsEither(one, other)));
            if (index < 0) return one with { Value = ConditionalValue.Of(condition, one.Value, AbsentValue.Instance) };
            var other = rest[index];
            rest.RemoveAt(index);
            return one with { Value = Join(condition, one.Value, other.Value), Member = one.Member ?? other.Member };
        });
        return joined.AddRange(rest.Select(one => one with { Value = ConditionalValue.Of(condition, AbsentValue.Instance, one.Value) }));
    }

    /// <summary>What both begin with is certain; of what follows, one side or the other.</summary>
    private static ImmutableList<T> Items<T>(
        DimensionExpression condition, ImmutableList<T> then, ImmutableList<T> otherwise, Func<T, Value> value, Func<T, Value, T> with, Func<T, T, bool> same,
        Func<T, T, bool> alike)
    {
        if (ReferenceEquals(then, otherwise)) return then;
        if (then.Count == otherwise.Count && then.Zip(otherwise, alike).All(paired => paired)
            && then.Concat(otherwise).All(item => ListContent.IsSingle(value(item))))
            return [.. then.Select((item, index) => with(item, Join(condition, value(item), value(otherwise[index]))))];
        var common = 0;
        while (common < then.Count && common < otherwise.Count && same(then[common], otherwise[common])) common++;
        return
        [
            .. then.Take(common),
            .. then.Skip(common).Select(item => with(item, ConditionalValue.Of(condition, value(item), AbsentValue.Instance))),
            .. otherwise.Skip(common).Select(item => with(item, ConditionalValue.Of(condition, AbsentValue.Instance, value(item)))),
        ];
    }

    /// <summary>
    /// What one pass added is there once for each pass. What earlier passes of the same loop may have added is among that. <see langword="null"/> where a
    /// pass does more than add at the end.
    /// </summary>
    private static ImmutableList<T>? Appended<T>(ImmutableList<T> before, ImmutableList<T> after, Func<T, T, bool> same, Func<T, Value> value,
        Func<Value, T, T> repeat)
    {
        if (after.Count < before.Count) return null;
        for (var index = 0; index < before.Count; index++)
        {
            if (!ReferenceEquals(value(before[index]), value(after[index])) && !same(before[index], after[index])) return null;
        }

        return [.. before, .. after.Skip(before.Count).Where(item => !ReferenceEquals(value(item), EarlierPasses)).Select(item => repeat(value(item), item))];
    }
}
