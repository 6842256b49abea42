namespace Samples.Data;

/// <summary>The content of an IDX file of unsigned bytes: its dimensions, outermost first, and its values in row-major order.</summary>
public sealed record IdxArray(string Path, IReadOnlyList<int> Shape, byte[] Values)
{
    public string ShapeText => string.Join('×', Shape);
}
