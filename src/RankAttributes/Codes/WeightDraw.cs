using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>The time during which a model's weights are what would be written down.</summary>
internal sealed class WeightDraw : IDisposable
{
    private readonly FlatParameters flat;
    private readonly RateModel rate;
    private readonly Tensor? earlier;

    public WeightDraw(FlatParameters flat, RateModel rate, double progress)
    {
        (this.flat, this.rate) = (flat, rate);
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        // What other batches of this step gave is kept apart, because the gradient of this draw alone says where its noise was good.
        earlier = flat.ReadGradient()?.DetachFromDisposeScope();
        foreach (var parameter in flat.Live) parameter.grad?.zero_();
        Latent = flat.Read().DetachFromDisposeScope().requires_grad_(true);
        flat.Write(rate.Sample(Latent.detach(), progress));
    }

    /// <summary>What the optimizer steps, in units of the steps.</summary>
    public Tensor Latent { get; }

    public bool IsOpen { get; private set; } = true;

    public void Dispose()
    {
        if (!IsOpen) return;
        IsOpen = false;
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        flat.Write(Latent.detach());
        if (flat.ReadGradient() is { } gradient)
        {
            rate.Receive(gradient);
            if (Latent.grad is { } ofBits) gradient = gradient + ofBits;
            flat.WriteGradient(earlier is null ? gradient : gradient + earlier);
        }

        Latent.Dispose();
        earlier?.Dispose();
    }
}
