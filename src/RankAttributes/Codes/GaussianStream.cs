namespace RankAttributes.Codes;

/// <summary>
/// Standard normal numbers that everybody can draw again: SplitMix64 and Box and Muller's transform. The stream belongs to the decoder; it was fixed before
/// any data were seen, and nobody can choose a lucky one.
/// </summary>
internal sealed class GaussianStream(ulong draw)
{
    private const ulong Increment = 0x9E3779B97F4A7C15, DrawIncrement = 0xD1B54A32D192ED03;
    private const double Unit = 1.0 / (1UL << 53);

    private ulong state = (draw + 1) * DrawIncrement;
    private double? spare;

    public double Next()
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }

        var radius = Math.Sqrt(-2 * Math.Log(((NextBits() >> 11) + 0.5) * Unit));
        var angle = 2 * Math.PI * (NextBits() >> 11) * Unit;
        spare = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    private ulong NextBits()
    {
        var z = state += Increment;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
