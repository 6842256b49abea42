using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>Blocks of neighbouring entries, evenly spread over a matrix, so that a quantity of all of them is known from a few.</summary>
/// <remarks>The distance of two blocks is odd: blocks of a whole row, or of a power of two of them, do not fall on the same columns.</remarks>
internal sealed class SampledEntries
{
    private const long Block = 64, WantedBlocks = 512;

    private readonly long block, stride;

    /// <param name="entries">How many entries the matrix has.</param>
    public SampledEntries(long entries)
    {
        block = Math.Min(Block, entries);
        var whole = entries / block;
        stride = Math.Max(1, whole / WantedBlocks) | 1;
        Blocks = (whole + stride - 1) / stride;
        AllBlocks = (double)entries / block;
    }

    /// <summary>How many blocks are sampled.</summary>
    public long Blocks { get; }

    /// <summary>How many blocks the matrix has, the last of them perhaps in part.</summary>
    public double AllBlocks { get; }

    /// <summary>The sampled entries, blocks × entries of a block: a view where the matrix is contiguous.</summary>
    public Tensor Of(Tensor matrix)
    {
        var flat = matrix.contiguous();
        return flat.as_strided([Blocks, block], [stride * block, 1], flat.storage_offset());
    }
}
