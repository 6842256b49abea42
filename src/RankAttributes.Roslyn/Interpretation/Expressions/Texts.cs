using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Texts, of which the names of modules are made.</summary>
internal static class Texts
{
    private const int MaxText = 2_000;

    public static Value Text(Interpreter interpreter, string text, bool isName = false)
    {
        interpreter.Budget.Step(text.Length / 64);
        return text.Length > MaxText ? Value.Unknown("a text is too long to follow") : isName ? new NameValue(text) : new TextValue(text);
    }

    /// <summary>A value as the text that the framework makes of it, by its type; unknown where that is not known.</summary>
    public static Value Of(Value value, ITypeSymbol? type)
    {
        if (value is BoxedValue boxed) return Of(boxed.Inner, boxed.Type);
        type = Numbers.Underlying(type);
        return (value, type) switch
        {
            (NumberValue { Expression.Value: { } truth }, { SpecialType: SpecialType.System_Boolean }) => new TextValue(truth != 0 ? "True" : "False"),
            (NumberValue { Expression.Value: { } constant }, { TypeKind: TypeKind.Enum }) => Of(Defaults.Constant(constant, type), type),
            (NumberValue { Expression.Value: null } number, _) => new NameValue("{" + number.Expression + "}"),
            (TextValue or NameValue, _) => value,
            _ => Numbers.TextOf(value) is { } text ? new TextValue(text) : Value.Unknown("a text is made of a value that is not known"),
        };
    }

    // The language of the machine decides about all others.
    private static bool IsPlain(string text) => text.All(letter => letter is >= ' ' and <= '~');

    /// <summary>What an operand was before it became an object.</summary>
    public static ITypeSymbol? Bare(IOperation operand)
        => operand is IConversionOperation { IsImplicit: true, OperatorMethod: null, Operand: var inner } ? Bare(inner) : operand.Type;

    public static Value Interpolate(Interpreter interpreter, IInterpolatedStringOperation operation)
    {
        var (result, isWhole, isName) = (new StringBuilder(), true, false);
        foreach (var part in operation.Parts)
        {
            switch (part)
            {
                case IInterpolatedStringTextOperation { Text: var literal }:
                    result.Append(Numbers.TextOf(interpreter.Evaluate(literal)));
                    break;
                case IInterpolationOperation { FormatString: null, Alignment: null } hole:
                    var value = interpreter.Facts.Resolve(Of(interpreter.Facts.Resolve(interpreter.Evaluate(hole.Expression)), Bare(hole.Expression)));
                    isWhole &= value is TextValue or NameValue;
                    isName |= value is NameValue;
                    result.Append(Numbers.TextOf(value));
                    break;
                default:
                    isWhole = false;
                    break;
            }
        }

        return isWhole ? Text(interpreter, result.ToString(), isName) : Value.Unknown("a name is built from a value that is not known");
    }

    /// <summary>A method of a text or number that gives a text or a fact about it; <see langword="null"/> for any other.</summary>
    public static Value? Call(Interpreter interpreter, Value receiver, ITypeSymbol? type, string method, IReadOnlyList<Value> arguments)
    {
        if (method == "ToString" && arguments.Count == 0 && receiver is NumberValue or TextValue or NameValue or EnumValue or BoxedValue)
            return Of(receiver, type);
        if (receiver is not TextValue { Text: var on }) return null;
        var given = arguments.Count > 0 && arguments[0] is TextValue first ? first.Text : null;
        return (method, given) switch
        {
            ("ToLower" or "ToLowerInvariant", _) => new TextValue(on.ToLowerInvariant()),
            ("ToUpper" or "ToUpperInvariant", _) => new TextValue(on.ToUpperInvariant()),
            ("Trim", null) when arguments.Count == 0 => new TextValue(on.Trim()),
            ("Equals", { } other) when arguments.Count == 1 => Value.Truth(on == other),
            ("StartsWith" or "EndsWith", { } part) when !IsPlain(on) || !IsPlain(part) => null,
            ("StartsWith", { } start) when IsExact(arguments) => Value.Truth(on.StartsWith(start, StringComparison.Ordinal)),
            ("EndsWith", { } end) when IsExact(arguments) => Value.Truth(on.EndsWith(end, StringComparison.Ordinal)),
            ("Contains", { } part) when IsExact(arguments) => Value.Truth(on.IndexOf(part, StringComparison.Ordinal) >= 0),
            ("Substring", _) when Numbers.NumberOf(arguments[0]).Value is { } start and >= 0 && start <= on.Length => Part(on, (int)start, arguments),
            ("Replace", { Length: > 0 } old) when arguments is [_, TextValue { Text: var other }] && IsPlain(on) && IsPlain(old)
                => new TextValue(on.Replace(old, other)),
            ("Split", { Length: 1 } by) when arguments.Count == 1 || arguments[1] is EnumValue { Constant: 0 }
                => interpreter.Objects.List(ListKind.Array, on.Split(by[0]).Select(item => (Value)new TextValue(item))),
            _ => null,
        };
    }

    private static bool IsExact(IReadOnlyList<Value> arguments)
        => arguments is [_] or [_, EnumValue { Name: "Ordinal" or "InvariantCulture" or "CurrentCulture" }];

    private static Value? Part(string text, int start, IReadOnlyList<Value> arguments)
    {
        if (arguments.Count == 1) return new TextValue(text.Substring(start));
        return Numbers.NumberOf(arguments[1]).Value is { } length and >= 0 && start + length <= text.Length
            ? new TextValue(text.Substring(start, (int)length))
            : null;
    }
}
