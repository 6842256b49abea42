using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tracking.Samples;

/// <summary>The operation between two weight matrices, recognized by what it does to samples.</summary>
/// <param name="Name">In words: <c>relu, max pooling 2, flatten</c>.</param>
/// <param name="Lipschitz">ρ: an upper bound on its Lipschitz constant. It maps 0 to 0.</param>
/// <param name="Apply">What it does, up to a reshape.</param>
internal sealed record Junction(string Name, double Lipschitz, Func<Tensor, Tensor> Apply)
{
    private const string Nothing = "nothing";
    private const string Flatten = "flatten";

    // Each maps 0 to 0. Constants beyond 1 are rounded up: gelu' ≤ 1.1290, silu' ≤ 1.0999, mish' ≤ 1.0885, selu' ≤ 1.0507 · 1.6733.
    public static readonly IReadOnlyList<(string Name, double Lipschitz, Func<Tensor, Tensor> Apply)> Activations =
    [
        ("", 1, x => x.alias()),
        ("relu", 1, x => functional.relu(x, false)),
        ("tanh", 1, x => x.tanh()),
        ("leaky_relu(0.01)", 1, x => functional.leaky_relu(x, 0.01, false)),
        ("leaky_relu(0.1)", 1, x => functional.leaky_relu(x, 0.1, false)),
        ("leaky_relu(0.2)", 1, x => functional.leaky_relu(x, 0.2, false)),
        ("relu6", 1, x => functional.relu6(x, false)),
        ("hardtanh", 1, x => x.clamp(-1, 1)),
        ("elu", 1, x => functional.elu(x, 1, false)),
        ("softsign", 1, x => functional.softsign(x, false)),
        ("gelu", 1.13, functional.gelu),
        ("silu", 1.1, x => functional.silu(x, false)),
        ("mish", 1.09, x => functional.mish(x, false)),
        ("selu", 1.7582, x => functional.selu(x, false)),
    ];

    /// <summary>Whether it changes no number.</summary>
    public bool IsReshape => Name is Nothing or Flatten;

    /// <summary>Whether it turns these samples into those, every one.</summary>
    public bool Explains(Tensor before, Tensor after)
    {
        using var scope = NewDisposeScope();
        return before.shape[0] == after.shape[0] && AreEqual(Apply(before), after);
    }

    // Windows of pooling do not overlap: no two outputs depend on the same input, so its constant is 1.
    private const long MaxWindow = 512;

    /// <summary>
    /// Recognizes what turns one tensor into another; <see langword="null"/> where it is nothing known, and where the samples show nothing: zeros are
    /// what every function with φ(0) = 0 makes of zeros, and a dead layer of everything.
    /// </summary>
    /// <param name="before">What comes out of a matrix, samples first.</param>
    /// <param name="after">What goes into the next, for the same samples.</param>
    public static Junction? Between(Tensor before, Tensor after)
    {
        if (!before.is_floating_point() || before.shape[0] != after.shape[0] || before.numel() < after.numel() || IsZero(after)) return null;
        foreach (var (pooling, pool) in Pools(before, after))
        {
            foreach (var (activation, lipschitz, apply) in Activations)
            {
                using var scope = NewDisposeScope();
                Func<Tensor, Tensor>[] orders = [x => apply(pool(x)), x => pool(apply(x))];
                if (Array.Find(orders, order => AreEqual(order(before), after)) is not { } found) continue;
                string[] names = [activation, pooling, before.dim() > after.dim() ? Flatten : ""];
                var name = string.Join(", ", names.Where(part => part.Length > 0));
                return new Junction(name.Length > 0 ? name : Nothing, lipschitz, found);
            }
        }

        return null;
    }

    /// <summary>The poolings, by window, that leave a number of features for each sample.</summary>
    /// <param name="before">samples × channels × positions.</param>
    /// <param name="accepts">Whether that many features are what is wanted.</param>
    public static IEnumerable<(string Name, Func<Tensor, Tensor> Apply)> Poolings(Tensor before, Func<long, bool> accepts)
    {
        if (before.dim() is not (3 or 4)) yield break;
        for (var size = 2L; size <= Math.Min(before.shape[2], MaxWindow); size++)
        {
            var window = size;
            if (!accepts(before.shape[1] * before.shape[2..].Aggregate(1L, (product, length) => product * (length / window)))) continue;
            yield return ($"max pooling {window}", x => x.dim() == 4 ? functional.max_pool2d(x, window) : functional.max_pool1d(x, window));
            yield return ($"average pooling {window}", x => x.dim() == 4 ? functional.avg_pool2d(x, window) : functional.avg_pool1d(x, window));
        }
    }

    /// <summary>The ways in which sizes can have become smaller.</summary>
    private static IEnumerable<(string Name, Func<Tensor, Tensor> Apply)> Pools(Tensor before, Tensor after)
        => before.numel() == after.numel() ? [("", x => x)] : Poolings(before, features => features * before.shape[0] == after.numel());

    /// <summary>Whether two tensors hold the same numbers in the same order, up to rounding relative to the largest.</summary>
    public static bool AreEqual(Tensor result, Tensor after)
    {
        if (result.numel() != after.numel()) return false;
        using var scope = NewDisposeScope();
        return result.reshape(after.shape).allclose(after, 1e-4, 1e-6 * after.abs().max().to_type(ScalarType.Float64).item<double>());
    }

    /// <summary>Whether there is nothing but zeros.</summary>
    public static bool IsZero(Tensor samples)
    {
        using var scope = NewDisposeScope();
        return !samples.count_nonzero().to_type(ScalarType.Bool).item<bool>();
    }
}
