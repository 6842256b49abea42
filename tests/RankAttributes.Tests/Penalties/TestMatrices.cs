using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>Matrices that are hard for a penalty in different ways, in float64.</summary>
internal static class TestMatrices
{
    public static readonly string[] Names =
        ["random", "geometric", "repeated", "deficient", "zero", "row", "column", "tall", "wide", "large", "small"];

    public static Tensor Of(string name, int seed = 1)
    {
        manual_seed(seed);
        return name switch
        {
            "random" => Normal(48, 48),
            "geometric" => WithSpectrum(48, 64, i => Math.Pow(1e-6, i / 47.0)),
            "repeated" => WithSpectrum(40, 40, i => i < 20 ? 2 : 0.5),
            "deficient" => Normal(60, 7).mm(Normal(7, 40)),
            "zero" => zeros(12, 9, ScalarType.Float64),
            "row" => Normal(1, 33),
            "column" => Normal(33, 1),
            "tall" => Normal(90, 20),
            "wide" => Normal(20, 90),
            "large" => Normal(8, 12) * 1e18,
            "small" => Normal(8, 12) * 1e-18,
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    public static Tensor WithSpectrum(int rows, int columns, Func<int, double> sigma)
    {
        var side = Math.Min(rows, columns);
        var u = linalg.qr(Normal(rows, side)).Q;
        var v = linalg.qr(Normal(columns, side)).Q;
        return (u * tensor(Enumerable.Range(0, side).Select(sigma).ToArray())).mm(v.t());
    }

    private static Tensor Normal(int rows, int columns) => randn(rows, columns, ScalarType.Float64);
}
