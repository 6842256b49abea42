using static TorchSharp.torch;

namespace RankAttributes.Tracking.Samples;

/// <summary>
/// Follows every sample of every batch through the layers. The operation between two layers is recognized on a few samples of the first batch, and must
/// explain all samples of all batches.
/// </summary>
internal sealed class ChainWatch : IDisposable
{
    private const long SamplesToRecognize = 256;

    private readonly List<LayerProbe> order = [];
    private readonly List<Junction?> junctions = [];
    private readonly HashSet<string> obstacles = [];
    private Tensor? between;
    private int batch;
    private int place;

    /// <summary>The layers in the order in which samples pass them.</summary>
    public IReadOnlyList<LayerProbe> Order => order;

    /// <summary>What keeps the network from being a chain of matrices and known activations.</summary>
    public IReadOnlyCollection<string> Obstacles => obstacles;

    /// <summary>Begins a batch.</summary>
    public void Begin(Tensor inputs)
    {
        batch++;
        Restart(inputs);
    }

    /// <summary>Begins the same batch again.</summary>
    public void Restart(Tensor inputs)
    {
        place = 0;
        if (batch == 1)
        {
            order.Clear();
            junctions.Clear();
            obstacles.Clear();
        }

        Keep(inputs);
    }

    /// <summary>A layer was passed.</summary>
    public void Pass(LayerProbe probe, Tensor input, Tensor output)
    {
        if (batch > 1 && (place >= order.Count || order[place] != probe))
            obstacles.Add($"batch {batch} passes the layers in another order than the first");
        else Follow(input, probe.Name);
        if (batch == 1) order.Add(probe);
        place++;
        Keep(output);
    }

    /// <summary>Ends a batch with the model's outputs.</summary>
    public void End(Tensor outputs)
    {
        using var scope = NewDisposeScope();
        if (order.Count > 0 && (batch == 1 || place == order.Count)) Follow(outputs, null);
        if (batch > 1 && place < order.Count) obstacles.Add($"batch {batch} does not reach '{order[place].Name}'");
        between?.Dispose();
        between = null;
    }

    /// <summary>Something else keeps the network from being a chain.</summary>
    public void Add(string obstacle) => obstacles.Add(obstacle);

    public void Dispose() => between?.Dispose();

    // A copy: what follows may work in place.
    private void Keep(Tensor samples)
    {
        between?.Dispose();
        between = samples.detach().clone().DetachFromDisposeScope();
    }

    /// <param name="after">What enters the next layer, or the outputs.</param>
    /// <param name="next">The name of the next layer; <see langword="null"/> for the outputs.</param>
    private void Follow(Tensor after, string? next)
    {
        using var scope = NewDisposeScope();
        if (batch == 1) Recognize(after, next);
        else if (junctions[place] is { } known && !known.Explains(between!, after))
            obstacles.Add($"{Gap(next)} is {known.Name} in the first batch and something else in batch {batch}");
    }

    private void Recognize(Tensor after, string? next)
    {
        var junction = Junction.Between(Few(between!), Few(after)) ?? (next is null ? LogSoftmax(after) : null);
        if (place == 0 && junction is not { IsReshape: true })
        {
            obstacles.Add($"the inputs are changed before they enter '{next}'");
        }
        else if (junction is null) obstacles.Add($"{Gap(next)} is not a known activation, pooling or reshape");
        else if (!junction.Explains(between!, after))
        {
            obstacles.Add($"{Gap(next)} is {junction.Name} in the first {SamplesToRecognize} samples and something else in others");
            junction = null;
        }

        junctions.Add(junction);
        if (place > 0) order[place - 1].FollowedBy = junction;
    }

    /// <summary>It takes the same number from all logits, so that margins are those of the logits.</summary>
    private Junction? LogSoftmax(Tensor outputs)
    {
        var softmax = new Junction("nothing", 1, x => nn.functional.log_softmax(x, 1));
        return between!.dim() == 2 && softmax.Explains(Few(between), Few(outputs)) ? softmax : null;
    }

    private string Gap(string? next)
        => place == 0 ? $"the way of the inputs to '{next}'"
            : $"the operation between '{order[place - 1].Name}' and {(next is null ? "the output" : $"'{next}'")}";

    private static Tensor Few(Tensor samples) => samples.shape[0] <= SamplesToRecognize ? samples : samples.narrow(0, 0, SamplesToRecognize);
}
