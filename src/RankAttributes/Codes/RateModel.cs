using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>How weights are drawn while training, and what they cost in bits.</summary>
internal abstract class RateModel : IDisposable
{
    /// <summary>The length in bits when it was last computed.</summary>
    public double Bits { get; protected set; }

    public virtual IEnumerable<Parameter> Parameters => [];

    /// <summary>Weights in units of their steps, to be put into the model.</summary>
    /// <param name="latent">What the optimizer steps, in the same units.</param>
    /// <param name="progress">The share of the training that is done.</param>
    public abstract Tensor Sample(Tensor latent, double progress);

    /// <summary>The length in bits, differentiable with respect to the draw's latent weights and this model's parameters.</summary>
    public abstract Tensor Of(WeightDraw draw);

    /// <summary>Takes over the gradient that the drawn weights received.</summary>
    public virtual void Receive(Tensor gradient)
    {
    }

    public virtual IReadOnlyList<int[]> Integers() => [];

    public abstract void Dispose();
}
