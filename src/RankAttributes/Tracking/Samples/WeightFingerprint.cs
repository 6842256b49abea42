using static TorchSharp.torch;

namespace RankAttributes.Tracking.Samples;

/// <summary>Tells whether the parameters of a model are still those that something was measured with.</summary>
internal sealed class WeightFingerprint : IEquatable<WeightFingerprint>
{
    public static readonly WeightFingerprint None = new([]);

    public WeightFingerprint(double[] sums) => Sums = sums;

    /// <summary>One number for each parameter.</summary>
    public double[] Sums { get; }

    /// <summary>A sum of each parameter with weights that differ by place, so that no change by a step of training leaves it as it is.</summary>
    public static WeightFingerprint Of(nn.Module model)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        return new([.. model.parameters().Select(parameter =>
        {
            using var inner = NewDisposeScope();
            if (parameter.device_type == TorchSharp.DeviceType.META) return 0;
            var real = parameter.is_complex() ? parameter.detach().view_as_real() : parameter.detach();
            var flat = real.to(CPU).to_type(ScalarType.Float64).flatten();
            return flat.dot(linspace(1, 2, flat.numel(), ScalarType.Float64)).item<double>();
        })]);
    }

    public bool Equals(WeightFingerprint? other) => other is not null && Sums.AsSpan().SequenceEqual(other.Sums);

    public override bool Equals(object? obj) => Equals(obj as WeightFingerprint);

    public override int GetHashCode() => Sums.Length;
}
