using CsCheck;

namespace RankAttributes.Declarations.Tests;

/// <summary>Dimension expressions: exact, folded, and read back from what they print.</summary>
public class DimensionTests
{
    private static readonly Gen<DimensionExpression> Leaf = Gen.Int[0, 7].Select(index => index switch
    {
        0 => DimensionExpression.Symbol("hidden"),
        1 => DimensionExpression.Symbol("config.Width"),
        2 => DimensionExpression.Symbol("sizes[^1]"),
        3 => DimensionExpression.Symbol("sizes.Length"),
        _ => DimensionExpression.Of(index - 4),
    });

    private static readonly Gen<DimensionExpression> Expression = Tree(4);

    [Fact]
    public void What_is_written_reads_back_the_same()
        => Expression.Sample(expression => Assert.Equal(expression, DimensionText.Read(DimensionText.Write(expression))));

    [Fact]
    public void Folding_changes_no_value()
        => Gen.Select(Expression, Gen.Int[-9, 9], Gen.Int[-9, 9], Gen.Int[-9, 9], Gen.Int[-9, 9]).Sample((expression, a, b, c, d) =>
    {
        long Value(string symbol) => symbol switch { "hidden" => a, "config.Width" => b, "sizes[^1]" => c, _ => d };
        if (expression.UnknownReason is not null) return true;
        var substituted = expression.Substitute(symbol => DimensionExpression.Of(Value(symbol)));
        return Reference(expression, Value) == substituted.Value;
    });

    [Fact]
    public void The_reason_of_a_dimension_that_could_not_be_read_travels_with_it()
        => Assert.Equal("it is read at run time", DimensionText.Read(DimensionText.Write(DimensionExpression.Unknown("it is read at run time"))).UnknownReason);

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("1 2")]
    [InlineData("1 min")]
    [InlineData("99999999999999999999")]
    [InlineData("1 + 2")]
    [InlineData("a; DROP")]
    public void Rubbish_is_refused(string text) => Assert.Throws<FormatException>(() => DimensionText.Read(text));

    [Fact]
    public void A_hostile_dimension_is_refused()
        => Assert.Throws<FormatException>(
            () => DimensionText.Read(string.Join(' ', Enumerable.Repeat("$a", 20_000)) + string.Concat(Enumerable.Repeat(" +", 19_999))));

    [Fact]
    public void Products_beyond_the_range_and_division_by_zero_are_unknown()
    {
        Assert.NotNull(OperationDimension.Apply(DimensionOperator.Multiply, DimensionExpression.Of(long.MaxValue), DimensionExpression.Of(2)).UnknownReason);
        Assert.NotNull(OperationDimension.Apply(DimensionOperator.Divide, DimensionExpression.Of(3), DimensionExpression.Of(0)).UnknownReason);
    }

    private static string Tree(DimensionExpression expression) => expression is OperationDimension operation
        ? $"{operation.Operator}({Tree(operation.Left)}, {Tree(operation.Right)})"
        : expression.ToString();

    private static Gen<DimensionExpression> Tree(int depth) => depth == 0
        ? Leaf
        : Gen.Select(
            Gen.Int[0, 16], Tree(depth - 1), Tree(depth - 1), (kind, left, right) =>
                kind > 12 ? left : OperationDimension.Apply((DimensionOperator)kind, left, right));

    /// <summary>The value by plain arithmetic; <see langword="null"/> where it divides by zero and nothing else decides.</summary>
    private static long? Reference(DimensionExpression expression, Func<string, long> value)
    {
        if (expression is SymbolDimension symbol) return value(symbol.Path);
        if (expression is not OperationDimension operation) return expression.Value;
        var (left, right) = (Reference(operation.Left, value), Reference(operation.Right, value));
        if (operation.Operator == DimensionOperator.And && (left == 0 || right == 0)) return 0;
        if (operation.Operator == DimensionOperator.Or && (left is not null and not 0 || right is not null and not 0)) return 1;
        if (left is not { } x || right is not { } y) return null;
        return operation.Operator switch
        {
            DimensionOperator.Add => x + y,
            DimensionOperator.Subtract => x - y,
            DimensionOperator.Multiply => x * y,
            DimensionOperator.Divide => y == 0 ? null : x / y,
            DimensionOperator.Remainder => y == 0 ? null : x % y,
            DimensionOperator.Minimum => Math.Min(x, y),
            DimensionOperator.Maximum => Math.Max(x, y),
            DimensionOperator.Less => x < y ? 1 : 0,
            DimensionOperator.LessOrEqual => x <= y ? 1 : 0,
            DimensionOperator.Equal => x == y ? 1 : 0,
            DimensionOperator.NotEqual => x != y ? 1 : 0,
            DimensionOperator.And => x != 0 && y != 0 ? 1 : 0,
            _ => x != 0 || y != 0 ? 1 : 0,
        };
    }
}
