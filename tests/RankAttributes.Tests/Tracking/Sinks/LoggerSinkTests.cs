using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using RankAttributes.Codes;
using RankAttributes.Tracking;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>What a log says of a run.</summary>
public class LoggerSinkTests
{
    private readonly FakeLogger logger = new();

    private IReadOnlyList<FakeLogRecord> Records => logger.Collector.GetSnapshot();

    [Fact]
    public void A_snapshot_is_one_line_with_its_values_by_name()
    {
        using var sink = new LoggerSink(logger);
        sink.Write(Snapshots.At(20, layers: 10) with { Notes = [] });

        var record = Assert.Single(Records);
        Assert.Equal((LogLevel.Information, "Snapshot"), (record.Level, record.Id.Name));
        Assert.Equal(
            "Mlp, step 20, epoch 20: train loss 0.04762, accuracy 0.75 train 0.5 test, gap 0.25 measured 2.5 norm-based (3.75E+05 samples) 1 certified, "
                + "margin 1.5, effective ranks: "
            + "fc1.weight 10, fc2.weight 10, fc3.weight 10, fc4.weight 10, fc5.weight 10, fc6.weight 10, fc7.weight 10, fc8.weight 10 and 2 more",
            record.Message);
        Assert.Equal(
            ("20", "0.75", "375000"),
                (record.GetStructuredStateValue("Step"), record.GetStructuredStateValue("TrainAccuracy"), record.GetStructuredStateValue("PredictedSamples")));
    }

    [Fact]
    public void A_note_is_warned_of_once()
    {
        using var sink = new LoggerSink(logger);
        sink.Write(Snapshots.At(1) with { Notes = ["a", "b"] });
        sink.Write(Snapshots.At(2) with { Notes = ["b"] });
        sink.Write(Snapshots.At(3) with { Notes = ["b", "a", "c"] });

        var warnings = Records.Where(record => record.Level == LogLevel.Warning).Select(record => record.Message);
        Assert.Equal(["Mlp, step 1: a", "Mlp, step 1: b", "Mlp, step 3: c"], warnings);
        Assert.Equal(3, Records.Count(record => record.Level == LogLevel.Information));
    }

    [Fact]
    public void Notes_do_not_flood_a_log()
    {
        using var sink = new LoggerSink(logger);
        for (var step = 0; step < 1000; step++) sink.Write(Snapshots.At(step) with { Notes = [$"{step} samples{new string('!', 10_000)}"] });
        var warnings = Records.Where(record => record.Level == LogLevel.Warning).ToList();
        Assert.Equal(LoggerSink.MaxNotes, warnings.Count);
        Assert.All(warnings, warning => Assert.InRange(warning.Message.Length, 1000, 1100));
    }

    [Fact]
    public void A_certificate_is_information_and_a_warning_where_it_promises_nothing()
    {
        using var sink = new LoggerSink(logger);
        var certificate = new Certification { Model = "Mlp", Confidence = 0.95, ErrorBound = 0.25, Gap = 0.125 };
        sink.Write(certificate, []);
        sink.Write(certificate with { ErrorBound = 1 }, []);
        sink.Write(certificate with { ErrorBound = null, Obstacles = ["a layer has no bound"] }, []);

        Assert.Equal([(LogLevel.Information, 3), (LogLevel.Warning, 4), (LogLevel.Warning, 4)], Records.Select(record => (record.Level, record.Id.Id)));
        Assert.Equal("0.25", Records[0].GetStructuredStateValue("ErrorBound"));
        Assert.Contains("with probability at most 0.25", Records[0].Message, StringComparison.Ordinal);
        Assert.Contains("a layer has no bound", Records[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Norms_that_promise_nothing_are_no_warning_where_the_description_promises_something()
    {
        using var sink = new LoggerSink(logger);
        var vacuous = new Certification { Model = "Mlp", Confidence = 0.95, ErrorBound = 1 };
        sink.Write(vacuous with { Code = new CodeCertificate { Model = "Mlp", ErrorBound = 0.25 }, HeldOut = new HeldOutBound(100, 5, 0.95, 0.125) }, []);
        sink.Write(vacuous with { Code = new CodeCertificate { Model = "Mlp", ErrorBound = 0.95, IsVacuous = true } }, []);
        sink.Write(vacuous with { CodeObstacles = ["the dropout 'd' is on"] }, []);

        Assert.Equal([3, 5, 4, 4, 4, 4, 4], Records.Select(record => record.Id.Id));
        Assert.Equal([2], Records.Select((record, index) => (record, index)).Where(entry => entry.record is { Level: LogLevel.Information, Id.Id: 4 })
            .Select(entry => entry.index));
        Assert.Equal(["0.25", "0.125", "1", "0.95", "1", null, "1"], Records.Select(record => record.GetStructuredStateValue("ErrorBound")));
        Assert.Contains("the dropout 'd' is on", Records[5].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_or_note_makes_a_line_of_its_own()
    {
        using var sink = new LoggerSink(logger);
        const string Forged = "x\r\ninfo: all is well\u2028\u0085\u001b[2J";
        sink.Write(Snapshots.At(1) with { Model = Forged, Notes = [Forged], Layers = [Snapshots.Layer(Forged)] });
        sink.Write(new Certification { Model = Forged, Obstacles = [Forged] }, []);

        Assert.Equal(3, Records.Count);
        Assert.All(Records, record => Assert.DoesNotContain(record.Message, character => char.IsControl(character) || character is '\u2028'));
        Assert.All(Records, record => Assert.Contains("info: all is well", record.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_information_is_off_only_warnings_are_logged()
    {
        logger.ControlLevel(LogLevel.Information, enabled: false);
        using var sink = new LoggerSink(logger);
        sink.Write(Snapshots.At(1));
        Assert.Equal(LogLevel.Warning, Assert.Single(Records).Level);
    }
}
