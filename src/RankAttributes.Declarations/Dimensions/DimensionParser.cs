using System.Globalization;

namespace RankAttributes.Declarations;

/// <summary>Reads a dimension expression back from the text it prints as: what travels in a referenced library's metadata.</summary>
internal sealed class DimensionParser
{
    // Far beyond what a constructor writes; a hostile library must not exhaust the stack of an editor.
    private const int LongestText = 10_000;
    private const int DeepestNesting = 200;

    private static readonly (string Sign, DimensionOperator Operator, int Precedence)[] Operators =
    [
        ("||", DimensionOperator.Or, 1), ("&&", DimensionOperator.And, 2), ("==", DimensionOperator.Equal, 3), ("!=", DimensionOperator.NotEqual, 3),
        ("<=", DimensionOperator.LessOrEqual, 4), ("<", DimensionOperator.Less, 4), ("+", DimensionOperator.Add, 5), ("-", DimensionOperator.Subtract, 5),
        ("*", DimensionOperator.Multiply, 6), ("/", DimensionOperator.Divide, 6), ("%", DimensionOperator.Remainder, 6),
    ];

    private readonly string text;
    private int position;
    private int depth;

    private DimensionParser(string text) => this.text = text;

    /// <summary>The expression, or an unknown where the text is none.</summary>
    public static DimensionExpression Parse(string text)
    {
        if (text.Length > LongestText) return DimensionExpression.Unknown("its declaration is too long");
        var parser = new DimensionParser(text);
        var expression = parser.Binary(1);
        parser.Spaces();
        return parser.position == text.Length ? expression : DimensionExpression.Unknown("its declaration cannot be read");
    }

    private DimensionExpression Binary(int least)
    {
        if (++depth > DeepestNesting) return Fail();
        var left = Primary();
        while (Next(least) is { } found)
        {
            position += found.Sign.Length;
            left = OperationDimension.Apply(found.Operator, left, Binary(found.Precedence + 1));
        }

        depth--;
        return left;
    }

    private (string Sign, DimensionOperator Operator, int Precedence)? Next(int least)
    {
        Spaces();
        if (position >= text.Length) return null;
        foreach (var candidate in Operators)
        {
            if (candidate.Precedence >= least && string.CompareOrdinal(text, position, candidate.Sign, 0, candidate.Sign.Length) == 0) return candidate;
        }

        return null;
    }

    private DimensionExpression Primary()
    {
        Spaces();
        if (Take('('))
        {
            var inner = Binary(1);
            return Take(')') ? inner : Fail();
        }

        var start = position;
        if (position < text.Length && text[position] == '-') position++;
        while (position < text.Length && char.IsDigit(text[position])) position++;
        if (position > start)
            return long.TryParse(text.Substring(start, position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? DimensionExpression.Of(number) : Fail();

        var name = Path();
        if (name is "min" or "max" && Take('('))
        {
            var left = Binary(1);
            if (!Take(',')) return Fail();
            var right = Binary(1);
            return Take(')') ? OperationDimension.Apply(name == "min" ? DimensionOperator.Minimum : DimensionOperator.Maximum, left, right) : Fail();
        }

        return name.Length > 0 ? DimensionExpression.Symbol(name) : Fail();
    }

    /// <summary><c>config.Width</c>, <c>sizes[^1]</c>: up to what cannot belong to a path; brackets hold anything.</summary>
    private string Path()
    {
        var start = position;
        while (position < text.Length)
        {
            var character = text[position];
            if (character == '[')
            {
                var end = text.IndexOf(']', position);
                if (end < 0) break;
                position = end + 1;
            }
            else if (char.IsLetterOrDigit(character) || character is '_' or '.' or '@')
            {
                position++;
            }
            else
            {
                break;
            }
        }

        return text.Substring(start, position - start);
    }

    private bool Take(char character)
    {
        Spaces();
        if (position >= text.Length || text[position] != character) return false;
        position++;
        return true;
    }

    private void Spaces()
    {
        while (position < text.Length && text[position] == ' ') position++;
    }

    private DimensionExpression Fail()
    {
        position = text.Length + 1;
        return DimensionExpression.Unknown("its declaration cannot be read");
    }
}
