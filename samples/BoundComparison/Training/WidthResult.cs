using RankAttributes.Tracking;

namespace BoundComparison.Training;

/// <summary>What was measured of the network of one width.</summary>
internal sealed record WidthResult(int Width, BoundSnapshot Snapshot, Certification Certification)
{
    /// <summary>The value of a bound on the gap, or <see langword="null"/> where there is none.</summary>
    public double? Gap(BoundKind kind) => kind == BoundKind.Certificate ? Certification.Gap : Snapshot[kind]?.Gap;
}
