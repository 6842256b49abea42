using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Methods of lists, sets, queues, stacks and dictionaries.</summary>
internal sealed class Collections(Interpreter interpreter)
{
    private readonly Dictionaries dictionaries = new(interpreter);

    /// <summary>What <c>new</c> makes of a collection's type; <see langword="null"/> for any other type.</summary>
    public static Content? Empty(INamedTypeSymbol type)
        => type.ContainingNamespace?.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal) != true ? null : type.Name switch
    {
        "List" or "Collection" or "ObservableCollection" or "ArrayList" => new ListContent(ListKind.List, []),
        "HashSet" => new ListContent(ListKind.Set, []),
        "Queue" => new ListContent(ListKind.Queue, []),
        "Stack" => new ListContent(ListKind.Stack, []),
        "Dictionary" or "OrderedDictionary" => new DictionaryContent([], null),
        _ => null,
    };

    /// <summary>A collection to which elements are added one by one.</summary>
    public static Value Filled(Interpreter interpreter, ReferenceValue made, IReadOnlyList<Value> items, string reason)
    {
        switch (interpreter.Store.Find(made))
        {
            case ListContent { Kind: ListKind.Set }:
                foreach (var item in items) AddToSet(interpreter, made.Id, item);
                return made;
            case ListContent list:
                interpreter.Store.Set(made.Id, list with { Items = [.. items] });
                return made;
            default:
                return items.Count == 0 ? made : interpreter.Doubt(reason);
        }
    }

    public static Value Fill(Interpreter interpreter, ReferenceValue made, IReadOnlyList<Value> values)
    {
        if (values.Count == 0 || values[0] is NumberValue) return made;
        switch (interpreter.Store.Find(made), interpreter.Store.Find(values[0]))
        {
            case (ListContent { Kind: ListKind.List or ListKind.Queue } list, _):
                interpreter.Store.Set(made.Id, list with { Items = [.. interpreter.ItemsOrRest(values[0], "a list is filled from what is not known")] });
                break;
            case (ListContent { Kind: ListKind.Stack } stack, _):
                interpreter.Store.Set(made.Id, stack with { Items = [.. interpreter.ItemsOrRest(values[0], "a stack is filled from what is not known")] });
                break;
            case (ListContent, var source):
                foreach (var item in interpreter.ItemsOrRest(values[0], "a set is filled from what is not known")) AddToSet(interpreter, made.Id, item);
                if (source is ListContent { HasGap: true } && interpreter.Store.Find(made) is ListContent filled)
                    interpreter.Store.Set(made.Id, filled with { HasGap = true });
                break;
            case (DictionaryContent, DictionaryContent other):
                interpreter.Store.Set(made.Id, other);
                break;
            case (DictionaryContent dictionary, _):
                interpreter.Store.Set(made.Id, dictionary with { Rest = "a dictionary is filled from what is not known" });
                break;
        }

        return made;
    }

    public Value? Call(Value receiver, Content? content, IInvocationOperation call, IMethodSymbol method, IReadOnlyList<Value> values) => content switch
    {
        ListContent list => List(((ReferenceValue)receiver).Id, list, method, values) ?? Change(((ReferenceValue)receiver).Id, list, method.Name, values),
        DictionaryContent dictionary => dictionaries.Call(((ReferenceValue)receiver).Id, dictionary, call, method.Name, values),
        _ => null,
    };

    public static Value IndexOf(Interpreter interpreter, ListContent list, Value value)
    {
        for (var index = 0; index < list.CertainPrefix; index++)
        {
            switch (interpreter.Facts.Decide(Equality.Of(interpreter, list.Items[index], value)))
            {
                case null: return Value.Unknown("where an element is found is not known");
                case true: return Value.Number(index);
            }
        }

        return list.IsCertain ? Value.Number(-1) : Value.Unknown("where an element is found is not known");
    }

    public static Value? Search(Interpreter interpreter, ListContent list, string name, FunctionValue matches)
    {
        if (!list.IsCertain) return null;
        for (var index = 0; index < list.Items.Count; index++)
        {
            var found = interpreter.Facts.Decide(Numbers.NumberOf(interpreter.Invocations.Call(matches, list.Items[index])));
            if (found is null)
            {
                interpreter.Invalidation.Forget(matches, "it is set while an element is searched for");
                return interpreter.Doubt("which element matches is not known");
            }

            if (found == (name != "TrueForAll"))
                return name switch { "Exists" => Value.Truth(true), "TrueForAll" => Value.Truth(false), "Find" => list.Items[index], _ => Value.Number(index) };
        }

        return name switch { "Exists" => Value.Truth(false), "TrueForAll" => Value.Truth(true), "FindIndex" => Value.Number(-1), _ => null };
    }

    /// <summary>Numbers in order; <see langword="null"/> where one is not known.</summary>
    public static ImmutableList<Value>? Sorted(ImmutableList<Value> items)
        => items.All(item => Numbers.RealOf(item) is not null) ? [.. items.OrderBy(item => Numbers.RealOf(item)!.Value)] : null;

    private Value? List(int id, ListContent list, IMethodSymbol method, IReadOnlyList<Value> values)
    {
        switch (method.Name, values.Count)
        {
            case ("ToArray", 0):
                return interpreter.Objects.List(ListKind.Array, list.InOrder);
            case ("Clone", 0):
                return interpreter.Objects.List(list.Kind, list.Items);
            case ("AsReadOnly" or "AsSpan" or "AsEnumerable", 0):
                return new ReferenceValue(id);
            case ("Contains", 1):
                return new NumberValue(list.Items.Select(item => ListContent.IsSingle(item)
                    ? Equality.Of(interpreter, item, values[0])
                    : DimensionExpression.Unknown("what a list holds is not known")).Aggregate(DimensionExpression.Of(0), Numbers.Or));
            case ("IndexOf", 1):
                return IndexOf(interpreter, list, values[0]);
            case ("GetLength" or "GetLongLength", 1):
                return Elements.CountOf(list.Items);
            case ("GetUpperBound", 1):
                return Numbers.Of(DimensionOperator.Subtract, Numbers.NumberOf(Elements.CountOf(list.Items)), DimensionExpression.Of(1));
            case ("GetRange", 2) when list.IsCertain && Numbers.NumberOf(values[0]).Value is >= 0 and { } start && Numbers.NumberOf(values[1]).Value is >= 0
                and { } count && start + count <= list.Items.Count:
                return interpreter.Objects.List(ListKind.List, list.Items.GetRange((int)start, (int)count));
            case ("Peek", 0) when list.IsCertain && list.Items.Count > 0:
                return list.Kind == ListKind.Queue ? list.Items[0] : list.Items[list.Items.Count - 1];
            case ("ForEach", 1) when values[0] is FunctionValue action:
                interpreter.Map(list.Items, (item, _) => interpreter.Invocations.Call(action, item), action);
                if (!ReferenceEquals(list, interpreter.Store.Find(id))) interpreter.Doubt("a list is changed while it is walked through");
                return Value.Null;
            case ("ConvertAll", 1) when values[0] is FunctionValue convert:
                return interpreter.Objects.List(ListKind.List, interpreter.Map(list.Items, (item, _) => interpreter.Invocations.Call(convert, item), convert));
            case ("Exists" or "TrueForAll" or "Find" or "FindIndex", 1) when values[0] is FunctionValue matches:
                return Search(interpreter, list, method.Name, matches);
            default:
                return null;
        }
    }

    private Value? Change(int id, ListContent list, string method, IReadOnlyList<Value> values)
    {
        interpreter.Budget.Step(list.Items.Count / 256);
        switch (method, values.Count)
        {
            case ("Add", 1) when list.Kind == ListKind.Set:
                return AddToSet(interpreter, id, values[0]);
            case ("Add" or "AddLast" or "Enqueue" or "Push", 1):
                return Set(list.Items.Add(values[0]));
            case ("Add", 2):
                return Set(list.Items.Add(interpreter.Objects.Tuple([.. values])));
            case ("AddRange", 1):
                var added = interpreter.ItemsOrRest(values[0], "a list is added that is not known");
                interpreter.Budget.Step(added.Count);
                return Set(list.Items.AddRange(added));
            case ("AddFirst", 1):
                return Set(list.Items.Insert(0, values[0]));
            case ("Clear", 0):
                return Set([]);
            case ("Insert", 2) when Position(values[0], list.CertainPrefix + 1) is { } at:
                return Set(list.Items.Insert(at, values[1]));
            case ("InsertRange", 2) when Position(values[0], list.CertainPrefix + 1) is { } at && interpreter.Items(values[1]) is { } inserted:
                return Set(list.Items.InsertRange(at, inserted));
            case ("RemoveAt", 1) when Position(values[0], list.CertainPrefix) is { } at:
                return Set(list.Items.RemoveAt(at));
            case ("RemoveRange", 2) when list.IsCertain && Position(values[0], list.Items.Count + 1) is { } at
                && Position(values[1], list.Items.Count - at + 1) is { } count:
                return Set(list.Items.RemoveRange(at, count));
            case ("Remove", 1) when IndexOf(interpreter, list, values[0]) is NumberValue { Expression.Value: { } found }:
                if (found >= 0) interpreter.Store.Set(id, list with
                {
                    Items = list.Items.RemoveAt((int)found),
                    HasGap = list.HasGap || (list.Kind == ListKind.Set && found < list.Items.Count - 1),
                });
                return Value.Truth(found >= 0);
            case ("Reverse", 0) when list.Items.All(item => item is not RepeatedValue):
                return Set(list.Items.Reverse());
            case ("Sort", 0) when Sorted(list.Items) is { } sorted:
                return Set(sorted);
            case ("Dequeue", 0) when list.IsCertain && list.Items.Count > 0:
                Set(list.Items.RemoveAt(0));
                return list.Items[0];
            case ("Pop", 0) when list.IsCertain && list.Items.Count > 0:
                Set(list.Items.RemoveAt(list.Items.Count - 1));
                return list.Items[list.Items.Count - 1];
            default:
                return null;
        }

        Value Set(ImmutableList<Value> items)
        {
            interpreter.Store.Set(id, list with { Items = items });
            return Value.Null;
        }
    }

    private static Value AddToSet(Interpreter interpreter, int id, Value value)
    {
        if (interpreter.Store.Find(id) is not ListContent set) return Value.Unknown("a set that is not known");
        switch (IndexOf(interpreter, set, value))
        {
            case NumberValue { Expression.Value: < 0 }:
                interpreter.Store.Set(id, set with { Items = set.HasGap ? [Value.Rest(DictionaryContent.Reordered)] : set.Items.Add(value) });
                return Value.Truth(true);
            case NumberValue:
                return Value.Truth(false);
            default:
                interpreter.Store.Set(id, set with { Items = [Value.Rest("a value is added to a set without being known")] });
                return Value.Unknown("whether a set holds a value is not known");
        }
    }

    private static int? Position(Value value, int end) => Numbers.NumberOf(value).Value is { } at && at >= 0 && at < end ? (int)at : null;
}
