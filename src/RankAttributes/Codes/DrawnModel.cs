using RankAttributes.Bounds.Codes;

namespace RankAttributes.Codes;

/// <summary>
/// One network drawn after training from normal distributions that training found. It is one function from then on; the statement holds with
/// probability 1 − δ over samples and draw.
/// </summary>
public sealed class DrawnModel : NetworkDescription
{
    private const double KnownBetterBelow = 0.9;

    private static readonly double Ln2 = Math.Log(2);

    private readonly float[] mean;
    private readonly float[] deviation;
    private readonly float[] weights;

    internal DrawnModel(IReadOnlyList<CodedParameter> coded, float[] mean, float[] deviation, int draw, int draws, CodeOptions options)
        : base(coded, options.Architecture, options.HasScales)
    {
        (this.mean, this.deviation, Draw, Draws) = (mean, deviation, draw, draws);
        var noise = new GaussianStream((ulong)draw);
        weights = [.. mean.Zip(deviation, (center, width) => (float)(center + (width * noise.Next())))];
    }

    /// <inheritdoc/>
    public override CodeMethod Method => CodeMethod.Posterior;

    /// <summary>Which draw of the fixed stream this network is, from 0.</summary>
    public int Draw { get; }

    /// <summary>m: among how many draws it was chosen; the choice costs ln m.</summary>
    public int Draws { get; }

    /// <summary>ln(dQ/dP) of this network in nats, without header and choice.</summary>
    public double Nats => Enumerable.Range(0, weights.Length).Sum(NatsOf);

    /// <inheritdoc/>
    public override double Bits => (Nats / Ln2) + HeaderBits + Math.Log2(Draws);

    /// <inheritdoc/>
    public override IReadOnlyList<DescribedTensor> Table
    {
        get
        {
            var start = 0;
            return [.. Coded.Select(parameter =>
            {
                var range = Enumerable.Range(start, parameter.Count).ToList();
                start += parameter.Count;
                return new DescribedTensor(parameter.Name, parameter.Count, range.Count(index => deviation[index] < KnownBetterBelow), range.Sum(NatsOf) / Ln2);
            })];
        }
    }

    internal ReadOnlySpan<float> Mean => mean;

    internal ReadOnlySpan<float> Deviation => deviation;

    /// <inheritdoc/>
    public override double ErrorBound(long errors, long samples, double delta) => CodeBound.Posterior(errors, samples, Bits * Ln2, delta);

    /// <inheritdoc/>
    public override byte[] ToBytes() => PosteriorFile.Write(this);

    private protected override float[] Values(int index)
    {
        var start = Coded.Take(index).Sum(parameter => parameter.Count);
        return [.. weights.AsSpan(start, Coded[index].Count).ToArray().Select(weight => (float)(weight * Coded[index].Step))];
    }

    private double NatsOf(int index)
    {
        double weight = weights[index], distance = (weight - mean[index]) / deviation[index];
        return (0.5 * weight * weight) - (0.5 * distance * distance) - Math.Log(deviation[index]);
    }
}
