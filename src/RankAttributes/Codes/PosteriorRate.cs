using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>N(μ, σ²) for every weight against N(0, 1), in units of the steps.</summary>
internal sealed class PosteriorRate : RateModel
{
    private static readonly double Ln2 = Math.Log(2);

    private readonly Parameter logDeviation;
    private Tensor? noise;
    private bool isMirrored = true;

    public PosteriorRate(FlatParameters flat, double firstDeviation)
    {
        logDeviation = new Parameter(full([flat.Count], Math.Log(firstDeviation), ScalarType.Float32, flat.Device));
        using var scope = NewDisposeScope();
        Bits = Divergence(flat.Read()).item<float>();
    }

    public override IEnumerable<Parameter> Parameters => [logDeviation];

    /// <summary>ln σ, in units of the steps.</summary>
    public Tensor LogDeviation => logDeviation;

    public override Tensor Sample(Tensor latent, double progress)
    {
        isMirrored = !isMirrored;
        if (isMirrored && noise is not null)
        {
            noise.neg_();
        }
        else
        {
            noise?.Dispose();
            noise = randn_like(latent).DetachFromDisposeScope();
        }

        return latent + (logDeviation.exp() * noise);
    }

    public override Tensor Of(WeightDraw draw)
    {
        var divergence = Divergence(draw.Latent);
        Bits = divergence.item<float>();
        return divergence;
    }

    public override void Receive(Tensor gradient)
    {
        var added = gradient * noise! * logDeviation.exp();
        logDeviation.grad = (logDeviation.grad is { } known ? known + added : added).detach().DetachFromDisposeScope();
    }

    public override void Dispose()
    {
        noise?.Dispose();
        logDeviation.Dispose();
    }

    private Tensor Divergence(Tensor mean) => ((((2 * logDeviation).exp() + mean.square() - 1) * 0.5) - logDeviation).sum() / Ln2;
}
