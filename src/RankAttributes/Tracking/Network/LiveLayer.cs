using RankAttributes.Bounds;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Tracking.Network;

/// <summary>One weight matrix of a live model with the module that holds it. The tensors are the model's own and must not be kept.</summary>
/// <param name="Name">The parameter's registered name.</param>
/// <param name="Matrix">The matrix, a view of the parameter.</param>
/// <param name="Owner">The module that holds the parameter.</param>
/// <param name="Settings">What is declared for it, or <see langword="null"/> where it is not penalized.</param>
internal sealed record LiveLayer(string Name, Tensor Matrix, nn.Module Owner, PenaltySettings? Settings)
{
    public long Outputs => Matrix.shape[0];

    public long Inputs => Matrix.shape[1];

    /// <summary>The name of the owner: the parameter's without its last part.</summary>
    public string Module => Name.LastIndexOf('.') is > 0 and var dot ? Name[..dot] : Name;

    /// <summary>κ = Π ⌈k/stride⌉, k where dilation is not 1; 1 for a layer that is not a convolution.</summary>
    public long Overlap
    {
        get
        {
            if (Owner is not Convolution convolution) return 1;
            var overlap = 1L;
            for (var axis = 0; axis < convolution.kernel_size.Length; axis++)
            {
                var (kernel, stride) = (convolution.kernel_size[axis], convolution.stride[axis]);
                overlap *= convolution.dilation[axis] == 1 ? (kernel + stride - 1) / stride : kernel;
            }

            return overlap;
        }
    }

    /// <summary>‖v‖₂ of the bias, or <see langword="null"/> where there is none.</summary>
    public double? BiasNorm
    {
        get
        {
            var bias = Owner switch { Linear linear => linear.bias, Convolution convolution => convolution.bias, _ => null };
            if (bias is null) return null;
            using var scope = NewDisposeScope();
            using var gradientFree = no_grad();
            return bias.to_type(ScalarType.Float64).norm().item<double>();
        }
    }

    /// <summary>Why no Lipschitz constant bounds the layer, or <see langword="null"/>.</summary>
    public string? Obstacle => Owner switch
    {
        Linear => null,
        Convolution { transposed: true } => "a transposed convolution",
        Convolution { padding_mode: not PaddingModes.Zeros } => "a convolution that does not pad with zeros",
        Convolution => null,
        _ => $"a matrix of {Owner.GetType().Name}, which is neither fully connected nor a convolution",
    };

    /// <summary>The weights of a model, each once, in the order of registration.</summary>
    /// <param name="model">The live model.</param>
    public static IReadOnlyList<LiveLayer> Of(nn.Module model)
    {
        var undeclared = new PenaltySettings(1, Method: PenaltyMethod.Exact);
        var collector = new RankWeightCollector();
        if (model is IRankRegularized regularized) regularized.CollectWeights(collector);
        else collector.AddRest(model, undeclared);
        var declared = new Dictionary<string, PenaltySettings>(StringComparer.Ordinal);
        foreach (var weight in collector.Weights)
        {
            if (!ReferenceEquals(weight.Settings, undeclared)) declared[weight.Name] = weight.Settings;
        }

        var layers = new List<LiveLayer>();
        new RankWeightCollector(
            (weight, owner) => layers.Add(new LiveLayer(weight.Name, weight.AsMatrix(), owner, declared.GetValueOrDefault(weight.Name)))).AddRest(
                model, undeclared);
        return layers;
    }
}
