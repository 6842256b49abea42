using RankAttributes.Bounds;
using RankAttributes.Codes;
using RankAttributes.Tracking.Certificates;
using RankAttributes.Tracking.Network;
using RankAttributes.Tracking.Samples;
using RankAttributes.Tracking.Sinks;
using RankAttributes.Tracking.Spectra;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tracking;

/// <summary>
/// Follows the spectra of a model's weights, the ranks of its activations and what the bounds say of both while it is trained, and hands
/// each snapshot to its sinks.
/// </summary>
/// <remarks>
/// Works on any <see cref="nn.Module"/>; one that is <see cref="IRankRegularized"/> brings its indices, budgets and training data. Shapes and weights are
/// read from the live model each time, so layers may be moved, replaced and factorized between snapshots. Nothing that goes wrong while
/// tracking is thrown into the training loop: it is noted in the snapshot or told to <see cref="TrackingOptions.OnProblem"/>. Not to be used
/// from two threads at once.
/// </remarks>
public sealed class BoundTracker : IDisposable
{
    private readonly nn.Module model;
    private readonly TrackingOptions options;
    private readonly string name;
    private readonly SinkSet sinks;
    private readonly List<BoundSnapshot> history = [];
    private readonly ReferenceWeights? reference;
    private readonly SpectralNormTracker spectralNorms;
    private readonly HashSet<string> told = new(StringComparer.Ordinal);
    private SampleMeasurement? measurement;
    private Func<Tensor, Tensor>? forward;
    private bool isMeasuredSinceSnapshot;
    private long? measuredAt;
    private bool hasMeasuredWeights;
    private bool isDisposed;

    /// <summary>Starts to follow a model.</summary>
    /// <param name="model">The model, annotated or not.</param>
    /// <param name="options">Inputs of the bounds apart from the weights; <see langword="null"/> for the source's declarations.</param>
    /// <param name="sinks">Where snapshots go. The tracker disposes them.</param>
    public BoundTracker(nn.Module model, TrackingOptions? options = null, params ISnapshotSink[] sinks)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sinks);
        this.model = model;
        this.options = (options ?? new TrackingOptions()).WithDeclared(model);
        name = this.options.Name ?? model.GetType().Name;
        reference = this.options.Reference is { } source ? new ReferenceWeights(source) : null;
        spectralNorms = new SpectralNormTracker(model, this.options.SpectralNormInterval);
        this.sinks = new SinkSet([.. sinks.Where(sink => sink is not null)], Tell);
        if (sinks.Any(sink => sink is null)) Tell("A sink is null and is left out.");
        foreach (var earlier in this.sinks.Open()) Remember(earlier);
    }

    /// <summary>The run so far in the order of its steps, with what the sinks found of earlier runs that it continues.</summary>
    public IReadOnlyList<BoundSnapshot> History => history;

    private Claims Claims => new(model, forward, name, Tell);

    /// <summary>
    /// Runs the model over samples, in evaluation mode and without gradients, and keeps what bounds need: margins, the norms of the
    /// activations that enter each layer, the operations between layers, and with <paramref name="activationRanks"/> their bottleneck ranks.
    /// </summary>
    /// <remarks>
    /// Layers are seen by hooks, which are gone when this returns. They fire where the model calls <c>layer.call(x)</c>, as
    /// <c>Sequential</c> does, and not at <c>layer.forward(x)</c>. Where some do not fire, the layers are called in the order in which they
    /// are registered, with one activation, poolings and reshapes between them, if that gives the model's own outputs on every batch; else
    /// those that were not seen are among the obstacles.
    /// </remarks>
    /// <param name="batches">
    /// Batches of inputs (batch × …) and of integer labels (batch). Disposed by their owner. All of the training set for a certificate; a few
    /// thousand samples for curves.
    /// </param>
    /// <param name="activationRanks">Whether to accumulate the Gram matrix of what enters each layer: width² numbers a layer, however many the samples.</param>
    /// <param name="forward">How the model computes logits (batch × classes); by default <c>model.call(inputs)</c>.</param>
    /// <returns>The measurement, or <see langword="null"/> where it failed; the reason is reported to <see cref="TrackingOptions.OnProblem"/>.</returns>
    public SampleMeasurement? Measure(IEnumerable<(Tensor Inputs, Tensor Labels)> batches, bool activationRanks = false, Func<Tensor, Tensor>? forward = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        this.forward = forward;
        return TakeMeasurement(() =>
        {
            using var pass = new SamplePass(model, activationRanks, options.MarginCost);
            return pass.Measure(batches, forward);
        });
    }

    /// <summary>Takes up what several processes measured, each on its share of the samples; the result is that of all samples.</summary>
    /// <param name="shares">The shares of all processes, measured with the weights that the model has.</param>
    /// <returns>The measurement, or <see langword="null"/> where the shares do not belong together; the reason is reported to
    /// <see cref="TrackingOptions.OnProblem"/>.</returns>
    public SampleMeasurement? MergeShares(IReadOnlyList<SampleShare> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return TakeMeasurement(() => MeasurementMerge.Merge([.. shares.Select(share => share.Measurement)], options.MarginCost));
    }

    /// <summary>Measures the weights now, computes the bounds, and hands the snapshot to the sinks.</summary>
    /// <param name="progress">The progress of training.</param>
    public BoundSnapshot Snapshot(TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (isMeasuredSinceSnapshot) (measuredAt, isMeasuredSinceSnapshot) = (progress.Step, false);
        var snapshot =
            new BoundSnapshot
            {
                Model = name, ModelType = TypeName(), Time = DateTimeOffset.UtcNow, Progress = progress, MeasuredAt = measurement is null ? null : measuredAt,
            };
        try
        {
            snapshot = Measured(snapshot);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            snapshot = snapshot with { Notes = [$"the weights could not be measured: {NativeMessage.Of(exception)}"] };
            Tell($"The weights of {name} could not be measured: {NativeMessage.Of(exception)}");
        }

        Remember(snapshot);
        hasMeasuredWeights = true;
        sinks.Write(snapshot, history);
        return snapshot;
    }

    /// <summary>
    /// A partial snapshot that may be taken at every step: the spectral norms alone, by power iterations that continue where the last call
    /// stopped. Each is a lower estimate, and at most <see cref="TrackingOptions.SpectralNormInterval"/> calls old.
    /// </summary>
    public IReadOnlyList<SpectralNormEstimate> EstimateSpectralNorms()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        try
        {
            return spectralNorms.Next();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Tell($"The spectral norms of {name} could not be followed: {NativeMessage.Of(exception)}");
            return [];
        }
    }

    /// <inheritdoc cref="EstimateSpectralNorms"/>
    [Obsolete("Renamed to EstimateSpectralNorms, because each call takes a step of power iteration.")]
    public IReadOnlyList<SpectralNormEstimate> SpectralNorms() => EstimateSpectralNorms();

    /// <summary>
    /// A guarantee for the model as it is now, on the samples last measured. It goes to the sinks too. Weights that changed since are an
    /// obstacle: measure again.
    /// </summary>
    /// <param name="confidence">1 − δ in (0, 1).</param>
    /// <param name="heldOut">Samples that were used for nothing else, not even to choose a model. Their bound is reported as well, under its own name.</param>
    public Certification Certify(double confidence = 0.95, IEnumerable<(Tensor Inputs, Tensor Labels)>? heldOut = null)
    {
        if (!(confidence is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence must lie in (0, 1).");
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return Certified(new Certification(), confidence, heldOut);
    }

    /// <summary>
    /// Decodes a description into the model, measures it on the training samples, and reports what its description and,
    /// separately, its norms guarantee. The result also goes to the sinks. Afterwards the model has the decoded weights.
    /// </summary>
    /// <param name="description">The description of the network.</param>
    /// <param name="samples">All N training samples with their classes, in batches; they are read twice.</param>
    /// <param name="options">The options with which the description was made; their δ is that of both certificates.</param>
    /// <param name="heldOut">Samples that were used for nothing else, not even to choose a model. Their bound is reported as well, under its own name.</param>
    /// <param name="cancellation">Ends the counting.</param>
    public Certification Certify(
        NetworkDescription description, IEnumerable<(Tensor Inputs, Tensor Labels)> samples, CodeOptions options,
        IEnumerable<(Tensor Inputs, Tensor Labels)>? heldOut = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var claims = Claims.OfCode(description, samples, options, heldOut, cancellation);
        Measure(samples, forward: forward);
        return Certified(claims, 1 - options.Delta, heldOut);
    }

    /// <summary>Ends the run: reports weights that end above their rank budget to <see cref="TrackingOptions.OnProblem"/>, and closes the sinks.</summary>
    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        if (hasMeasuredWeights && BudgetText.OverBudget(history[^1]) is { } problem) Tell(problem);
        sinks.Dispose();
        spectralNorms.Dispose();
        reference?.Dispose();
    }

    private Certification Certified(Certification claims, double confidence, IEnumerable<(Tensor Inputs, Tensor Labels)>? heldOut)
    {
        var certification = Claims.Beside(
            claims, () => new Certifier(Network(), measurement, options, name, confidence).Certify(IsCurrent()), confidence, heldOut);
        sinks.Write(certification, history);
        return certification;
    }

    private SampleMeasurement? TakeMeasurement(Func<SampleMeasurement> measure)
    {
        try
        {
            (measurement, isMeasuredSinceSnapshot) = (measure(), true);
            if (measurement.MarginProblem is { } reason) Tell($"The margins of {name} could not be measured: {reason}.");
            return measurement;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Tell($"{name} could not be measured on samples: {NativeMessage.Of(exception)}");
            return null;
        }
    }

    private string? TypeName()
    {
        var type = model.GetType();
        return (type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type).FullName;
    }

    private BoundSnapshot Measured(BoundSnapshot snapshot)
    {
        var network = Network();
        return snapshot with
        {
            Layers = [.. network.Layers.Select(layer => layer.ToSnapshot())],
            Samples = network.Samples,
            InputNorm = network.InputNorm,
            Margin = network.Margin,
            Bounds = network.Bounds(
                options.InputNorm is { } inputNorm ? new CertificateOptions { InputNorm = inputNorm, Allocation = options.Allocation } : null),
            Compression = RankCuts.Of(network.Layers, measurement),
            Notes = [.. NetworkNotes.Of(network, options, measurement)],
        };
    }

    private MeasuredNetwork Network()
    {
        using var scope = NewDisposeScope();
        var order = new NetworkOrder(LiveLayer.Of(model), measurement, options.ActivationLipschitz);
        IReadOnlyList<MeasuredLayer> layers = [
            .. order.Select(item => MeasuredLayer.Of(item.Layer, options.P, reference?[item.Layer.Name], item.Observed, item.Lipschitz))];
        IEnumerable<string> contradictions = measurement is not null && IsCurrent() ? ChainContradiction.In(layers, measurement) : [];
        return new MeasuredNetwork(
            layers,
            options.Samples ?? measurement?.Samples,
            options.InputNorm ?? measurement?.InputNorm,
            options.Margin ?? measurement?.Margin,
            [.. order.Obstacles, .. Unbounded.In(model), .. Beyond(), .. contradictions]);
    }

    /// <summary>Whether the weights are those that the samples were measured with.</summary>
    private bool IsCurrent() => measurement is not null && measurement.Weights.Equals(WeightFingerprint.Of(model));

    private IEnumerable<string> Beyond()
    {
        if (measurement?.InputNorm > options.InputNorm)
            yield return FormattableString.Invariant(
                $"an input of norm {measurement.InputNorm:0.###} was measured, beyond the declared InputNorm {options.InputNorm:0.###}");
    }

    /// <summary>A snapshot takes the place of those of its step and later: a run that continues from a checkpoint repeats steps.</summary>
    private void Remember(BoundSnapshot snapshot)
    {
        history.RemoveAll(earlier => earlier.Progress.Step >= snapshot.Progress.Step);

        // Only the newest keeps whole spectra: a long run of a large model would fill the memory with them.
        if (history.Count > 0 && history[^1].Layers.Any(layer => layer.SingularValues.Count > 0))
            history[^1] = history[^1] with { Layers = [.. history[^1].Layers.Select(layer => layer with { SingularValues = [] })] };
        history.Add(snapshot);
    }

    private void Tell(string problem)
    {
        if (!told.Add(problem)) return;
        try
        {
            options.OnProblem(problem);
        }
        catch (Exception exception)
        {
            // A failing OnProblem must not stop training.
            Console.Error.WriteLine($"RankAttributes: {problem} (OnProblem failed: {NativeMessage.Of(exception)})");
        }
    }
}
