using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Static methods of the framework: arithmetic, conversions, arrays, tuples, texts.</summary>
internal sealed class Framework(Interpreter interpreter)
{
    public Value? Static(IInvocationOperation call, IMethodSymbol method, IReadOnlyList<Value> values)
    {
        if (method.ContainingType is not { ContainingType: null } type || !IsSystem(type)) return null;
        switch (type.Name, method.Name)
        {
            case ("Math", "Clamp") when values.Count == 3 && Numbers.RealOf(values[1]) is { } low && Numbers.RealOf(values[2]) is { } high && low > high:
                return interpreter.Thrown.Throw("System.ArgumentException", "the limits of a number are the wrong way round");
            case ("Math" or "MathF" or "BigInteger" or "Int32" or "Int64" or "Double", _) when type.Name is "Math" or "MathF" || method.Name is "Min" or "Max"
                or "Abs" or "Clamp" or "GreatestCommonDivisor" or "Log2" or "Sqrt" or "Pow":
                return Combine(values, [], given => Conversions.Convert(Mathematics.Call(method.Name, given), method.ReturnType));
            case ("Convert", "ToInt32" or "ToInt64" or "ToInt16" or "ToByte") when values.Count == 1:
                var source = call.Arguments[0].Value.Type;
                return interpreter.Each(values[0], value => InRange(ToInteger(value, source), method.ReturnType));
            case ("Convert", "ToDouble" or "ToSingle") when Numbers.RealOf(values[0]) is { } real:
                return new RealValue(real);
            case ("Convert", "ToBoolean") when values[0] is NumberValue { Expression.Value: { } truth }:
                return Value.Truth(truth != 0);
            case ("Int32" or "Int64", "Parse") when values is [TextValue { Text: var text }]
                && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number):
                return InRange(Value.Number(number), method.ReturnType);
            case ("Tuple" or "ValueTuple", "Create"):
                return interpreter.Objects.List(ListKind.Tuple, values);
            case ("KeyValuePair", "Create"):
                return interpreter.Objects.List(ListKind.Tuple, values);
            case ("Array", _) or ("MemoryExtensions", "Reverse" or "Sort" or "IndexOf"):
                return Arrays(call, method.Name, values);
            case ("String", "IsNullOrEmpty" or "IsNullOrWhiteSpace"):
                return values[0] switch
                {
                    NullValue => Value.Truth(true),
                    TextValue text => Value.Truth((method.Name == "IsNullOrEmpty" ? text.Text : text.Text.Trim()).Length == 0),
                    _ => Value.Unknown("whether a text is empty is not known") };
            case ("String", "Concat") when values.All(value => value is TextValue or NameValue):
                return Texts.Text(interpreter, string.Concat(values.Select(Numbers.TextOf)), values.Any(value => value is NameValue));
            case ("String", "Format" or "Join" or "Concat") when !values.Any(value => value is QueryValue):
                return interpreter.Doubt("a text that is not followed");
            case ("Object" or "String", "Equals") when values.Count == 2:
                return new NumberValue(Equality.Of(interpreter, values[0], values[1]));
            case ("Object", "ReferenceEquals") when values.Any(value => value is BoxedValue or TextValue):
                return Value.Unknown("whether two objects are one is not known");
            case ("Object", "ReferenceEquals"):
                return new NumberValue(Equality.Of(interpreter, values[0], values[1]));
            default:
                return null;
        }
    }

    private Value ToInteger(Value value, ITypeSymbol? type) => value switch
    {
        TextValue { Text: { Length: 1 } letter } when type?.SpecialType == SpecialType.System_Char => Value.Number(letter[0]),
        NumberValue or EnumValue => new NumberValue(Numbers.NumberOf(value)),
        RealValue { Real: var real } when Math.Abs(real) < 1e15 => Value.Number((long)Math.Round(real)),
        TextValue { Text: var text } when long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => Value.Number(number),
        _ => interpreter.Doubt("it is converted from a value that is not known"),
    };

    private Value InRange(Value value, ITypeSymbol type) => Conversions.Wrap(value, type).Equals(value) ? value
        : interpreter.Thrown.Throw("System.OverflowException", "a number is too large for its type");

    private Value? Arrays(IInvocationOperation call, string name, IReadOnlyList<Value> values)
    {
        if (name == "Empty") return interpreter.Objects.List(ListKind.Array, []);
        if (name == "Resize") return Resize(call, values);
        if (values.Count == 0 || values[0] is not ReferenceValue { Id: var id } || interpreter.Store.Find(id) is not ListContent { IsCertain: true } array)
            return null;
        switch (name)
        {
            case "Reverse" when values.Count == 1:
                interpreter.Store.Set(id, array with { Items = array.Items.Reverse() });
                return Value.Null;
            case "Sort" when values.Count == 1 && Collections.Sorted(array.Items) is { } sorted:
                interpreter.Store.Set(id, array with { Items = sorted });
                return Value.Null;
            case "Fill" when values.Count == 2:
                interpreter.Store.Set(id, array with { Items = [.. array.Items.Select(_ => interpreter.Structures.Copy(values[1]))] });
                return Value.Null;
            case "IndexOf" when values.Count == 2:
                return Collections.IndexOf(interpreter, array, values[1]);
            case "ConvertAll" when values.Count == 2 && values[1] is FunctionValue function:
                return interpreter.Objects.List(ListKind.Array, interpreter.Map(array.Items, (item, _) => interpreter.Invocations.Call(function, item), function));
            case "ForEach" when values.Count == 2 && values[1] is FunctionValue action:
                interpreter.Map(array.Items, (item, _) => interpreter.Invocations.Call(action, item), action);
                return Value.Null;
            case "Copy" when values.Count == 3 && Numbers.NumberOf(values[2]).Value is { } length && length == array.Items.Count
                && values[1] is ReferenceValue { Id: var target } && interpreter.Store.Find(target) is ListContent { IsCertain: true } other
                    && other.Items.Count >= length:
                interpreter.Store.Set(
                    target, other with { Items = [.. array.Items.Select(interpreter.Structures.Copy), .. other.Items.Skip(array.Items.Count)] });
                return Value.Null;
            case "Exists" or "TrueForAll" or "Find" or "FindIndex" when values.Count == 2 && values[1] is FunctionValue:
                return Collections.Search(interpreter, array, name, (FunctionValue)values[1]);
            default:
                return null;
        }
    }

    private Value? Resize(IInvocationOperation call, IReadOnlyList<Value> values)
    {
        if (interpreter.Store.Find(values[0]) is not ListContent { IsCertain: true } array
            || Numbers.NumberOf(values[1]).Value is not (>= 0 and <= 10_000 and { } length))
            return null;
        if (length == array.Items.Count) return Value.Null;
        var element = call.TargetMethod.TypeArguments[0];
        var resized = interpreter.Objects.List(ListKind.Array,
            array.Items.Take((int)length).Concat(Enumerable.Repeat(Defaults.Of(element), Math.Max(0, (int)length - array.Items.Count))));
        interpreter.Places.Assign(call.Arguments[0].Value, resized);
        return Value.Null;
    }

    /// <summary>A function of several values, for each alternative that is not a number of its own.</summary>
    private Value Combine(IReadOnlyList<Value> values, IReadOnlyList<Value> done, Func<IReadOnlyList<Value>, Value> compute)
        => done.Count == values.Count ? compute(done) : interpreter.Each(values[done.Count], value => Combine(values, [.. done, value], compute));

    private static bool IsSystem(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false }) space = space.ContainingNamespace;
        return space?.Name == "System" && type.DeclaringSyntaxReferences.IsEmpty;
    }
}
