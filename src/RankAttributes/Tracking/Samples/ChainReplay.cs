using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Tracking.Samples;

/// <summary>
/// A model whose layers are not seen, because it calls their <c>forward</c>, computed again from the layers: as registered, with one
/// activation and poolings between them, where that gives the model's own outputs.
/// </summary>
internal sealed class ChainReplay
{
    // What a wrong guess may cost: each is a pass of a few samples through one layer.
    private const int MaxPasses = 4_000;
    private const long SamplesToTry = 16;

    private readonly IReadOnlyList<nn.Module<Tensor, Tensor>> layers;
    private readonly Func<Tensor, Tensor>[] before;
    private Func<Tensor, Tensor> after = output => output;
    private int passes;

    private ChainReplay(IReadOnlyList<nn.Module<Tensor, Tensor>> layers)
    {
        this.layers = layers;
        before = new Func<Tensor, Tensor>[layers.Count];
    }

    /// <summary>The chain that maps these inputs to these outputs, or <see langword="null"/> where none of those that are tried does.</summary>
    /// <param name="layers">The layers in the order of registration.</param>
    /// <param name="inputs">Samples first.</param>
    /// <param name="outputs">What the model made of them in evaluation mode.</param>
    public static ChainReplay? Find(IReadOnlyList<nn.Module<Tensor, Tensor>> layers, Tensor inputs, Tensor outputs)
    {
        if (layers.Count == 0 || Junction.IsZero(outputs)) return null;
        using var scope = NewDisposeScope();
        var count = Math.Min(inputs.shape[0], SamplesToTry);
        var (few, expected) = (inputs.narrow(0, 0, count), outputs.narrow(0, 0, count));
        foreach (var (_, _, activation) in Junction.Activations)
        {
            var replay = new ChainReplay(layers);
            if (replay.Continues(0, few, activation, expected)) return replay;
        }

        return null;
    }

    /// <summary>The outputs, with hooks fired on the way.</summary>
    public Tensor Run(Tensor inputs)
    {
        var value = inputs;
        for (var layer = 0; layer < layers.Count; layer++) value = layers[layer].call(before[layer](value));
        return after(value);
    }

    private bool Continues(int layer, Tensor value, Func<Tensor, Tensor> activation, Tensor expected)
    {
        if (layer == layers.Count) return Ends(value, expected);
        foreach (var step in Steps(layer, value, activation))
        {
            if (++passes > MaxPasses) return false;
            using var scope = NewDisposeScope();
            before[layer] = step;
            if (Continues(layer + 1, layers[layer].forward(step(value)), activation, expected)) return true;
        }

        return false;
    }

    private bool Ends(Tensor value, Tensor expected)
    {
        if (Junction.AreEqual(value, expected)) return true;
        if (value.dim() != 2 || !Junction.AreEqual(nn.functional.log_softmax(value, 1), expected)) return false;
        after = output => nn.functional.log_softmax(output, 1);
        return true;
    }

    /// <summary>What can come before a layer, by the sizes that it takes.</summary>
    private IEnumerable<Func<Tensor, Tensor>> Steps(int layer, Tensor value, Func<Tensor, Tensor> activation)
    {
        Func<Tensor, Tensor> activate = layer == 0 ? x => x : activation;
        switch (layers[layer])
        {
            case Linear linear:
                if (value.shape[^1] == linear.in_features) yield return activate;
                else if (value.flatten(1).shape[1] == linear.in_features) yield return x => activate(x).flatten(1);
                if (layer == 0) yield break;
                foreach (var (_, pool) in Junction.Poolings(value, features => features == linear.in_features)) yield return x => pool(activate(x)).flatten(1);
                break;
            case Convolution convolution when value.dim() == convolution.kernel_size.Length + 2 && value.shape[1] == convolution.in_channels:
                yield return activate;
                if (layer == 0) yield break;

                // Any window fits a convolution; those that people use are tried.
                foreach (var (_, pool) in Junction.Poolings(value, _ => true).Take(4)) yield return x => pool(activate(x));
                break;
        }
    }
}
