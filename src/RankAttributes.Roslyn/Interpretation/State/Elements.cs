using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Elements of arrays, lists, dictionaries and containers, by index or key.</summary>
internal sealed class Elements(Interpreter interpreter)
{
    private Store Store => interpreter.Store;

    /// <summary>The number of elements; each that may not be there counts by its condition.</summary>
    public static Value CountOf(IReadOnlyList<Value> items)
    {
        var (count, single) = (DimensionExpression.Of(0), 0L);
        foreach (var item in items)
        {
            switch (item)
            {
                case RepeatedValue repeated:
                    count = Numbers.Apply(DimensionOperator.Add, count, repeated.Count);
                    break;
                case ConditionalValue { Else: AbsentValue } choice:
                    count = Numbers.Apply(DimensionOperator.Add, count, choice.Condition);
                    break;
                case ConditionalValue { Then: AbsentValue } choice:
                    count = Numbers.Apply(DimensionOperator.Add, count, Numbers.Apply(DimensionOperator.Subtract, DimensionExpression.Of(1), choice.Condition));
                    break;
                default:
                    single++;
                    break;
            }
        }

        return new NumberValue(Numbers.Apply(DimensionOperator.Add, count, DimensionExpression.Of(single)));
    }

    public Value Get(Value collection, IOperation? index, ITypeSymbol? type)
    {
        if (index is IRangeOperation range) return interpreter.Each(collection, one => Slice(one, range));
        if (index is null) return interpreter.Doubt("an element by several indices is not followed");
        var (position, fromEnd) = Position(index);
        return interpreter.Each(collection, one => interpreter.Each(position, at => GetOne(one, at, fromEnd, type)));
    }

    public void Set(Value collection, ITypeSymbol? type, IOperation? index, Value value)
    {
        var (position, fromEnd) = index is null ? (Value.Unknown("it is written at several indices"), false) : Position(index);
        Set(collection, type, position, fromEnd, value);
    }

    public void Set(Value collection, ITypeSymbol? type, Value position, bool fromEnd, Value value)
        => interpreter.Each(collection, one => interpreter.Each(position, at =>
        {
            if (interpreter.Thrown.IsWatched && (one is not ReferenceValue || Refusals.MayRefuse(type, at))) interpreter.Thrown.Refuse();
            if (one is UnknownValue unknown) interpreter.Invalidation.ForgetElements(type, unknown.Reason);
            SetOne(one, at, fromEnd, value);
            return Value.Null;
        }));

    public Value GetOne(Value collection, Value position, bool fromEnd, ITypeSymbol? type)
    {
        var number = Numbers.NumberOf(position);
        switch (Store.Find(collection))
        {
            case ListContent list:
                return At(list.Items, number, fromEnd, item => item, list.Kind == ListKind.Array);
            case ContainerContent container when position is TextValue key:
                return container.Children.LastOrDefault(child => child.Name == key.Text)?.Value ?? interpreter.Doubt($"no module is named '{key.Text}'");
            case ContainerContent container:
                return At(container.Children, number, fromEnd, child => child.Value);
            case ObjectContent { Steps: { } steps }:
                return At(steps, number, fromEnd, child => child.Value);
            case DictionaryContent dictionary:
                return Find(dictionary, position) ?? interpreter.Doubt(dictionary.Rest ?? "the key is not known to be in the dictionary");
            case PathContent { Rest: null } path when type is not null && (number.UnknownReason is null || position is TextValue):
                interpreter.Thrown.Refuse();
                var below = position is TextValue name ? $"\"{name.Text}\"" : (fromEnd ? "^" : "") + number;
                return interpreter.Objects.OfType(type, $"{path.Path}[{below}]");
            case PathContent { Rest: { } reason }:
                return interpreter.Doubt(reason);
            case UnknownValue lost:
                interpreter.Thrown.Refuse();
                return lost;
            default:
                return collection switch
                {
                    TextValue text when number.Value is { } at && at >= 0 && at < text.Text.Length && !fromEnd => new TextValue(text.Text[(int)at].ToString()),
                    UnknownValue unknown => interpreter.Doubt(unknown.Reason),
                    _ => interpreter.Doubt(number.UnknownReason ?? "an element of this value is not followed"),
                };
        }
    }

    public Value? Find(DictionaryContent dictionary, Value key)
    {
        Value? found = null;
        foreach (var entry in dictionary.Entries)
        {
            var same = interpreter.Facts.Decide(Equality.Of(interpreter, entry.Key, key));
            if (same is null) return null;
            if (same == true) found = entry.Value;
        }

        return found;
    }

    private void SetOne(Value collection, Value position, bool fromEnd, Value value)
    {
        if (collection is not ReferenceValue { Id: var id }) return;
        var at = Numbers.NumberOf(position).Value;
        switch (Store.Find(id))
        {
            case ListContent list when Index(at, fromEnd, list.Items.Count, list.CertainPrefix) is { } index:
                Store.Set(id, list with { Items = list.Items.SetItem(index, value) });
                break;
            case ContainerContent container when position is not TextValue
                && Index(at, fromEnd, container.Children.Count, container.Children.Count) is { } index:
                Store.Set(id, container with { Children = container.Children.SetItem(index, container.Children[index] with { Value = value }) });
                break;
            case ContainerContent container when position is TextValue name:
                var child = container.Children.FindIndex(candidate => candidate.Name == name.Text);
                if (child >= 0)
                    Store.Set(id, container with { Children = container.Children.SetItem(child, container.Children[child] with { Value = value }) });
                break;
            case DictionaryContent dictionary:
                Store.Set(id, Put(dictionary, position, value));
                break;
            default:
                interpreter.Doubt("an element is set that may not be there");
                interpreter.Invalidation.Forget(collection, Numbers.NumberOf(position).UnknownReason ?? "it is written at an index that is not known");
                break;
        }
    }

    /// <summary>A dictionary with an entry replaced or added; unknown where it cannot be told which of the two.</summary>
    public DictionaryContent Put(DictionaryContent dictionary, Value key, Value value)
    {
        for (var index = 0; index < dictionary.Entries.Count; index++)
        {
            switch (interpreter.Facts.Decide(Equality.Of(interpreter, dictionary.Entries[index].Key, key)))
            {
                case null:
                    return new DictionaryContent([], "an entry is written under a key that has no value yet");
                case true:
                    return dictionary with { Entries = dictionary.Entries.SetItem(index, new(key, value)) };
            }
        }

        return dictionary.HasGap ? new DictionaryContent([], DictionaryContent.Reordered)
            : dictionary with { Entries = dictionary.Entries.Add(new(key, value)) };
    }

    public (Value Position, bool FromEnd) Position(IOperation index) => index switch
    {
        IConversionOperation { Operand: var inner } conversion when conversion.Type?.Name == "Index" => Position(inner),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat, Operand: var inner } => (interpreter.Evaluate(inner), true),
        _ => (interpreter.Evaluate(index), false),
    };

    private Value Slice(Value collection, IRangeOperation range)
    {
        if (interpreter.Expressions.Calls.Views.Range(collection, range) is { } view) return view;
        var items = Store.Find(collection) switch
        {
            ListContent { IsCertain: true } list => list.Items,
            ContainerContent container when container.Children.All(child => ListContent.IsSingle(child.Value))
                => [.. container.Children.Select(child => child.Value)],
            _ => null,
        };
        if (items is null || End(range.LeftOperand, 0) is not { } start || End(range.RightOperand, items.Count) is not { } end || start < 0 || end > items.Count
            || start > end)
            return interpreter.Doubt("a range of this value is not followed");
        if (Store.Find(collection) is ContainerContent { Kind: ContainerKind.Sequential } sequence)
            return interpreter.Store.AddObject(sequence with { Children = [.. sequence.Children.Select((child,
                at) => child with { Name = Containers.NameOf(child, at) }).Skip((int)start).Take((int)(end - start))], Frozen = null, IsFrozen = Value.Truth(false) });
        return interpreter.Objects.List(ListKind.Array, items.GetRange((int)start, (int)(end - start)));

        long? End(IOperation? operand, long usual)
        {
            if (operand is null) return usual;
            var (position, fromEnd) = Position(operand);
            return Numbers.NumberOf(position).Value is { } at ? fromEnd ? items.Count - at : at : null;
        }
    }

    private Value At<T>(ImmutableList<T> items, DimensionExpression position, bool fromEnd, Func<T, Value> value, bool isArray = false)
    {
        if (position.Value is not { } at) return interpreter.Doubt(position.UnknownReason ?? "the index has no value yet");
        var certain = fromEnd
            ? Trailing(items, value)
            : items.FindIndex(item => !ListContent.IsSingle(value(item))) is var first and >= 0
            ? first
            : items.Count;
        if (Index(at, fromEnd, items.Count, certain) is { } index) return interpreter.Facts.Resolve(value(items[index]));
        return certain == items.Count
            ? interpreter.Thrown.Throw(isArray ? "System.IndexOutOfRangeException" : "System.ArgumentOutOfRangeException", "the index is outside of the list")
            : interpreter.Doubt("what the list holds there depends on a condition or a number that has no value yet");
    }

    private static int Trailing<T>(ImmutableList<T> items, Func<T, Value> value)
    {
        var count = 0;
        while (count < items.Count && ListContent.IsSingle(value(items[items.Count - 1 - count]))) count++;
        return count;
    }

    private static int? Index(long? at, bool fromEnd, int count, int certain)
    {
        if (at is not { } position) return null;
        if (fromEnd) return position > 0 && position <= certain ? (int)(count - position) : null;
        return position >= 0 && position < certain ? (int)position : null;
    }
}
