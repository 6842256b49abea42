using CsCheck;
using RankAttributes.Bounds.Codes;

namespace RankAttributes.Bounds.Tests.Codes;

public class CodeLengthTests
{
    private static readonly Gen<int[]> Tensor = Gen.Int[0, 12].SelectMany(spread => Gen.Int[-spread, spread].Array[0, 300]);

    [Fact]
    public void Every_list_of_tensors_is_read_back_from_a_file_at_most_two_bits_longer_than_its_length()
        => Tensor.Array[1, 5].Sample(tensors =>
        {
            var code = IntegerCode.Encode(tensors, out var bits);

            Assert.Equal(tensors, IntegerCode.Decode(code, 0, [.. tensors.Select(tensor => tensor.Length)]));
            Assert.InRange(bits, tensors.Sum(tensor => IntegerCode.Length(tensor)) - 1e-3, tensors.Sum(tensor => IntegerCode.Length(tensor)) + 2.001);
            Assert.Equal((bits + 7) / 8, code.Length);
        });

    [Fact]
    public void The_length_is_what_the_adaptive_estimator_pays_flag_by_flag()
        => Gen.Bool.Array[0, 200].Sample(flags =>
        {
            double bits = 0, zeros = 0, ones = 0;
            foreach (var flag in flags)
            {
                bits -= Math.Log2(((flag ? ones : zeros) + 0.5) / (zeros + ones + 1));
                if (flag) ones++;
                else zeros++;
            }

            Assert.Equal(bits, KrichevskyTrofimov.Length((long)zeros, (long)ones), 1e-9);
        });

    [Fact]
    public void All_sequences_of_a_length_have_probability_one_together()
    {
        for (var n = 0; n <= 40; n++)
        {
            var total = Enumerable.Range(0, n + 1).Sum(ones => Choose(n, ones) * Math.Pow(2, -KrichevskyTrofimov.Length(n - ones, ones)));
            Assert.Equal(1, total, 1e-12);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 5)]
    [InlineData(1023, 19)]
    [InlineData(1024, 21)]
    public void Elias_gamma_is_as_long_as_it_should_be(long number, int bits) => Assert.Equal(bits, EliasGamma.Length(number));

    [Fact]
    public void Integers_have_codewords_of_different_natural_numbers_and_the_kraft_sum_is_at_most_one()
    {
        var naturals = Enumerable.Range(-500, 1001).Select(j => EliasGamma.Natural(j)).ToList();
        Assert.Equal(Enumerable.Range(1, 1001).Select(n => (long)n), naturals.Order());
        Assert.All(Enumerable.Range(-500, 1001), j => Assert.Equal(j, EliasGamma.Integer(EliasGamma.Natural(j))));
        Assert.True(Enumerable.Range(1, 100_000).Sum(n => Math.Pow(2, -EliasGamma.Length(n))) <= 1);
    }

    [Fact]
    public void Replacing_an_integer_in_the_counts_is_counting_again()
        => Gen.Select(Tensor.Where(tensor => tensor.Length > 0), Gen.Int[-15, 15]).Sample((tensor, other) =>
        {
            var counts = SymbolCounts.Of(tensor);
            counts.Replace(tensor[0], other);
            tensor[0] = other;
            Assert.Equal(IntegerCode.Length(tensor), counts.Length, 1e-9);
        });

    [Fact]
    public void A_file_cut_short_is_an_error()
    {
        var tensor = Enumerable.Range(0, 400).Select(i => (i * 7 % 9) - 4).ToArray();
        var code = IntegerCode.Encode([tensor], out _);
        Assert.Contains(
            "ends within", Assert.Throws<FormatException>(() => IntegerCode.Decode(code[..^12], 0, [tensor.Length])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_are_counted_up_to_equal_units()
    {
        Close.To(Math.Log2(24), UnitOrder.Bits([[1], [2], [3], [4]]));
        Close.To(Math.Log2(24.0 / 6), UnitOrder.Bits([[1, 0], [2, 0], [1, 0], [1, 0]]));
        Assert.Equal(0, UnitOrder.Bits([]));
    }

    private static double Choose(int n, int k) => Enumerable.Range(1, k).Aggregate(1.0, (product, i) => product * (n - k + i) / i);
}
