using System.Globalization;

namespace RankAttributes.Declarations;

/// <summary>
/// An exact integer expression over constructor parameters and values that depend on them (<c>hidden</c>, <c>config.Width</c>,
/// <c>dims[0]</c>). Conditions are expressions too: 0 is false.
/// </summary>
internal abstract record DimensionExpression
{
    /// <summary>The value, or <see langword="null"/> while something it depends on has none.</summary>
    public virtual long? Value => null;

    /// <summary>How tightly the printed form binds; higher binds tighter.</summary>
    internal virtual int Precedence => int.MaxValue;

    public static DimensionExpression Of(long value) => new ConstantDimension(value);

    public static DimensionExpression Symbol(string path) => new SymbolDimension(path);

    public static DimensionExpression Unknown(string reason) => new UnknownDimension(reason);

    /// <summary>The reason of the first part that could not be read, or <see langword="null"/>.</summary>
    public virtual string? UnknownReason => null;

    /// <summary>The part with that reason as the source writes it, where it could be pinned.</summary>
    public virtual string? UnknownExpression => null;

    /// <summary>The names this expression needs a value for.</summary>
    public virtual IEnumerable<string> Symbols => [];

    /// <summary>The expression with values, or other expressions, in place of its symbols.</summary>
    public virtual DimensionExpression Substitute(Func<string, DimensionExpression> value) => this;
}

internal sealed record ConstantDimension(long Number) : DimensionExpression
{
    public override long? Value => Number;

    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A constructor parameter, or a path that begins at one.</summary>
internal sealed record SymbolDimension(string Path) : DimensionExpression
{
    public override IEnumerable<string> Symbols => [Path];

    public override DimensionExpression Substitute(Func<string, DimensionExpression> value) => value(Path);

    public override string ToString() => Path;
}

/// <summary>A dimension that cannot be read from the class, and why.</summary>
internal sealed record UnknownDimension(string Reason) : DimensionExpression
{
    /// <summary>The integer that cannot be read, as the source writes it; <see langword="null"/> where it is not an expression by itself.</summary>
    public string? Expression { get; init; }

    public override string? UnknownReason => Reason;

    public override string? UnknownExpression => Expression;

    public override string ToString() => "?";
}
