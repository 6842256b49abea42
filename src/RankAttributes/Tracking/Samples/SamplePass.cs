using RankAttributes.Tracking.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tracking.Samples;

/// <summary>Passes samples through a model in evaluation mode, watching its layers and its outputs.</summary>
internal sealed class SamplePass : IDisposable
{
    private readonly nn.Module model;
    private readonly IReadOnlyList<LiveLayer> layers;
    private readonly bool activationRanks;
    private readonly double marginCost;
    private readonly List<LayerProbe> probes = [];
    private readonly ChainWatch watch = new();
    private readonly MarginCollector margins = new();
    private long samples;
    private int batch;
    private double inputNorm;
    private bool isWatching = true;
    private ChainReplay? replay;

    public SamplePass(nn.Module model, bool activationRanks, double marginCost)
    {
        this.model = model;
        this.marginCost = marginCost;
        this.activationRanks = activationRanks;
        layers = LiveLayer.Of(model);
        PlaceProbes();
    }

    /// <summary>Measures; the model is in the modes it was in when this returns, whatever happens.</summary>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public SampleMeasurement Measure(IEnumerable<(Tensor Inputs, Tensor Labels)> batches, Func<Tensor, Tensor>? forward)
    {
        var measured = MeasurePart(batches, forward);
        return measured.Samples > 0 ? measured : throw new ArgumentException("There are no samples to measure.");
    }

    /// <summary>Measures a part of the samples, which may be none of them.</summary>
    public SampleMeasurement MeasurePart(IEnumerable<(Tensor Inputs, Tensor Labels)> batches, Func<Tensor, Tensor>? forward)
    {
        var modes = model.named_modules().Select(item => item.module).Prepend(model).Select(module => (module, module.training)).ToList();
        forward ??= model is nn.Module<Tensor, Tensor> simple
            ? simple.call
            : throw new ArgumentException(
                $"{model.GetType().Name} does not map one tensor to one; say how it computes logits: Measure(batches, forward: x => …).");
        try
        {
            model.eval();
            using var gradientFree = no_grad();
            foreach (var (inputs, labels) in batches) Checked(inputs, labels, forward);
        }
        finally
        {
            // From the outside in: a mode that is set goes to everything below.
            foreach (var (module, training) in modes) module.train(training);
        }

        return Result();
    }

    public void Dispose()
    {
        foreach (var probe in probes) probe.Dispose();
        watch.Dispose();
    }

    private void Checked(Tensor inputs, Tensor labels, Func<Tensor, Tensor> forward)
    {
        batch++;
        if (inputs is null || labels is null) throw new ArgumentException($"Batch {batch} has no {(inputs is null ? "inputs" : "labels")}.");
        if (inputs.dim() == 0 || inputs.shape[0] == 0)
            throw new ArgumentException($"Batch {batch} is empty: its inputs have the shape {MarginCollector.Shape(inputs)}.");
        if (labels.dim() == 0 || labels.shape[0] != inputs.shape[0])
            throw new ArgumentException(
                $"The labels of batch {batch} have the shape {MarginCollector.Shape(labels)}; one label for each of {inputs.shape[0]} inputs is needed.");
        try
        {
            Pass(inputs, labels, forward);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ArgumentException { InnerException: null }))
        {
            throw new InvalidOperationException(
                $"batch {batch} (inputs {MarginCollector.Shape(inputs)}, labels {MarginCollector.Shape(labels)}): {NativeMessage.Of(exception)}", exception);
        }
    }

    private void Pass(Tensor inputs, Tensor labels, Func<Tensor, Tensor> forward)
    {
        using var scope = NewDisposeScope();
        var norm = inputs.flatten(1).to_type(ScalarType.Float64).norm(1).max().item<double>();
        if (!double.IsFinite(norm)) throw new ArgumentException($"Batch {batch}: an input holds NaN or infinity.");
        (samples, inputNorm) = (samples + inputs.shape[0], Math.Max(inputNorm, norm));
        foreach (var probe in probes) probe.Restart();
        watch.Begin(inputs);
        isWatching = replay is null;
        var outputs = forward(inputs);
        if (batch == 1 && probes.Exists(probe => probe.Calls == 0)) FindReplay(inputs, outputs);
        var watched = replay is null ? outputs : Replayed(inputs, outputs);
        watch.End(watched);
        foreach (var probe in probes.Where(probe => probe.Calls > 1)) watch.Add($"'{probe.Name}' is used {probe.Calls} times in one pass");
        margins.Add(outputs, labels, batch);
    }

    /// <summary>One that calls <c>forward</c> fires no hooks; where its layers alone give its outputs, they are called instead.</summary>
    private void FindReplay(Tensor inputs, Tensor outputs)
    {
        if (layers.Any(layer => layer.Obstacle is not null)) return;
        replay = ChainReplay.Find([.. layers.Select(layer => (nn.Module<Tensor, Tensor>)layer.Owner)], inputs, outputs);
        if (replay is not null) PlaceProbes();
    }

    private Tensor Replayed(Tensor inputs, Tensor outputs)
    {
        isWatching = true;
        foreach (var probe in probes) probe.Restart();
        watch.Restart(inputs);
        var watched = replay!.Run(inputs);
        if (!Junction.AreEqual(watched, outputs)) watch.Add("the layers alone, as they are registered, do not give the model's outputs");
        return watched;
    }

    private void PlaceProbes()
    {
        foreach (var probe in probes) probe.Dispose();
        probes.Clear();
        var seen = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        foreach (var layer in layers)
        {
            if (layer.Obstacle is null && seen.Add(layer.Owner))
                probes.Add(new LayerProbe(layer.Module, (nn.Module<Tensor, Tensor>)layer.Owner, activationRanks, Passed));
        }
    }

    private void Passed(LayerProbe probe, Tensor input, Tensor output)
    {
        if (!isWatching) return;
        using var scope = NewDisposeScope();
        probe.Take(input, output);
        watch.Pass(probe, input, output);
    }

    private SampleMeasurement Result()
    {
        foreach (var probe in probes.Where(probe => probe.Calls == 0 && samples > 0))
            watch.Add(
                $"'{probe.Name}' was not seen: a hook fires on call, so write {probe.Name}.call(x) where the model writes {probe.Name}.forward(x), "
                + $"or state ActivationLipschitz");
        var measured = new SampleMeasurement
        {
            Samples = samples,
            InputNorm = inputNorm,
            Layers = [.. watch.Order.Distinct().Select(probe => probe.Observed())],
            Obstacles = [.. watch.Obstacles],
            Margins = margins.Margins,
            RelativeMargins = margins.RelativeMargins,
            MarginProblem = margins.Problem,
            Classes = margins.Classes,
            Weights = WeightFingerprint.Of(model),
        };
        return measured.WithMargins(marginCost);
    }
}
