using Microsoft.Extensions.Logging.Testing;
using RankAttributes.Tracking;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>A tracker with all sinks, and the run that goes on from its files.</summary>
public sealed class TrackedRunTests : IDisposable
{
    private readonly Workplace place = new();
    private readonly FakeLogger logger = new();
    private readonly List<string> problems = [];

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_resumed_run_goes_on_in_every_place()
    {
        using var model = new TrackedMlp();
        Run(model, 0, 10, 20);
        Run(model, 20, 30);

        Assert.Empty(problems);
        Assert.Equal([0, 10, 20, 30], JsonLinesSink.Read(place.Log).Steps());
        var files = EventFile.In(place.Folder).ToList();
        Assert.Equal([[0, 10, 20], [20, 30]], files.Select(file => file.Scalars("rank/fc2.weight/effective").Select(point => point.Step)));
        Assert.Contains("singular_values/head.weight", files[1].Values.Select(value => value.Tag));
        Assert.Equal(5, logger.Collector.GetSnapshot().Count(record => record.Id.Name == "Snapshot"));
        Assert.Equal(2, logger.Collector.GetSnapshot().Count(record => record.Id.Name == "VacuousCertificate"));
    }

    [Fact]
    public void A_place_that_fails_is_told_once_and_the_others_go_on()
    {
        using var model = new TrackedMlp();
        using (var other = new JsonLinesSink(place.Log))
        {
            other.Open();
            Run(model, 0, 10, 20);
        }

        Assert.Equal(2, problems.Count);
        Assert.Contains("another tracker writes to it", problems[0], StringComparison.Ordinal);
        Assert.Contains("Snapshots that are lost: 3.", problems[1], StringComparison.Ordinal);
        Assert.Equal(3, logger.Collector.GetSnapshot().Count(record => record.Id.Name == "Snapshot"));
        Assert.Equal(3, Assert.Single(EventFile.In(place.Folder)).Scalars("loss/train").Count());
    }

    private void Run(TrackedMlp model, params long[] steps)
    {
        model.Truncate(1); // within its budget
        using var tracker = new BoundTracker(
            model, new TrackingOptions { OnProblem = problems.Add },
            new JsonLinesSink(place.Log), new TensorBoardSink(place.Folder), new MetricsSink(), new LoggerSink(logger));
        foreach (var step in steps) tracker.Snapshot(new TrainingProgress(step) { TrainLoss = 1 });
        tracker.Certify();
        Assert.Equal(steps[^1], tracker.History[^1].Progress.Step);
    }
}
