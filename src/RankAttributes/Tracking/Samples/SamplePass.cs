using RankAttributes.Tracking.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tracking.Samples;

/// <summary>Passes samples through a model in evaluation mode, watching its layers and its outputs.</summary>
internal sealed class SamplePass : IDisposable
{
    // What stands between two layers shows in a few samples; they are kept until the next layer is reached.
    private const long SamplesToCompare = 256;

    private readonly nn.Module model;
    private readonly IReadOnlyList<LiveLayer> layers;
    private readonly bool activationRanks;
    private readonly List<LayerProbe> probes = [];
    private readonly List<LayerProbe> order = [];
    private readonly List<float> margins = [];
    private readonly List<float> relativeMargins = [];
    private readonly List<string> obstacles = [];
    private readonly double marginCost;
    private long samples;
    private double inputNorm;
    private bool classifies = true;
    private bool isFirst = true;
    private bool isWatching = true;
    private ChainReplay? replay;
    private Tensor? between;

    public SamplePass(nn.Module model, bool activationRanks, double marginCost)
    {
        this.model = model;
        this.marginCost = marginCost;
        this.activationRanks = activationRanks;
        layers = LiveLayer.Of(model);
        Watch();
    }

    /// <summary>Measures; the model is in the modes it was in when this returns, whatever happens.</summary>
    public SampleMeasurement Measure(IEnumerable<(Tensor Inputs, Tensor Labels)> batches, Func<Tensor, Tensor>? forward)
    {
        var modes = model.named_modules().Select(item => item.module).Prepend(model).Select(module => (module, module.training)).ToList();
        forward ??= model is nn.Module<Tensor, Tensor> simple
            ? simple.call
            : throw new ArgumentException($"{model.GetType().Name} does not map one tensor to one; say how it computes logits: Measure(batches, forward: x => …).");
        try
        {
            model.eval();
            using var gradientFree = no_grad();
            foreach (var (inputs, labels) in batches) Batch(inputs, labels, forward);
        }
        finally
        {
            // From the outside in: a mode that is set goes to everything below.
            foreach (var (module, training) in modes) module.train(training);
        }

        if (samples == 0) throw new ArgumentException("There are no samples to measure.");
        return Result();
    }

    public void Dispose()
    {
        foreach (var probe in probes) probe.Dispose();
        between?.Dispose();
    }

    private void Batch(Tensor inputs, Tensor labels, Func<Tensor, Tensor> forward)
    {
        using var scope = NewDisposeScope();
        foreach (var probe in probes) probe.Restart();
        samples += inputs.shape[0];
        inputNorm = Math.Max(inputNorm, inputs.flatten(1).to_type(ScalarType.Float64).norm(1).max().item<double>());
        if (isFirst) between = Few(inputs).alias().DetachFromDisposeScope();
        isWatching = replay is null;
        var outputs = forward(inputs);
        if (isFirst && probes.Exists(probe => probe.Calls == 0)) FindReplay(inputs, outputs);
        var watched = outputs;
        if (replay is not null)
        {
            isWatching = true;
            foreach (var probe in probes) probe.Restart();
            watched = replay.Run(inputs);
            if (!Junction.AreEqual(watched, outputs)) obstacles.Add("the layers alone, as they are registered, do not give the model's outputs");
        }

        if (isFirst) Finish(watched);
        isFirst = false;
        Margins(outputs, labels);
    }

    /// <summary>One that calls <c>forward</c> fires no hooks; where its layers alone give its outputs, they are called instead.</summary>
    private void FindReplay(Tensor inputs, Tensor outputs)
    {
        if (layers.Any(layer => layer.Obstacle is not null)) return;
        replay = ChainReplay.Find([.. layers.Select(layer => (nn.Module<Tensor, Tensor>)layer.Owner)], inputs, outputs);
        if (replay is null) return;
        Watch();
        between!.Dispose();
        between = Few(inputs).alias().DetachFromDisposeScope();
    }

    private void Watch()
    {
        foreach (var probe in probes) probe.Dispose();
        probes.Clear();
        order.Clear();
        obstacles.Clear();
        var seen = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        foreach (var layer in layers)
        {
            if (layer.Obstacle is null && seen.Add(layer.Owner)) probes.Add(new LayerProbe(layer.Module, (nn.Module<Tensor, Tensor>)layer.Owner, activationRanks, Passed));
        }
    }

    private void Passed(LayerProbe probe, Tensor input, Tensor output)
    {
        if (!isWatching) return;
        using var scope = NewDisposeScope();
        probe.Take(input, output);
        if (!isFirst) return;
        Follow(Junction.Between(between!, Few(input)), probe.Name);
        order.Add(probe);
        between!.Dispose();

        // A copy: what follows may work in place.
        between = Few(output).detach().clone().DetachFromDisposeScope();
    }

    private void Finish(Tensor outputs)
    {
        using var scope = NewDisposeScope();
        if (order.Count > 0)
        {
            outputs = Few(outputs);
            var last = Junction.Between(between!, outputs);

            // It takes the same number from all logits, so that margins are those of the logits. Whatever else comes after it is not known.
            if (last is null && between!.dim() == 2 && Junction.AreEqual(nn.functional.log_softmax(between, 1), outputs)) last = new Junction("nothing", 1);
            Follow(last, "the output");
        }

        between!.Dispose();
        between = null;
    }

    private static Tensor Few(Tensor samples) => samples.shape[0] <= SamplesToCompare ? samples : samples.narrow(0, 0, SamplesToCompare);

    private void Follow(Junction? junction, string next)
    {
        if (order.Count == 0)
        {
            if (junction is not { Name: "nothing" or "flatten" }) obstacles.Add($"the inputs are changed before they enter '{next}'");
            return;
        }

        var last = order[^1];
        last.FollowedBy = junction;
        if (junction is null) obstacles.Add($"what stands between '{last.Name}' and {(next == "the output" ? next : $"'{next}'")} is no activation, pooling or reshape that is known");
    }

    /// <summary>Keeps logit of the label less the largest other; what are no logits of the labels leaves the margins out.</summary>
    private void Margins(Tensor outputs, Tensor labels)
    {
        classifies &= outputs.dim() == 2 && outputs.shape[1] > 1 && labels.dim() == 1 && labels.shape[0] == outputs.shape[0]
            && labels.dtype is ScalarType.Int64 or ScalarType.Int32 or ScalarType.Int16 or ScalarType.Byte or ScalarType.Int8;
        if (!classifies) return;
        using var scope = NewDisposeScope();
        var columns = labels.to_type(ScalarType.Int64).to(outputs.device).unsqueeze(1);
        if (columns.min().item<long>() < 0 || columns.max().item<long>() >= outputs.shape[1])
            throw new ArgumentException($"A label is outside 0..{outputs.shape[1] - 1}, the classes that the model has.");
        var logits = outputs.to_type(ScalarType.Float32);
        var own = logits.gather(1, columns).squeeze(1);
        var others = logits.scatter(1, columns, full_like(own, float.NegativeInfinity).unsqueeze(1)).amax([1L]);
        var difference = own - others;
        foreach (var margin in difference.to(CPU).data<float>()) margins.Add(float.IsNaN(margin) ? float.NegativeInfinity : margin);
        var deviation = (logits - logits.mean([1L], keepdim: true)).norm(1) * Math.Sqrt(2.0 / logits.shape[1]);
        relativeMargins.AddRange((difference / deviation).nan_to_num(0).to(CPU).data<float>());
    }

    private SampleMeasurement Result()
    {
        foreach (var probe in probes)
        {
            if (probe.Calls == 0)
                obstacles.Add($"'{probe.Name}' was not seen: a hook fires on call, so write {probe.Name}.call(x) where the model writes {probe.Name}.forward(x), or state ActivationLipschitz");
            else if (probe.Calls > 1) obstacles.Add($"'{probe.Name}' is used {probe.Calls} times in one pass");
        }

        margins.Sort();
        var sorted = margins.ToArray();
        var measured = new SampleMeasurement
        {
            Samples = samples,
            InputNorm = inputNorm,
            Layers = [.. order.Distinct().Select(probe => probe.Observed())],
            Obstacles = [.. obstacles.Distinct()],
            Margins = classifies ? sorted : [],
            RelativeMargins = classifies ? [.. relativeMargins] : [],
            Accuracy = classifies ? sorted.Count(margin => margin > 0) / (double)sorted.Length : null,
            Weights = WeightFingerprint.Of(model),
        };
        return measured with { Margin = measured.MarginAt(marginCost) };
    }
}
