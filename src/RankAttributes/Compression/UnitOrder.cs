using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>
/// Hidden units or channels in the order in which they are worth keeping: each is the one that, with those before it, leaves out the least of ‖WH‖², where
/// H holds their activations and W is the layer that they enter, which then makes the best of those that are kept.
/// </summary>
/// <remarks>
/// A column subset selection by pivoted Cholesky steps: Farahat et al., Greedy Column Subset Selection (2013). ThiNet fits the next layer in the same
/// way: Luo et al. (2017).
/// </remarks>
internal sealed class UnitOrder
{
    /// <summary>A unit of which the kept ones explain all but this share is their copy.</summary>
    private const double LeastRest = 1e-10;

    /// <summary>With as many samples for each unit, their Gram matrix is used as it is.</summary>
    private const double EnoughSamples = 4;

    private const double FewSamplesShare = 0.1, RoundingShare = 1e-9;

    private readonly List<int> units = [];
    private readonly List<double> lost = [];

    /// <param name="gram">HHᵀ, units × units in float64, regularized.</param>
    /// <param name="weight">W, outputs × units.</param>
    /// <param name="most">How many units are ordered.</param>
    public UnitOrder(Tensor gram, Tensor weight, int most)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var exact = weight.detach().to_type(ScalarType.Float64);
        var use = exact.t().matmul(exact);
        var total = (gram * use).sum().item<double>();

        // Of each unit: what the kept ones do not explain, and the energy that W makes of that direction, squared.
        var rest = gram.diagonal().clone();
        var smallest = rest * LeastRest;
        var reach = (gram.matmul(use) * gram).sum([1L]);
        var kept = zeros([most, gram.shape[0]], ScalarType.Float64, gram.device);
        while (units.Count < most)
        {
            using var step = NewDisposeScope();
            var gains = where(rest > smallest, reach / rest, zeros_like(rest));
            var unit = (int)gains.argmax().item<long>();
            var gain = gains[unit].item<double>();
            if (!(gain > total * LeastRest * LeastRest)) break;
            var before = kept.narrow(0, 0, units.Count);
            var column = (gram[unit] - before.t().mv(before.select(1, unit))) / rest[unit].sqrt();
            var used = use.mv(column);
            var residual = gram.mv(used) - before.t().mv(before.mv(used));
            reach.add_((column.square() * column.dot(used)) - (2 * column * residual)).clamp_(0);
            rest.sub_(column.square()).clamp_(0);
            kept[units.Count] = column;
            units.Add(unit);
            lost.Add(Math.Max(0, (lost.Count == 0 ? 1 : lost[^1]) - (gain / total)));
        }
    }

    /// <summary>The units that matter, first those that matter most.</summary>
    public IReadOnlyList<int> Units => units;

    /// <summary>The share of ‖WH‖² that so many units leave out.</summary>
    public double Lost(int count) => count == 0 ? 1 : lost[count - 1];

    /// <summary>A Gram matrix with a ridge: few samples say little about how alike units are.</summary>
    /// <param name="gram">Units × units.</param>
    /// <param name="samples">How many samples it is of.</param>
    public static Tensor Regularized(Tensor gram, long samples)
    {
        var width = gram.shape[0];
        var share = samples >= EnoughSamples * width ? RoundingShare : Math.Min(1, FewSamplesShare * width / samples);
        return gram + (eye(width, dtype: ScalarType.Float64, device: gram.device) * (gram.diagonal().mean() * share));
    }

    /// <summary>The share of ‖WH‖² that a layer of the kept units leaves out, which is the least-squares one.</summary>
    /// <param name="gram">HHᵀ, regularized.</param>
    /// <param name="weight">W, outputs × units.</param>
    /// <param name="refit">What <see cref="Refit"/> made of it.</param>
    /// <param name="kept">The units that are kept.</param>
    public static double Lost(Tensor gram, Tensor weight, Tensor refit, Tensor kept)
    {
        using var scope = NewDisposeScope();
        var reached = weight.detach().to_type(ScalarType.Float64).matmul(gram);
        var total = (reached * weight.detach()).sum().item<double>();
        return total > 0 ? Math.Clamp(1 - ((reached.index_select(1, kept) * refit).sum().item<double>() / total), 0, 1) : 0;
    }

    /// <summary>The layer that makes the best of the kept units: the least ‖WH − W′H_K‖², outputs × kept units in float64.</summary>
    /// <param name="gram">HHᵀ, regularized.</param>
    /// <param name="weight">W, outputs × units.</param>
    /// <param name="kept">The units that are kept.</param>
    public static Tensor Refit(Tensor gram, Tensor weight, Tensor kept)
    {
        var rows = gram.index_select(0, kept);
        return linalg.solve(rows.index_select(1, kept), rows.matmul(weight.detach().to_type(ScalarType.Float64).t())).t();
    }
}
