using System.Text.Json;
using RankAttributes.Bounds.Codes;
using RankAttributes.Codes;
using RankAttributes.Tests.Codes;
using RankAttributes.Tracking;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Tracking;

/// <summary>The certificate of a description and that of the norms stand side by side, and held-out samples beside both.</summary>
public sealed class TwoCertificatesTests
{
    private static readonly CodeOptions Options = new() { InputShape = [6], HasScales = false, Delta = 0.1 };

    [Fact]
    public void Each_statement_has_its_own_name_and_is_the_one_that_is_made_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Perceptron();
        var (samples, unseen) = (Blobs.Of(3_000), Blobs.Of(1_000, seed: 5));
        var encoded = EncodedModel.Of(model, Options);
        var collected = new Collected();
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 9 }, collected);
        tracker.Measure(samples);

        var certification = tracker.Certify(encoded, samples, Options, unseen);

        Assert.Same(certification, collected.Certification);
        using var other = new Perceptron();
        Assert.Equal(other.Certify(encoded, samples, Options, unseen).ToJson(), certification.Code!.ToJson());
        Assert.Equal(0.9, certification.Confidence);

        // Norms too are those of the decoded network, not of the one that was trained and measured before.
        Assert.Equal(3_000, certification.Samples);
        Assert.Empty(certification.Obstacles);
        Assert.Equal(certification.Code.Errors - certification.Code.Ties, (int)Math.Round(certification.TrainError!.Value * 3_000));
        Assert.Same(certification.Code.HeldOut, certification.HeldOut);

        Assert.Equal(
            [$"By its description: {certification.Code.Sentence}", $"By held-out samples: "
                + $"{certification.HeldOut!.Sentence}", $"By its norms: {certification.Sentence}"],
            certification.Statements);
        Assert.Equal(string.Join('\n', certification.Statements), certification.ToString());
        using var json = JsonDocument.Parse(certification.ToJson());
        Assert.Equal(certification.Code.ErrorBound, json.RootElement.GetProperty("code").GetProperty("errorBound").GetDouble());
        Assert.Equal("integers", json.RootElement.GetProperty("code").GetProperty("method").GetString());
        Assert.Equal(certification.HeldOut.ErrorBound, json.RootElement.GetProperty("heldOut").GetProperty("errorBound").GetDouble());
    }

    [Fact]
    public void Held_out_samples_stand_beside_the_norms_alone_too_and_leave_the_mode_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("a", Linear(6, 8)), ("drop", Dropout(0.5)), ("b", Linear(8, 3)));
        using var tracker = new BoundTracker(model);
        var unseen = Blobs.Of(700, seed: 3);
        var expected = tracker.Measure(unseen)!.Accuracy!.Value;
        tracker.Measure(Blobs.Of(100));

        var certification = tracker.Certify(0.9, unseen);

        Assert.True(model.training);
        Assert.Equal((long)Math.Round((1 - expected) * 700), certification.HeldOut!.Errors);
        Assert.Equal(CodeBound.HeldOut(certification.HeldOut.Errors, 700, 0.1), certification.HeldOut.ErrorBound, 1e-12);
        Assert.Null(certification.Code);
        Assert.Equal(2, certification.Statements.Count);
        Assert.Matches("^By held-out samples: The model made [0-9,]+ errors on 700 held-out samples[.]", certification.ToString());
        Assert.Equal(tracker.Certify(0.9).Sentence, tracker.Certify(0.9).ToString());
    }

    [Fact]
    public void What_the_code_does_not_reach_is_named_and_the_rest_is_said_all_the_same()
    {
        using var scope = NewDisposeScope();
        using var model = new Wrapped(Dropout(0.5));
        using var tracker = new BoundTracker(model, new TrackingOptions { Name = "run" });
        var encoded = EncodedModel.Of(model, Options);

        var refused = tracker.Certify(encoded, Blobs.Of(50), Options, Blobs.Of(60));

        Assert.Null(refused.Code);
        Assert.Equal(["the dropout 'inner' is on: call model.eval()"], refused.CodeObstacles);
        Assert.Equal(60, refused.HeldOut!.Samples);
        Assert.StartsWith("By its description: Nothing is certified for run: the dropout", refused.Statements[0], StringComparison.Ordinal);

        model.eval();
        Assert.Contains(
            "outside of the 3 classes",
            Assert.Single(tracker.Certify(encoded, [(randn(4, 6), full([4], 7, int64))], Options).CodeObstacles), StringComparison.Ordinal);
        using var more = new Wrapped(Linear(6, 6));
        using var another = new BoundTracker(more);
        Assert.Contains("'inner.weight' is not part", another.Certify(encoded, Blobs.Of(50), Options).CodeObstacles[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Held_out_samples_that_cannot_be_counted_are_told_and_nothing_stands_in_their_place()
    {
        using var scope = NewDisposeScope();
        using var model = Linear(6, 3);
        var told = new List<string>();
        using var tracker = new BoundTracker(model, new TrackingOptions { OnProblem = told.Add });
        Assert.Null(tracker.Certify(0.95, [(randn(4, 5), zeros(4, int64))]).HeldOut);
        Assert.Contains("held-out samples", Assert.Single(told), StringComparison.Ordinal);
    }

    private sealed class Collected : ISnapshotSink
    {
        public Certification? Certification { get; private set; }

        public void Write(BoundSnapshot snapshot, IReadOnlyList<BoundSnapshot> history)
        {
        }

        public void Write(Certification certification, IReadOnlyList<BoundSnapshot> history) => Certification = certification;

        public void Dispose()
        {
        }
    }
}
