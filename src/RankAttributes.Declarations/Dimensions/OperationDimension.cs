namespace RankAttributes.Declarations;

/// <summary>An operation of C#'s integer arithmetic: division truncates, comparisons give 0 or 1.</summary>
internal sealed record OperationDimension(DimensionOperator Operator, DimensionExpression Left, DimensionExpression Right) : DimensionExpression
{
    // The printed form of the longest expression fits on a screen; one that doubles with every step must not fill the memory.
    private const int MaxSize = 100;

    private readonly int size = 1 + Size(Left) + Size(Right);

    internal override int Precedence => Operator switch
    {
        DimensionOperator.Multiply or DimensionOperator.Divide or DimensionOperator.Remainder => 6,
        DimensionOperator.Add or DimensionOperator.Subtract => 5,
        DimensionOperator.Less or DimensionOperator.LessOrEqual => 4,
        DimensionOperator.Equal or DimensionOperator.NotEqual => 3,
        DimensionOperator.And => 2,
        DimensionOperator.Or => 1,
        _ => int.MaxValue,
    };

    public override string? UnknownReason => Left.UnknownReason ?? Right.UnknownReason;

    public override IEnumerable<string> Symbols => Left.Symbols.Concat(Right.Symbols).Distinct();

    public override DimensionExpression Substitute(Func<string, DimensionExpression> value) => Apply(Operator, Left.Substitute(value), Right.Substitute(value));

    /// <summary>Applies an operator, folding what is already known.</summary>
    public static DimensionExpression Apply(DimensionOperator operation, DimensionExpression left, DimensionExpression right)
    {
        if (left.UnknownReason is not null) return Decided(operation, right) ?? left;
        if (right.UnknownReason is not null) return Decided(operation, left) ?? right;
        if (left.Value is { } a && right.Value is { } b) return Compute(operation, a, b);
        if (Size(left) + Size(right) >= MaxSize) return Unknown("the expression that it is computed by is too long");

        // (x + 1) + 1 is x + 2: a counter must not grow with the number of steps it takes.
        if (operation is DimensionOperator.Add or DimensionOperator.Subtract && right.Value is { } step
            && left is OperationDimension { Operator: DimensionOperator.Add, Right: ConstantDimension { Number: var before }, Left: var start }
            && Compute(operation, before, step) is ConstantDimension { Number: >= 0 } sum)
        {
            return Apply(DimensionOperator.Add, start, sum);
        }

        return (operation, left.Value, right.Value) switch
        {
            (DimensionOperator.Add, 0, _) or (DimensionOperator.Multiply, 1, _) => right,
            (DimensionOperator.Add or DimensionOperator.Subtract, _, 0) or (DimensionOperator.Multiply or DimensionOperator.Divide, _, 1) => left,
            (DimensionOperator.Multiply, 0, _) or (DimensionOperator.Multiply, _, 0) => Of(0),
            (DimensionOperator.And or DimensionOperator.Or, _, _) =>
                Decided(operation, left) ?? Decided(operation, right) ?? new OperationDimension(operation, left, right),
            _ => new OperationDimension(operation, left, right),
        };
    }

    public override string ToString() => Operator switch
    {
        DimensionOperator.Minimum => $"min({Left}, {Right})",
        DimensionOperator.Maximum => $"max({Left}, {Right})",
        _ => $"{Part(Left, Precedence)} {Sign(Operator)} {Part(Right, Precedence + 1)}",
    };

    /// <summary>What <c>and</c> and <c>or</c> give whatever the other side is.</summary>
    private static DimensionExpression? Decided(DimensionOperator operation, DimensionExpression known) => (operation, known.Value) switch
    {
        (DimensionOperator.And, 0) => Of(0),
        (DimensionOperator.Or, not null and not 0) => Of(1),
        _ => null,
    };

    private static int Size(DimensionExpression expression) => expression is OperationDimension operation ? operation.size : 1;

    private static DimensionExpression Compute(DimensionOperator operation, long a, long b)
    {
        try
        {
            return operation switch
            {
                DimensionOperator.Divide or DimensionOperator.Remainder when b == 0 => Unknown("it divides by zero"),
                DimensionOperator.Add => Of(checked(a + b)),
                DimensionOperator.Subtract => Of(checked(a - b)),
                DimensionOperator.Multiply => Of(checked(a * b)),
                DimensionOperator.Divide => Of(checked(a / b)),
                DimensionOperator.Remainder => Of(b == -1 ? 0 : a % b),
                DimensionOperator.Minimum => Of(Math.Min(a, b)),
                DimensionOperator.Maximum => Of(Math.Max(a, b)),
                DimensionOperator.Less => Of(a < b ? 1 : 0),
                DimensionOperator.LessOrEqual => Of(a <= b ? 1 : 0),
                DimensionOperator.Equal => Of(a == b ? 1 : 0),
                DimensionOperator.NotEqual => Of(a != b ? 1 : 0),
                DimensionOperator.And => Of(a != 0 && b != 0 ? 1 : 0),
                _ => Of(a != 0 || b != 0 ? 1 : 0),
            };
        }
        catch (OverflowException)
        {
            return Unknown("it is larger than a 64-bit integer");
        }
    }

    private static string Part(DimensionExpression part, int precedence) => part.Precedence < precedence ? $"({part})" : part.ToString();

    private static string Sign(DimensionOperator operation) => operation switch
    {
        DimensionOperator.Add => "+",
        DimensionOperator.Subtract => "-",
        DimensionOperator.Multiply => "*",
        DimensionOperator.Divide => "/",
        DimensionOperator.Remainder => "%",
        DimensionOperator.Less => "<",
        DimensionOperator.LessOrEqual => "<=",
        DimensionOperator.Equal => "==",
        DimensionOperator.NotEqual => "!=",
        DimensionOperator.And => "&&",
        _ => "||",
    };
}

internal enum DimensionOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Minimum,
    Maximum,
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    And,
    Or,
}
