using RankAttributes.Codes;
using RankAttributes.Tracking;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>What TensorBoard reads from the files.</summary>
public sealed class TensorBoardSinkTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Curves_have_the_values_and_steps_of_the_snapshots()
    {
        var events = Written(Snapshots.At(10), Snapshots.At(20));

        (string Tag, double Value)[] expected =
        [
            ("accuracy/test", 0.5), ("accuracy/train", 0.75),
            ("activation_rank/fc1.weight/entropy", 32.5), ("activation_rank/fc1.weight/numerical", 700), ("activation_rank/fc1.weight/stable", 2.25),
            ("data/input_norm", 28), ("data/margin", 1.5),
            ("gap/certificate", 1), ("gap/empirical", 0.25), ("gap/norm_based", 2.5),
            ("index/fc1.weight/best", 0.25),
            ("loss/penalty", 3), ("loss/test", 0.25), ("loss/train", 1.0 / 21),
            ("norm/fc1.weight/frobenius", 5), ("norm/fc1.weight/from_reference", 0.125), ("norm/fc1.weight/operator_bound", 12),
            ("norm/fc1.weight/schatten_power", 20), ("norm/fc1.weight/spectral", 4),
            ("predicted_samples/norm_based", 375_000),
            ("rank/fc1.weight/effective", 10), ("rank/fc1.weight/entropy", 7.5), ("rank/fc1.weight/numerical", 512), ("rank/fc1.weight/stable", 25.0 / 16),
            ("training/epoch", 20),
        ];
        var scalars = events.Events.Where(one => one.Step == 20).SelectMany(one => one.Summary.Value).Where(value => value.Histo is null);
        Assert.Equal(
            expected.Select(scalar => (scalar.Tag, (float)scalar.Value)), scalars.Select(value => (value.Tag, value.SimpleValue))
                .OrderBy(scalar => scalar.Tag, StringComparer.Ordinal));
        Assert.Equal([(10, 1f / 11), (20, 1f / 21)], events.Scalars("loss/train"));
        Assert.Equal("brain.Event:2", events.Events[0].FileVersion);
        Assert.All(events.Events.Skip(1), one => Assert.Equal(Snapshots.Time.ToUnixTimeSeconds() + one.Step, one.WallTime));
        Assert.False(events.IsTorn);
    }

    [Fact]
    public void Histograms_count_every_singular_value()
    {
        var values = Enumerable.Range(0, 500).Select(index => 3 * Math.Pow(0.97, index)).Append(0).ToList();
        var events = Written(
            Snapshots.At(
                1) with { Layers = [
                    Snapshots.Layer("fc1.weight") with { SingularValues = values }, Snapshots.Layer("fc2.weight") with { SingularValues = [] }] });

        var histogram = Assert.Single(events.Values, value => value.Histo is not null);
        Assert.Equal("singular_values/fc1.weight", histogram.Tag);
        Assert.Equal((501, 0, 3), (histogram.Histo.Num, histogram.Histo.Min, histogram.Histo.Max));
        Assert.Equal(values.Sum(), histogram.Histo.Sum, 1e-9);
        Assert.Equal(values.Sum(value => value * value), histogram.Histo.SumSquares, 1e-9);
        Assert.Equal(501, histogram.Histo.Bucket.Sum());
        Assert.Equal(histogram.Histo.Bucket.Count, histogram.Histo.BucketLimit.Count);
        for (var bucket = 1; bucket < histogram.Histo.Bucket.Count; bucket++)
        {
            var (from, to) = (histogram.Histo.BucketLimit[bucket - 1], histogram.Histo.BucketLimit[bucket]);
            Assert.Equal(values.Count(value => value >= from && value < to), histogram.Histo.Bucket[bucket]);
        }
    }

    [Fact]
    public void Numbers_beyond_32_bits_and_without_value_do_no_harm()
    {
        var events = Written(Snapshots.At(5_000_000_000) with
        {
            Progress = new TrainingProgress(5_000_000_000) { TrainLoss = double.NaN, TestLoss = double.PositiveInfinity },
            Bounds = [new BoundValue(BoundKind.GolowichRakhlinShamir, 1e300, null), new BoundValue(BoundKind.NormBased, 1e-300)],
            Layers =
            [
                new LayerSnapshot("nan.weight", 2, 2) { Problem = "it holds NaN" },
                new LayerSnapshot("large.weight", 2, 2) { SingularValues = [1e200, 1, double.PositiveInfinity, double.NaN] },
                new LayerSnapshot("zero.weight", 2, 2) { SingularValues = [0, 0] },
            ],
        });

        Assert.All(events.Events.Skip(1), one => Assert.Equal(int.MaxValue, one.Step));
        Assert.Equal(float.NaN, Assert.Single(events.Scalars("loss/train")).Value);
        Assert.Equal(float.PositiveInfinity, Assert.Single(events.Scalars("loss/test")).Value);
        Assert.Equal(float.MaxValue, Assert.Single(events.Scalars("gap/golowich_rakhlin_shamir")).Value);
        Assert.Equal(0, Assert.Single(events.Scalars("gap/norm_based")).Value);
        Assert.Equal(
            [("singular_values/large.weight", 2), ("singular_values/zero.weight", 2)], events.Values.Where(value => value.Histo is not null)
                .Select(value => (value.Tag, value.Histo.Bucket.Sum())));
    }

    [Fact]
    public void Names_stay_in_their_group_and_in_the_folder()
    {
        string[] names = ["../../escape", "/etc/passwd", "..\\..\\escape", "a\nb\0\u202Ec\ud800", new string('n', 5000), ""];
        var events = Written(Snapshots.At(1) with { Layers = [.. names.Select(name => Snapshots.Layer(name))] });

        var tags = events.Values.Select(value => value.Tag).Where(tag => tag.EndsWith("/effective", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["rank/.._.._escape/effective", "rank/_etc_passwd/effective", "rank/.._.._escape/effective", "rank/a b  c\ufffd/effective",
                $"rank/{new string('n', 200)}…/effective", "rank//effective"], tags);
        Assert.Single(Directory.EnumerateFileSystemEntries(place.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_certificate_is_text_with_its_bound()
    {
        using var sink = new TensorBoardSink(place.Folder);
        sink.Open();
        var code = new CodeCertificate { ErrorBound = 0.125, Bits = 3_000 };
        sink.Write(
            new Certification { Model = "Mlp", Confidence = 0.95, ErrorBound = 0.25, Gap = 0.125, Code = code, HeldOut = new HeldOutBound(100, 5, 0.95, 0.5) },
            [Snapshots.At(3), Snapshots.At(9)]);
        var events = Assert.Single(EventFile.In(place.Folder));

        Assert.Equal([(9, 0.25f)], events.Scalars("certificate/error_bound"));
        Assert.Equal([(9, 0.125f)], events.Scalars("certificate/code_error_bound"));
        Assert.Equal([(9, 3_000f)], events.Scalars("certificate/code_bits"));
        Assert.Equal([(9, 0.5f)], events.Scalars("certificate/held_out_error_bound"));
        Assert.Contains(
            "misclassifies new data with probability at most 0.25",
                Assert.Single(events.Values, value => value.Tag == "certificate/text_summary").Tensor.StringVal[0].ToStringUtf8(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_folder_cannot_take_is_written_when_it_can_at_the_latest_at_the_end(bool isWritten)
    {
        var folder = Path.Combine(place.Folder, "run");
        File.WriteAllText(folder, "");
        var sink = new TensorBoardSink(folder);
        var refused = Assert.Throws<IOException>(sink.Open).Message;
        Assert.Contains(folder, refused, StringComparison.Ordinal);
        Assert.Equal(refused, Assert.Throws<IOException>(() => sink.Write(Snapshots.At(1))).Message);
        Assert.Throws<IOException>(() => sink.Write(Snapshots.At(2)));
        File.Delete(folder);
        if (isWritten) sink.Write(Snapshots.At(3));
        sink.Dispose();
        sink.Dispose();

        Assert.Equal(isWritten ? [1L, 2, 3] : [1, 2], Assert.Single(EventFile.In(folder)).Scalars("loss/train").Select(point => point.Step));
        Assert.Throws<ObjectDisposedException>(() => sink.Write(Snapshots.At(4)));
        Assert.Throws<ArgumentException>(() => new TensorBoardSink(""));
    }

    [Fact]
    public void Closing_says_what_is_missing()
    {
        var folder = Path.Combine(place.Folder, "run");
        File.WriteAllText(folder, "");
        var sink = new TensorBoardSink(folder);
        Assert.Throws<IOException>(() => sink.Write(Snapshots.At(1)));
        Assert.Contains("Snapshots that are missing: 1.", Assert.Throws<IOException>(sink.Dispose).Message, StringComparison.Ordinal);
    }

    private EventFile Written(params BoundSnapshot[] snapshots)
    {
        using var sink = new TensorBoardSink(place.Folder);
        Assert.Empty(sink.Open());
        foreach (var snapshot in snapshots) sink.Write(snapshot);
        return Assert.Single(EventFile.In(place.Folder));
    }
}
