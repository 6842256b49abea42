using System.Globalization;

namespace RankAttributes.Roslyn.Declarations;

/// <summary>An exact integer expression for one dimension of a weight matrix.</summary>
internal abstract record DimensionExpression
{
    /// <summary>The value, or <see langword="null"/> while something it depends on has none.</summary>
    public abstract long? Value { get; }

    public static DimensionExpression Of(long value) => new ConstantDimension(value);

    public static DimensionExpression Unknown(string reason) => new UnknownDimension(reason);
}

internal sealed record ConstantDimension(long Number) : DimensionExpression
{
    public override long? Value => Number;

    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A dimension that cannot be read from the class alone, and why.</summary>
internal sealed record UnknownDimension(string Reason) : DimensionExpression
{
    public override long? Value => null;

    public override string ToString() => "?";
}
