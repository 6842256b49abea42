using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>The methods of <c>Enumerable</c> that give sequences; those that give one value are <see cref="Folds"/>.</summary>
internal sealed class Linq(Interpreter interpreter)
{
    private const int MaxCount = 10_000;

    // Those that ask for each element once and in order, and those that ask for none until somebody walks through what they give.
    private static readonly HashSet<string> AskOnce = new(StringComparer.Ordinal)
    {
        "ToArray", "ToList", "Sum", "Max", "Min", "Average", "Count", "LongCount", "Aggregate", "ToDictionary", "AsEnumerable", "Cast", "OfType",
        "Select", "Where", "SelectMany", "Concat", "Append", "Prepend",
    };

    private readonly Folds folds = new(interpreter);

    public Value? Call(IInvocationOperation call, IMethodSymbol method, IReadOnlyList<Value> values)
    {
        if (!IsQuery(method)) return null;
        if (method.Name is "Range" or "Repeat" or "Empty") return Source(method.Name, values);
        return interpreter.Each(values[0], source => On(call, method, source, [.. values.Skip(1)]));
    }

    /// <summary>From C# 14 on, some calls on arrays are of the extensions of spans.</summary>
    private static bool IsQuery(IMethodSymbol method) => method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" }
        || (method is { Name: "Contains" or "SequenceEqual", ContainingType: { Name: "MemoryExtensions", ContainingNamespace.Name: "System" } });

    private Value On(IInvocationOperation call, IMethodSymbol method, Value source, IReadOnlyList<Value> arguments)
    {
        if (call.TargetMethod.Parameters.Any(parameter => Purity.Compares(parameter.Type))) return Unfollowed(call, method, source, arguments);
        if (!AskOnce.Contains(method.Name) && Functions(source, Folds.IsAskedInOrder(method.Name) ? [] : arguments)
            .Where(interpreter.Invalidation.Changes).ToList() is { Count: > 0 } changing)
        {
            // How many elements they are asked for, and when, is the library's business.
            foreach (var function in changing)
            {
                if (method.ReturnType.TypeKind == TypeKind.Interface) interpreter.Deferred.Keep(function);
                interpreter.Invalidation.Forget(function, "a function of a query changes it");
            }

            return interpreter.Doubt("a function of a query changes something");
        }

        if (source is RepeatedValue or QueryValue || interpreter.Items(source) is not null)
            return Sequence(method, source, arguments) ?? folds.Call(method, source, arguments) ?? Unfollowed(call, method, source, arguments);
        return Unfollowed(call, method, source, arguments);
    }

    private Value Unfollowed(IInvocationOperation call, IMethodSymbol method, Value source, IReadOnlyList<Value> arguments)
    {
        var reason = $"the call of '{call.TargetMethod.Name}' cannot be followed";
        if (source is UnknownValue unknown && !arguments.Any(argument => argument is FunctionValue or QueryValue)) return unknown with { Expression = null };
        interpreter.Invalidation.ForgetCall(method, null, arguments, reason);
        return interpreter.Doubt((source as UnknownValue)?.Reason ?? reason);
    }

    private Value Source(string name, IReadOnlyList<Value> values)
    {
        switch (name, values)
        {
            case ("Empty", _):
                return interpreter.Objects.List(ListKind.Array, []);
            case ("Range", [{ } start, { } count]) when Numbers.NumberOf(count).Value is { } known:
                if (known is < 0 or > MaxCount) return interpreter.Doubt("a range of this length is not followed");
                var first = Numbers.NumberOf(start);
                return interpreter.Objects.List(ListKind.Array,
                    Enumerable.Range(0, (int)known).Select(index => Numbers.Of(DimensionOperator.Add, first, DimensionExpression.Of(index))));
            case ("Range", [_, { } count]):
                return new RepeatedValue(Numbers.NumberOf(count), new NumberValue(DimensionExpression.Symbol("i")));
            case ("Repeat", [{ } element, { } count]) when Numbers.NumberOf(count).Value is { } times:
                return times is < 0 or > MaxCount
                    ? interpreter.Doubt("a sequence of this length is not followed")
                    : interpreter.Objects.List(ListKind.Array, Enumerable.Repeat(element, (int)times));
            case ("Repeat", [{ } element, { } count]):
                return new RepeatedValue(Numbers.NumberOf(count), element);
            default:
                return interpreter.Doubt($"the call of '{name}' cannot be followed");
        }
    }

    private Value? Sequence(IMethodSymbol method, Value source, IReadOnlyList<Value> arguments)
    {
        var function = arguments.Count > 0 ? arguments[0] as FunctionValue : null;
        var number = arguments.Count > 0 ? Numbers.NumberOf(arguments[0]).Value : null;
        switch (method.Name)
        {
            case "ToArray":
                return interpreter.Objects.List(ListKind.Array, Items(source));
            case "ToList":
                return interpreter.Objects.List(ListKind.List, Items(source));
            case "AsEnumerable" or "Cast":
                return source;
            case "OfType" when method.TypeArguments is [var type]:
                return Query(source, arguments, items => Filter(items, item => interpreter.Expressions.Patterns.IsOfType(item, type)));
            case "Select" when function is not null:
                return Query(source, arguments,
                    items => interpreter.Map(items, (item, index) => interpreter.Invocations.Call(function, item, Value.Number(index)), function));
            case "Where" when function is not null:
                return Query(source, arguments, items => Filter(items, item => Numbers.NumberOf(interpreter.Invocations.Call(function, item)), function));
            case "SelectMany" when function is not null && arguments.Count == 1:
                return Query(source, arguments,
                    items => [.. interpreter.Map(items, (item, _) => interpreter.Invocations.Call(function, item), function).SelectMany(Flatten)]);
            case "SelectMany" when function is not null && arguments is [_, FunctionValue combine] && Sequences.AreCertain(Items(source)):
                return Query(source, arguments,
                    items => [.. items.SelectMany(outer => interpreter.Map(Items(interpreter.Invocations.Call(function, outer)),
                        (inner, _) => interpreter.Invocations.Call(combine, outer, inner), combine))]);
            case "Concat" or "Union" when arguments.Count == 1
                && (method.Name == "Concat" || Items(source).All(IsPlain) && Items(arguments[0]).All(IsPlain)):
                return Query(source, arguments,
                    items => method.Name == "Concat" ? [.. items, .. Items(arguments[0])] : Distinct([.. items, .. Items(arguments[0])]));
            case "Append" when arguments.Count == 1:
                return Query(source, arguments, items => [.. items, arguments[0]]);
            case "Prepend" when arguments.Count == 1:
                return Query(source, arguments, items => [arguments[0], .. items]);
            case "Skip" or "Take" or "SkipLast" or "TakeLast" when number is { } count && Sequences.AreCertain(Items(source)):
                return Query(source, arguments, items => Cut(method.Name, items, (int)Math.Max(0, Math.Min(count, int.MaxValue))));
            case "Reverse" when Items(source).All(item => item is not RepeatedValue):
                return Query(source, arguments, items => [.. items.Reverse()]);
            case "Zip" when arguments.Count > 0 && Sequences.AreCertain(Items(source)) && Sequences.AreCertain(Items(arguments[0])):
                return Query(source, arguments, items => [.. items.Zip(Items(arguments[0]), (a, b) => arguments is [_, FunctionValue combine]
                    ? interpreter.Invocations.Call(combine, a, b)
                    : interpreter.Objects.Tuple(a, b))]);
            case "Distinct" when arguments.Count == 0 && Items(source).All(IsPlain):
                return Query(source, arguments, Distinct);
            case "OrderBy" or "OrderByDescending" when function is not null:
                return Query(source, arguments, items => Ordered(items, function, method.Name == "OrderByDescending"));
            case "Order" or "OrderDescending":
                return Query(source, arguments, items => Ordered(items, null, method.Name == "OrderDescending"));
            case "ToHashSet" when arguments.Count == 0 && interpreter.Store.Find(source) is not ListContent { HasGap: true } && Items(source).All(IsPlain):
                return interpreter.Objects.List(ListKind.Set, Distinct(Items(source)));
            case "DefaultIfEmpty" when Sequences.AreCertain(Items(source)) && Items(source).Count > 0:
                return source;
            default:
                return null;
        }
    }

    private IReadOnlyList<Value> Items(Value source) => interpreter.ItemsOrRest(source, "a sequence that is not known");

    private QueryValue Query(Value source, IReadOnlyList<Value> arguments, Func<IReadOnlyList<Value>, IReadOnlyList<Value>> compute)
        => new(() => compute(Items(source)), [.. Functions(source, arguments)]);

    /// <summary>What is run for an element.</summary>
    private static IEnumerable<FunctionValue> Functions(Value source, IReadOnlyList<Value> arguments)
        => arguments.Append(source).SelectMany(value => value is QueryValue query ? query.Functions : value is FunctionValue function ? [function] : []);

    private IEnumerable<Value> Flatten(Value value)
        => value is ConditionalValue or RepeatedValue or UnknownValue ? [Value.Rest("a sequence of sequences that is not known")] : Items(value);

    private IReadOnlyList<Value> Filter(IReadOnlyList<Value> items, Func<Value, DimensionExpression> keeps, FunctionValue? function = null)
        => [.. interpreter.Map(items,
            (item, _) =>
            {
                var kept = keeps(item);
                return interpreter.Facts.Decide(kept) switch
                {
                    true => item,
                    false => AbsentValue.Instance,
                    _ => ConditionalValue.Of(kept, item, AbsentValue.Instance),
                };
            }, function)
            .Where(item => item is not AbsentValue and not RepeatedValue { Once: AbsentValue })];

    private IReadOnlyList<Value> Ordered(IReadOnlyList<Value> items, FunctionValue? key, bool isDescending)
    {
        var keys = items.Select(item => ListContent.IsSingle(item)
            ? Numbers.RealOf(key is null ? item : interpreter.Invocations.Call(key, item))
            : null).ToList();
        if (keys.Any(found => found is null)) return [Value.Rest("the order of its elements is not known")];
        var pairs = items.Zip(keys, (item, found) => (Item: item, Key: found!.Value));
        return [.. (isDescending ? pairs.OrderByDescending(pair => pair.Key) : pairs.OrderBy(pair => pair.Key)).Select(pair => pair.Item)];
    }

    private static IReadOnlyList<Value> Cut(string method, IReadOnlyList<Value> items, int count) => method switch
    {
        "Skip" => [.. items.Skip(count)],
        "Take" => [.. items.Take(count)],
        "SkipLast" => [.. items.Take(Math.Max(0, items.Count - count))],
        _ => [.. items.Skip(Math.Max(0, items.Count - count))],
    };

    private static IReadOnlyList<Value> Distinct(IReadOnlyList<Value> items) => [.. items.Distinct()];

    private static bool IsPlain(Value item) => item is NumberValue { Expression.Value: not null } or TextValue or EnumValue;
}
