using System.Globalization;

namespace RankAttributes.Declarations;

/// <summary>
/// Dimensions as they travel: operands before operators (<c>$hidden 4 *</c>), so that reading needs no grammar and no recursion.
/// </summary>
internal static class DimensionText
{
    // Far beyond what a constructor writes: a hostile library must not exhaust the stack of an editor that walks the expression.
    private const int MaxParts = 1_000;

    // Stands for a space inside a path, which an indexer may hold; no C# name or number has it.
    private const char Space = '\u2423';

    private static readonly (string Sign, DimensionOperator Operator)[] Signs =
    [
        ("+", DimensionOperator.Add), ("-", DimensionOperator.Subtract), ("*", DimensionOperator.Multiply), ("/", DimensionOperator.Divide),
            ("%", DimensionOperator.Remainder),
        ("min", DimensionOperator.Minimum), ("max", DimensionOperator.Maximum), ("<", DimensionOperator.Less), ("<=", DimensionOperator.LessOrEqual),
        ("==", DimensionOperator.Equal), ("!=", DimensionOperator.NotEqual), ("&&", DimensionOperator.And), ("||", DimensionOperator.Or),
    ];

    public static string Write(DimensionExpression dimension) => dimension switch
    {
        ConstantDimension constant => constant.Number.ToString(CultureInfo.InvariantCulture),
        SymbolDimension symbol => "$" + symbol.Path.Replace(' ', Space),
        OperationDimension operation => $"{Write(operation.Left)} {Write(operation.Right)} {Signs.First(item => item.Operator == operation.Operator).Sign}",
        UnknownDimension unknown => "?" + unknown.Reason,
        _ => throw new NotSupportedException(dimension.GetType().Name),
    };

    /// <exception cref="FormatException">The text is not a dimension.</exception>
    public static DimensionExpression Read(string text)
    {
        if (text.StartsWith("?", StringComparison.Ordinal)) return DimensionExpression.Unknown(text.Substring(1));
        var parts = text.Split(' ');
        if (parts.Length > MaxParts) throw new FormatException("a dimension is too long");
        var operands = new Stack<DimensionExpression>();
        foreach (var part in parts)
        {
            var sign = Array.FindIndex(Signs, item => item.Sign == part);
            if (part.StartsWith("$", StringComparison.Ordinal)) operands.Push(DimensionExpression.Symbol(part.Substring(1).Replace(Space, ' ')));
            else if (long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                operands.Push(DimensionExpression.Of(number));
            else if (sign >= 0 && operands.Count >= 2)
            {
                var right = operands.Pop();
                operands.Push(OperationDimension.Apply(Signs[sign].Operator, operands.Pop(), right));
            }
            else throw new FormatException($"'{text}' is not a dimension");
        }

        return operands.Count == 1 ? operands.Pop() : throw new FormatException($"'{text}' is not a dimension");
    }
}
