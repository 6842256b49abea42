using System.Text;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Texts, of which the names of modules are made.</summary>
internal static class Texts
{
    private const int MaxText = 2_000;

    public static Value Text(Interpreter interpreter, string text)
    {
        interpreter.Budget.Step(text.Length / 64);
        return text.Length <= MaxText ? new TextValue(text) : Value.Unknown("a text is too long to follow");
    }

    public static Value Interpolate(Interpreter interpreter, IInterpolatedStringOperation operation)
    {
        var (result, isWhole) = (new StringBuilder(), true);
        foreach (var part in operation.Parts)
        {
            switch (part)
            {
                case IInterpolatedStringTextOperation { Text: var literal }:
                    result.Append(Numbers.TextOf(interpreter.Evaluate(literal)));
                    break;
                case IInterpolationOperation { FormatString: null, Alignment: null } hole:
                    var value = interpreter.Evaluate(hole.Expression);
                    isWhole &= Numbers.TextOf(value) is not null || value is NumberValue;
                    result.Append(Numbers.TextOf(value) ?? (value is NumberValue number ? "{" + number.Expression + "}" : "{?}"));
                    break;
                default:
                    isWhole = false;
                    break;
            }
        }

        return isWhole ? Text(interpreter, result.ToString()) : Value.Unknown("a name is built from a value that is not known");
    }

    /// <summary>A method of a text or number that gives a text or a fact about it; <see langword="null"/> for any other.</summary>
    public static Value? Call(Interpreter interpreter, Value receiver, string method, IReadOnlyList<Value> arguments)
    {
        if (method == "ToString" && arguments.Count == 0 && receiver is NumberValue or TextValue or EnumValue)
            return Numbers.TextOf(receiver) is { } text ? new TextValue(text) : new TextValue("{" + Numbers.NumberOf(receiver) + "}");
        if (receiver is not TextValue { Text: var on }) return null;
        var given = arguments.Count > 0 && arguments[0] is TextValue first ? first.Text : null;
        return (method, given) switch
        {
            ("ToLower" or "ToLowerInvariant", _) => new TextValue(on.ToLowerInvariant()),
            ("ToUpper" or "ToUpperInvariant", _) => new TextValue(on.ToUpperInvariant()),
            ("Trim", null) when arguments.Count == 0 => new TextValue(on.Trim()),
            ("Equals", { } other) when arguments.Count == 1 => Value.Truth(on == other),
            ("StartsWith", { } start) when arguments.Count == 1 => Value.Truth(on.StartsWith(start, StringComparison.Ordinal)),
            ("EndsWith", { } end) when arguments.Count == 1 => Value.Truth(on.EndsWith(end, StringComparison.Ordinal)),
            ("Contains", { } part) when arguments.Count == 1 => Value.Truth(on.IndexOf(part, StringComparison.Ordinal) >= 0),
            ("Split", { Length: 1 } by) when arguments.Count <= 2
                => interpreter.Objects.List(ListKind.Array, on.Split(by[0]).Select(item => (Value)new TextValue(item))),
            _ => null,
        };
    }
}
