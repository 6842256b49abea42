using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>The elements of whatever can be walked through.</summary>
internal static class Sequences
{
    private const int ComputedPerStep = 4;

    /// <summary>The elements, among which may be some of an unknown number; <see langword="null"/> where nothing is known.</summary>
    public static IReadOnlyList<Value>? Items(this Interpreter interpreter, Value value)
    {
        value = interpreter.Facts.Resolve(value);
        return (value, interpreter.Store.Find(value)) switch
        {
            (QueryValue query, _) => Computed(interpreter, query),
            (RepeatedValue repeated, _) => [repeated],
            (TextValue text, _) => [.. text.Text.Select(letter => (Value)new TextValue(letter.ToString()))],
            (_, ListContent { Kind: ListKind.Array } array) => array.Items.ConvertAll(interpreter.Structures.Copy),
            (_, ListContent list) => list.InOrder,
            (_, ContainerContent { Kind: ContainerKind.Dictionary } container)
                => [.. container.Children.Select(child => (Value)interpreter.Objects.Tuple(new TextValue(child.Name), child.Value))],
            (_, ContainerContent container) => [.. container.Children.Select(child => child.Value)],
            (_, ObjectContent { Steps: { } steps }) => [.. steps.Select(step => step.Value)],
            (_, DictionaryContent { Rest: null } dictionary)
                => [.. dictionary.Entries.Select(entry => (Value)interpreter.Objects.Tuple(entry.Key, entry.Value))],
            (_, PathContent { Rest: null } path) when ElementOf(path.Type) is { } element
                => [new RepeatedValue(interpreter.Symbol(path.Path + ".Length"), interpreter.Objects.OfType(element, path.Path + "[…]"))],
            _ => null,
        };
    }

    /// <summary>A sequence is computed again for each that walks through it, and so are those it is made of.</summary>
    private static IReadOnlyList<Value> Computed(Interpreter interpreter, QueryValue query)
    {
        interpreter.Budget.Step();
        var items = query.Items();
        interpreter.Budget.Step(items.Count / ComputedPerStep);
        return items;
    }

    /// <summary>The elements; of what is not known, one that says so.</summary>
    public static IReadOnlyList<Value> ItemsOrRest(this Interpreter interpreter, Value value, string reason)
        => interpreter.Items(value) ?? [Value.Rest((value as UnknownValue)?.Reason ?? reason)];

    public static bool AreCertain(IReadOnlyList<Value> items) => items.All(ListContent.IsSingle);

    /// <summary>Each element by a function; those that may not be there, or that stand for several, in their place.</summary>
    /// <param name="interpreter">The reading.</param>
    /// <param name="items">The elements.</param>
    /// <param name="map">What is computed of an element, and its position.</param>
    /// <param name="function">The function that computes it, if one does: it runs an unknown number of times for what stands for several elements.</param>
    public static IReadOnlyList<Value> Map(
        this Interpreter interpreter, IReadOnlyList<Value> items, Func<Value, int, Value> map, FunctionValue? function = null)
    {
        if (function is not null && items.Any(item => item is RepeatedValue) && interpreter.Invalidation.Changes(function))
        {
            const string Reason = "it is changed for each of an unknown number of elements";
            interpreter.Invalidation.Forget(function, Reason);
            return [Value.Rest(Reason)];
        }

        var result = new List<Value>(items.Count);
        for (var index = 0; index < items.Count; index++)
        {
            interpreter.Budget.Step();
            var position = index;
            result.Add(One(interpreter, items[index], item => map(item, position)));
        }

        return result;
    }

    private static Value One(Interpreter interpreter, Value item, Func<Value, Value> map) => interpreter.Facts.Resolve(item) switch
    {
        AbsentValue absent => absent,
        RepeatedValue repeated => repeated with { Once = map(repeated.Once) },
        ConditionalValue { Else: AbsentValue } choice
            => interpreter.Branch(choice.Condition, () => One(interpreter, choice.Then, map), () => AbsentValue.Instance),
        ConditionalValue { Then: AbsentValue } choice
            => interpreter.Branch(choice.Condition, () => AbsentValue.Instance, () => One(interpreter, choice.Else, map)),
        var single => map(single),
    };

    public static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var element] } => element,
        _ => null,
    };
}
