using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>The functions of <c>Math</c>, and their like on number types.</summary>
internal static class Mathematics
{
    public static Value Call(string name, IReadOnlyList<Value> values)
    {
        if (name is "Min" or "Max" && values.Count == 2) return Extreme(name, values[0], values[1]);
        if (name == "Clamp" && values.Count == 3) return Extreme("Min", Extreme("Max", values[0], values[1]), values[2]);
        if (name == "GreatestCommonDivisor" && values.Count == 2 && Numbers.NumberOf(values[0]).Value is { } first
            && Numbers.NumberOf(values[1]).Value is { } second)
            return Value.Number(CommonDivisor(first, second));
        if (name is "DivRem" or "BigMul") return Value.Unknown($"Math.{name} is not followed");
        var result = (name, values.Select(Numbers.RealOf).ToList()) switch
        {
            ("Pow", [{ } x, { } y]) => Math.Pow(x, y),
            ("Sqrt", [{ } x]) => Math.Sqrt(x),
            ("Cbrt", [{ } x]) => CubicRoot(x),
            ("Exp", [{ } x]) => Math.Exp(x),
            ("Log", [{ } x]) => Math.Log(x),
            ("Log", [{ } x, { } y]) => Math.Log(x, y),
            ("Log2", [{ } x]) => Logarithm(x),
            ("Log10", [{ } x]) => Math.Log10(x),
            ("Floor", [{ } x]) => Math.Floor(x),
            ("Ceiling", [{ } x]) => Math.Ceiling(x),
            ("Round", [{ } x]) => Math.Round(x),
            ("Round", [{ } x, { } digits]) when digits is >= 0 and <= 15 => Math.Round(x, (int)digits),
            ("Truncate", [{ } x]) => Math.Truncate(x),
            ("Abs", [{ } x]) => Math.Abs(x),
            _ => double.NaN,
        };
        if (name == "Sign" && values.Count == 1 && Numbers.RealOf(values[0]) is { } number) return Value.Number(Math.Sign(number));
        if (double.IsNaN(result)) return Value.Unknown($"Math.{name} of a value that is not known yet");
        return name == "Abs" && values[0] is NumberValue ? Value.Number((long)result) : new RealValue(result);
    }

    /// <summary>The smaller or larger of two numbers.</summary>
    public static Value Extreme(string name, Value left, Value right)
    {
        if (left is RealValue || right is RealValue)
        {
            return Numbers.RealOf(left) is { } x && Numbers.RealOf(right) is { } y
                ? new RealValue(name == "Min" ? Math.Min(x, y) : Math.Max(x, y))
                : Value.Unknown($"Math.{name} of a value that is not known yet");
        }

        return Numbers.Of(name == "Min" ? DimensionOperator.Minimum : DimensionOperator.Maximum, Numbers.NumberOf(left), Numbers.NumberOf(right));
    }

    /// <summary>Exact for powers of two, as the framework's is.</summary>
    private static double Logarithm(double x)
    {
        var rounded = Math.Round(Math.Log(x) / Math.Log(2));
        return Math.Pow(2, rounded) == x ? rounded : Math.Log(x) / Math.Log(2);
    }

    /// <summary>Only where it is an integer: of all others, the last digits differ from one runtime to the next.</summary>
    private static double CubicRoot(double x)
    {
        var root = Math.Round(Math.Pow(Math.Abs(x), 1.0 / 3));
        return root * root * root == Math.Abs(x) ? Math.Sign(x) * root : double.NaN;
    }

    private static long CommonDivisor(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return Math.Abs(a);
    }
}
