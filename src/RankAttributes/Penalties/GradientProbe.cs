using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>Tells whether a loss was differentiated: a scalar that adds zero to it and receives a gradient when the loss does.</summary>
/// <remarks>Native from end to end: a hook would run managed code in the backward pass.</remarks>
internal sealed class GradientProbe(ScalarType dtype, Device device)
{
    private readonly Tensor leaf = zeros([], dtype, device).requires_grad_().DetachFromDisposeScope();

    /// <summary>Whether a loss that this was added to has been differentiated.</summary>
    public bool IsTaken
    {
        get
        {
            using var gradient = leaf.grad;
            return gradient is not null;
        }
    }

    /// <summary>The same loss, watched.</summary>
    public Tensor AddTo(Tensor loss) => loss + leaf.to_type(loss.dtype).to(loss.device);

    /// <summary>Frees the scalar.</summary>
    public void Dispose() => leaf.Dispose();
}
