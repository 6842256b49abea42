using System.Runtime.CompilerServices;

namespace RankAttributes.Roslyn.Reading.Interpretation;

/// <summary>Two layers of the same shape are equal as records, and still two layers.</summary>
internal sealed class SameObject : IEqualityComparer<LayerValue>
{
    public static readonly SameObject Comparer = new();

    public bool Equals(LayerValue? x, LayerValue? y) => ReferenceEquals(x, y);

    public int GetHashCode(LayerValue layer) => RuntimeHelpers.GetHashCode(layer);
}
