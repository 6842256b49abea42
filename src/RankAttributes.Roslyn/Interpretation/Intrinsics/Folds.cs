using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>The methods of <c>Enumerable</c> that give one value.</summary>
internal sealed class Folds(Interpreter interpreter)
{
    public Value? Call(IMethodSymbol method, Value source, IReadOnlyList<Value> arguments)
    {
        var function = arguments.Count > 0 ? arguments[0] as FunctionValue : null;
        if (PathOf(source) is { } path && arguments.Count == 0)
        {
            if (method.Name == "Count") return new NumberValue(interpreter.Symbol(path.Path + ".Length"));
            if (method.Name is "First" or "Last" && Sequences.ElementOf(path.Type) is { } element)
                return interpreter.Objects.OfType(element, path.Path + (method.Name == "Last" ? "[^1]" : "[0]"));
        }

        var items = interpreter.ItemsOrRest(source, "a sequence that is not known");
        if (method.Name == "Count" && arguments.Count == 0) return Elements.CountOf(items);
        if (method.Name is "First" or "ElementAt" && function is null) return At(items, method.Name == "First" ? Value.Number(0) : arguments[0]);
        if (!Sequences.AreCertain(items)) return null;
        IReadOnlyList<Value> Mapped() => function is null ? items : interpreter.Map(items, (item, _) => interpreter.Invocations.Call(function, item), function);
        switch (method.Name)
        {
            case "Single" or "SingleOrDefault" when items.Count != 1:
                return null;
            case "Last" or "Single" or "FirstOrDefault" or "LastOrDefault" or "SingleOrDefault" when function is null && items.Count > 0:
                return method.Name.StartsWith("First", StringComparison.Ordinal) ? items[0] : items[items.Count - 1];
            case "First" or "FirstOrDefault" when function is not null:
                return InOrder(items, function, stopsAt: true, out var first) is not { Value: { } isFound } || isFound != 0 && first == items.Count
                    ? interpreter.Doubt("which element matches is not known")
                    : isFound != 0 ? items[first] : method.Name == "First" ? interpreter.Doubt("no element that is known to match") : null;
            case "Last" or "Single" or "LastOrDefault" when function is not null:
                return Found(items, Mapped(), method.Name.StartsWith("Last", StringComparison.Ordinal))
                    ?? (method.Name.EndsWith("OrDefault", StringComparison.Ordinal) ? null : interpreter.Doubt("no element that is known to match"));
            case "Sum":
                var total = Mapped().Aggregate(
                    Value.Number(0), (sum, item) => interpreter.Expressions.Operators.Arithmetic(BinaryOperatorKind.Add, sum, item));
                return Conversions.Checked(interpreter, total, method.ReturnType, isChecked: true);
            case "Max" or "Min" when items.Count > 0:
                return Mapped().Aggregate((a, b) => Mathematics.Extreme(method.Name, a, b));
            case "Average" when items.Count > 0 && Mapped().Select(Numbers.RealOf).ToList() is var reals && reals.All(real => real is not null):
                return new RealValue(reals.Average(real => real!.Value));
            case "Count" or "LongCount":
                return Mapped().Aggregate(Value.Number(0), (sum, item) => Numbers.Of(DimensionOperator.Add, Numbers.NumberOf(sum), Numbers.NumberOf(item)));
            case "Any" when function is null:
                return Value.Truth(items.Count > 0);
            case "Any":
                return function is null ? null : new NumberValue(InOrder(items, function, stopsAt: true, out _));
            case "All" when function is not null:
                return new NumberValue(Numbers.Not(InOrder(items, function, stopsAt: false, out _)));
            case "Contains" when arguments.Count == 1:
                return new NumberValue(items.Select(item => Equality.Of(interpreter, item, arguments[0])).Aggregate(DimensionExpression.Of(0), Numbers.Or));
            case "Aggregate" when arguments is [{ } seed, FunctionValue next]:
                return items.Aggregate(seed, (value, item) => interpreter.Invocations.Call(next, value, item));
            case "Aggregate" when function is not null && arguments.Count == 1 && items.Count > 0:
                return items.Aggregate((value, item) => interpreter.Invocations.Call(function, value, item));
            case "SequenceEqual" when arguments.Count == 1 && interpreter.Items(arguments[0]) is { } other && Sequences.AreCertain(other):
                return items.Count != other.Count
                    ? Value.Truth(false)
                    : new NumberValue(items.Zip(other, (a, b) => Equality.Of(interpreter, a, b)).Aggregate(DimensionExpression.Of(1), Numbers.And));
            case "ToDictionary" when function is not null:
                var dictionary = new DictionaryContent([], null);
                foreach (var item in items)
                {
                    var value = arguments is [_, FunctionValue select] ? interpreter.Invocations.Call(select, item) : item;
                    dictionary = interpreter.Places.Elements.Put(dictionary, interpreter.Invocations.Call(function, item), value);
                }

                return dictionary.Rest is null && dictionary.Entries.Count < items.Count ? null : interpreter.Store.AddObject(dictionary);
            default:
                return null;
        }
    }

    /// <summary>Whether a method asks a function of one element after another, and stops where the answer is known.</summary>
    public static bool IsAskedInOrder(string method) => method is "Any" or "All" or "First" or "FirstOrDefault";

    /// <summary>Whether a function gives what a search stops at, for any element; and for which, where that is known.</summary>
    private DimensionExpression InOrder(IReadOnlyList<Value> items, FunctionValue function, bool stopsAt, out int index)
    {
        var any = DimensionExpression.Of(0);
        for (index = 0; index < items.Count; index++)
        {
            var answer = Numbers.NumberOf(interpreter.Invocations.Call(function, items[index]));
            if (!stopsAt) answer = Numbers.Not(answer);
            switch (interpreter.Facts.Decide(answer))
            {
                case true when any.Value == 0:
                    return DimensionExpression.Of(1);
                case null when interpreter.Invalidation.Changes(function):
                    const string Reason = "it is set while an element is searched for";
                    interpreter.Invalidation.Forget(function, Reason);
                    return DimensionExpression.Unknown(Reason);
                case false:
                    break;
                default:
                    any = Numbers.Or(any, answer);
                    break;
            }
        }

        return any;
    }

    private Value At(IReadOnlyList<Value> items, Value position)
    {
        if (Sequences.AreCertain(items) && Numbers.NumberOf(position).Value is { } at && (at < 0 || at >= items.Count))
            return interpreter.Doubt("a sequence has no such element");
        var list = interpreter.Objects.List(ListKind.Array, items);
        return interpreter.Places.Elements.GetOne(list, position, fromEnd: false, null);
    }

    private Value? Found(IReadOnlyList<Value> items, IReadOnlyList<Value> matches, bool isLast)
    {
        for (var step = 0; step < items.Count; step++)
        {
            var index = isLast ? items.Count - 1 - step : step;
            switch (interpreter.Facts.Decide(Numbers.NumberOf(matches[index])))
            {
                case null: return interpreter.Doubt("which element matches is not known");
                case true: return items[index];
            }
        }

        return null;
    }

    private PathContent? PathOf(Value source) => interpreter.Store.Find(source) is PathContent { Rest: null } path ? path : null;
}
