using System.Globalization;

namespace RankAttributes.Bounds;

/// <summary>Argument checks whose messages name the parameter, the value and the allowed range.</summary>
internal static class Guard
{
    public static double Positive(double value, string name) => Within(value, name, value > 0 && value <= double.MaxValue, "finite and above 0");

    public static double NotNegative(double value, string name) => Within(value, name, value >= 0 && value <= double.MaxValue, "finite and at least 0");

    public static double Index(double value, string name) => Within(value, name, value is >= 0 and <= 2, "in [0, 2]");

    public static double Finite(double value, string name) => Within(value, name, value is >= double.MinValue and <= double.MaxValue, "finite");

    public static double Share(double value, string name) => Within(value, name, value is >= 0 and <= 1, "in [0, 1]");

    public static double PositiveIndex(double value, string name) => Within(value, name, value is > 0 and <= 2, "in (0, 2]");

    public static double Probability(double value, string name) => Within(value, name, value is > 0 and < 1, "in (0, 1)");

    public static long AtLeastOne(long value, string name)
        => value >= 1 ? value : throw OutOfRange(name, value, value.ToString(CultureInfo.InvariantCulture), "at least 1");

    /// <summary>k errors on N samples.</summary>
    public static void Counted(long errors, long samples)
    {
        AtLeastOne(samples, nameof(samples));
        if (errors < 0 || errors > samples)
            throw OutOfRange(nameof(errors), errors, errors.ToString(CultureInfo.InvariantCulture), "between 0 and the number of samples");
    }

    public static void NotNull(object? value, string name)
    {
        if (value is null) throw new ArgumentNullException(name);
    }

    public static IReadOnlyList<T> NotEmpty<T>(IReadOnlyList<T>? list, string name)
    {
        if (list is null) throw new ArgumentNullException(name);
        if (list.Count == 0) throw new ArgumentException("A network has one layer or more; the list is empty.", name);
        for (var index = 0; index < list.Count; index++)
        {
            if (list[index] is null) throw new ArgumentException($"Element {index} of the list is null.", name);
        }

        return list;
    }

    private static double Within(double value, string name, bool holds, string range)
        => holds ? value : throw OutOfRange(name, value, value.ToString("R", CultureInfo.InvariantCulture), range);

    private static ArgumentOutOfRangeException OutOfRange(string name, object value, string text, string range)
        => new(name, value, $"{name} is {text}; it must be {range}.");
}
