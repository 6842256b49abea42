using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Tracking.Samples;

/// <summary>Sees what enters and leaves one layer, by a hook that is there until the probe is disposed.</summary>
internal sealed class LayerProbe : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> module;
    private readonly ActivationGram? gram;
    private readonly Action remove;
    private Tensor? window;

    /// <param name="name">The module's registered name.</param>
    /// <param name="module">The layer.</param>
    /// <param name="ranks">Whether to accumulate a Gram matrix.</param>
    /// <param name="passed">Is told of every call, before anything else may change the tensors.</param>
    public LayerProbe(string name, nn.Module<Tensor, Tensor> module, bool ranks, Action<LayerProbe, Tensor, Tensor> passed)
    {
        Name = name;
        this.module = module;
        gram = ranks ? new ActivationGram() : null;
        var remover = module.register_forward_hook((_, input, output) =>
        {
            Calls++;
            passed(this, input, output);
            return output;
        });
        remove = remover.remove;
    }

    public string Name { get; }

    /// <summary>How often it was called since the last <see cref="Restart"/>.</summary>
    public int Calls { get; private set; }

    /// <summary>The largest norm of what entered; NaN once an activation was not finite.</summary>
    public double ActivationNorm { get; private set; }

    public long SpatialWidth { get; private set; } = 1;

    /// <summary>What was recognized to follow, once a batch was seen.</summary>
    public Junction? FollowedBy { get; set; }

    public void Restart() => Calls = 0;

    /// <summary>Takes the norms of what enters, and its Gram matrix where that was asked for.</summary>
    public void Take(Tensor input, Tensor output)
    {
        using var scope = NewDisposeScope();

        // Squares of half precision overflow at 256.
        if (input.dtype is ScalarType.Float16 or ScalarType.BFloat16) input = input.to_type(ScalarType.Float32);
        var norms = module is Convolution convolution ? PatchNorms(convolution, input) : input.square().sum(-1);
        var largest = Math.Sqrt(norms.max().to_type(ScalarType.Float64).item<double>());
        ActivationNorm = largest >= ActivationNorm || double.IsNaN(largest) ? largest : ActivationNorm;

        // A linear layer that is applied to each token of a sequence has as many positions as a convolution of kernel 1.
        var positions = module is Convolution ? output.shape[2..] : output.shape[1..^1];
        SpatialWidth = Math.Max(SpatialWidth, positions.Aggregate(1L, (product, length) => product * length));
        gram?.Add(module is Convolution ? input.transpose(1, -1).flatten(0, -2) : input.flatten(0, -2));
    }

    public ObservedLayer Observed()
    {
        var matrix = gram?.Matrix();
        return new(Name)
        {
            ActivationNorm = ActivationNorm,
            SpatialWidth = SpatialWidth,
            FollowedBy = FollowedBy?.Name,
            Lipschitz = FollowedBy?.Lipschitz,
            Activations = matrix?.ComputeRanks(),
            Gram = matrix,
        };
    }

    public void Dispose()
    {
        remove();
        gram?.Dispose();
        window?.Dispose();
    }

    /// <summary>‖patch‖² for every position: the squares, added over channels, convolved with ones.</summary>
    private Tensor PatchNorms(Convolution convolution, Tensor input)
    {
        var groups = convolution.groups;
        var squares = input.square().reshape([input.shape[0], groups, input.shape[1] / groups, .. input.shape[2..]]).sum(2);
        window ??= ones([groups, 1, .. convolution.kernel_size], input.dtype, input.device).DetachFromDisposeScope();
        long[] padding = convolution.padding_type switch
        {
            Padding.Same => [.. convolution.kernel_size.Zip(convolution.dilation, (kernel, dilation) => dilation * (kernel - 1) / 2)],
            null when convolution.padding is { } given => given,
            _ => new long[convolution.kernel_size.Length],
        };
        return convolution.kernel_size.Length switch
        {
            1 => nn.functional.conv1d(squares, window, null, convolution.stride[0], padding[0], convolution.dilation[0], groups),
            2 => nn.functional.conv2d(squares, window, null, convolution.stride, padding, convolution.dilation, groups),
            _ => nn.functional.conv3d(squares, window, null, convolution.stride, padding, convolution.dilation, groups),
        };
    }
}
