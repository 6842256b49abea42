using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Reading.Interpretation;

/// <summary>Integers that cannot be read, and the values that <c>[Dims]</c> gives them.</summary>
internal sealed partial class Interpreter
{
    private const int LongestPin = 80;

    public Value Evaluate(IOperation? operation)
    {
        var value = Follow(operation);
        if (value is not UnknownValue { Expression: null } unknown || operation is null || !IsInteger(operation.Type)) return value;

        // What cannot be read is pinned by what the source writes for it.
        var text = operation.Syntax.ToString();
        if (scope.Pinned(text) is { } pinned) return Value.Number(pinned);
        return text.Length <= LongestPin && text.IndexOf('\n') < 0 ? unknown with { Expression = text } : value;
    }
}
