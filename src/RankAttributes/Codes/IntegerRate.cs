using RankAttributes.Bounds.Codes;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>Integers at the price of the reference code, which learns its statistics from the integers themselves.</summary>
internal sealed class IntegerRate : RateModel
{
    private const double RoundedFrom = 0.25, RoundedFullyAfter = 0.15;
    private const int Levels = 64, DrawsPerTable = 50;

    // A little less than one half, so that a weight has to earn its way from 0 to 1.
    private const double RoundsUpFrom = 0.55;

    private readonly FlatParameters flat;
    private readonly Tensor rowOfWeight;
    private Tensor prices = empty(0);
    private int draws;
    private double measured;

    public IntegerRate(FlatParameters flat)
    {
        this.flat = flat;
        using var scope = NewDisposeScope();
        rowOfWeight = cat([.. flat.Coded.Select((coded, index) => full([coded.Count], (long)index * Levels, ScalarType.Int64))]).to(flat.Device)
            .DetachFromDisposeScope();
        Refresh(flat.Read());
    }

    public override Tensor Sample(Tensor latent, double progress)
    {
        if (++draws % DrawsPerTable == 0) Refresh(latent);
        var hard = Math.Clamp((progress - RoundedFrom) / RoundedFullyAfter, 0, 1);
        return hard >= 1 ? Rounded(latent) : latent + (hard * (Rounded(latent) - latent)) + ((1 - hard) * (rand_like(latent) - 0.5));
    }

    /// <summary>The price of each weight, straight between integers, so that it says in which direction bits are saved.</summary>
    public override Tensor Of(WeightDraw draw)
    {
        var magnitude = draw.Latent.abs().clamp_max(Levels - 1.001);
        var below = magnitude.detach().floor();
        var place = rowOfWeight + below.to_type(ScalarType.Int64);
        var (low, high) = (prices.index_select(0, place), prices.index_select(0, place + 1));
        return (low + ((high - low) * (magnitude - below))).sum();
    }

    public override IReadOnlyList<int[]> Integers()
    {
        using var scope = NewDisposeScope();
        return IntegersOf(flat.Read());
    }

    public override void Dispose()
    {
        rowOfWeight.Dispose();
        prices.Dispose();
    }

    private static Tensor Rounded(Tensor units) => (units.abs() + (1 - RoundsUpFrom)).floor() * units.sign();

    private void Refresh(Tensor latent)
    {
        var table = new float[flat.Coded.Count * Levels];
        measured = 0;
        var integers = IntegersOf(latent);
        for (var tensor = 0; tensor < integers.Count; tensor++)
        {
            var counts = SymbolCounts.Of(integers[tensor]);
            measured += counts.Length;
            for (var level = 0; level < Levels; level++) table[(tensor * Levels) + level] = (float)counts.PriceOf(level);
        }

        prices.Dispose();
        prices = tensor(table).to(flat.Device).DetachFromDisposeScope();
        Bits = measured;
    }

    private List<int[]> IntegersOf(Tensor units)
    {
        using var rounded = Rounded(units).cpu().to_type(ScalarType.Int32);
        var all = rounded.data<int>().ToArray();
        var start = 0;
        return [.. flat.Coded.Select(coded => all[start..(start += coded.Count)])];
    }
}
