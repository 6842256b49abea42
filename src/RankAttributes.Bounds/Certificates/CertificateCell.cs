namespace RankAttributes.Bounds;

/// <summary>
/// The cell of a grid fixed before training into which a trained layer falls, and what naming it costs in nats: norms are rounded
/// outward to e^(j/4) with weight 1/(3(1+|j|)²), k has weight 1/(q+1), and the truncation error is rounded up to s·2^(−j/2), j = 0..80, with weight 1/81.
/// </summary>
internal sealed class CertificateCell
{
    // Norms from e^-40 on: one that is smaller, zero among them, is rounded up to e^-40.
    private const int LeastStep = -160;
    private const int TruncationSteps = 80;

    private readonly double[] logTruncation;

    private CertificateCell(LayerConstraint constraint, double[] logTruncation, double cost)
        => (Constraint, this.logTruncation, Cost) = (constraint, logTruncation, cost);

    /// <summary>The class of matrices of the cell; its rank budget plays no part, since the truncation errors are measured.</summary>
    public LayerConstraint Constraint { get; }

    /// <summary>Σ ln(1/weight), the same for every k.</summary>
    public double Cost { get; }

    public static CertificateCell Of(TrainedLayer layer)
    {
        var (norm, cost) = RoundUp(layer.Values[0]);
        double? bias = null;
        if (layer.BiasNorm is { } measured)
        {
            (bias, var biasCost) = RoundUp(measured);
            cost += biasCost;
        }

        var constraint = new LayerConstraint(layer.Outputs, layer.Inputs)
        {
            SpectralNorm = norm,
            BiasNorm = bias,
            Lipschitz = layer.Lipschitz,
            Overlap = layer.Overlap,
            SpatialWidth = layer.SpatialWidth,
            LipschitzObstacle = layer.LipschitzObstacle,
        };
        var fullRank = MatrixNet.FullRankOf(constraint);
        var logTruncation = new double[fullRank + 1];
        for (var k = 0; k < fullRank; k++) logTruncation[k] = RoundedTruncation(layer.Values[k], norm);
        logTruncation[fullRank] = double.NegativeInfinity;
        return new CertificateCell(constraint, logTruncation, cost + Math.Log(fullRank + 1.0) + Math.Log(TruncationSteps + 1));
    }

    public MatrixNet Net() => MatrixNet.Of(Constraint, logTruncation);

    /// <summary>A value of e^(j/4) at most the given one and nearest to it, and the cost of naming j.</summary>
    public static (double Rounded, double Cost) RoundDown(double value)
    {
        var step = (int)Math.Floor(4 * Math.Log(value));
        return At(Point(step) > value ? step - 1 : step);
    }

    private static (double Rounded, double Cost) RoundUp(double value)
    {
        var step = value > 0 ? Math.Max(LeastStep, (int)Math.Ceiling(4 * Math.Log(value))) : LeastStep;

        // The logarithm is rounded too, and outward is what counts.
        return At(Point(step) < value ? step + 1 : step);
    }

    private static (double Rounded, double Cost) At(int step) => (Point(step), Math.Log(3) + (2 * Math.Log(1 + Math.Abs((double)step))));

    private static double Point(int step) => LogArithmetic.FiniteExp(step / 4.0);

    /// <summary>ln of the truncation error over s, rounded up to a power of 2^(−1/2).</summary>
    private static double RoundedTruncation(double singularValue, double norm)
    {
        if (singularValue <= 0) return -TruncationSteps / 2.0 * Math.Log(2);
        var step = (int)Math.Floor(Math.Min(TruncationSteps, -2 * (Math.Log(singularValue) - Math.Log(norm)) / Math.Log(2)));
        step = Math.Min(TruncationSteps, Math.Max(0, step));
        while (step > 0 && norm * Math.Pow(2, -step / 2.0) < singularValue) step--;
        return -step / 2.0 * Math.Log(2);
    }
}
