using RankAttributes.Differential.Comparison;

namespace RankAttributes.Differential;

/// <summary>The comparison itself: it finds each kind of fault, and nothing where there is none.</summary>
public class ComparerTests
{
    private static readonly LiveWeight[] Live = [
        new(["a.weight"], [5, 4]), new(["b.weight", "tied.weight"], [7, 5]), new(["lstm.weight_ih_l0"], [8, 3]), new(["up.weight"], [3, 16, 4, 4])];

    private static readonly ReadMatrix[] Right =
    [
        new("a", "Linear", 5, 4), new("b", "Linear", 7, 5), new("up", "ConvTranspose2d", 256, 3), .. Enumerable.Range(0, 4)
            .Select(gate => new ReadMatrix($"lstm.weight_ih_l0[{gate}]", "Lstm", 2, 3)),
    ];

    [Fact]
    public void A_right_reading_has_no_violation()
    {
        var (violations, exact) = Comparer.Compare(Read(Right), Live);
        Assert.Empty(violations);
        Assert.Equal(4, exact);
    }

    [Fact]
    public void Every_fault_of_a_reading_is_found()
    {
        Assert.Equal([ViolationKind.Missing], Kinds(Read(Right.Skip(1))));
        Assert.Equal([ViolationKind.Wrong], Kinds(Read([.. Right.Skip(1), new("a", "Linear", 4, 5)])));
        Assert.Equal([ViolationKind.Wrong], Kinds(Read(Right.SkipLast(1))));
        Assert.Equal([ViolationKind.Ghost], Kinds(Read([.. Right, new("c", "Linear", 4, 5)])));
        Assert.Equal([ViolationKind.Twice], Kinds(Read([.. Right, new("tied", "Linear", 7, 5)])));
        Assert.Equal([ViolationKind.Twice], Kinds(Read([.. Right, new("a", "Linear", 5, 4)])));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("", true)]
    [InlineData("?", true)]
    [InlineData("a{i}", true)]
    [InlineData("b{i}", false)]
    [InlineData("b", false)]
    [InlineData("a.x", false)]
    public void A_weight_may_fall_under_an_unknown(string name, bool covers)
        => Assert.Equal(covers ? [] : [ViolationKind.Missing], Kinds(Read(Right.Skip(1)) with { Unknown = [new ReadUnknown(name, "a reason")] }));

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void A_weight_may_be_one_of_several(int outputs, bool isOne)
        => Assert.Equal(
            isOne ? []
                : [ViolationKind.Wrong],
                    Kinds(Read(Right.Skip(1)) with { Possible = [new ReadMatrix("a", "Linear", 9, 9), new ReadMatrix("a", "Linear", outputs, 4)] }));

    [Fact]
    public void Editor_hover_and_report_must_say_the_same()
    {
        var known = new ReportedNetwork([], [], [], 1234.2, false);
        var lower = known with { IsLowerEstimate = true };
        const string Hover = "/// Net needs about 1,234 samples by the paper's estimate; the dataset has 1.";
        Assert.Empty(Views.Compare(known, known, [], ["'Net' needs about 1,234 samples"], Hover));
        Assert.Empty(Views.Compare(lower, lower, [], ["'Net' needs at least 1,234 samples"], "/// Net needs at least 1,234 samples by the paper's estimate"));
        Assert.NotEmpty(Views.Compare(known, known, [], [], Hover));
        Assert.NotEmpty(Views.Compare(known, known, [], ["'Net' needs about 1,334 samples"], Hover));
        Assert.NotEmpty(Views.Compare(lower, lower, [], ["'Net' needs about 1,234 samples"], ""));
        Assert.NotEmpty(Views.Compare(lower, known, [], ["'Net' needs about 1,234 samples"], Hover));
        string[] both = ["'Net' needs about 1,234 samples", "'Net' needs about 1,334 samples"];
        Assert.Empty(Views.Compare(known, known, [known with { Samples = 1334 }], both, Hover));
    }

    private static ReportedNetwork Read(IEnumerable<ReadMatrix> certain) => new([.. certain], [], [], null, false);

    private static IEnumerable<ViolationKind> Kinds(ReportedNetwork read) => Comparer.Compare(read, Live).Violations.Select(violation => violation.Kind);
}
