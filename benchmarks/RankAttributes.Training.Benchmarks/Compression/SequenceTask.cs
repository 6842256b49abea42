using Samples.Data;
using static TorchSharp.torch;

namespace RankAttributes.Training.Benchmarks.Compression;

/// <summary>Generated sequences whose class is the token that follows the only marker, plus the one that precedes it, modulo the number of classes.</summary>
internal static class SequenceTask
{
    public const int Tokens = 33, Length = 24, Classes = 32;
    private const int Marker = Tokens - 1;

    public static LabeledSamples Draw(int count, int seed)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed);
        var tokens = randint(0, Marker, [count, Length], dtype: ScalarType.Int64, generator: random);
        var place = randint(1, Length - 1, [count, 1], dtype: ScalarType.Int64, generator: random);
        tokens.scatter_(1, place, full([count, 1], Marker, dtype: ScalarType.Int64));
        var labels = (tokens.gather(1, place + 1) + tokens.gather(1, place - 1)).squeeze(1) % Classes;
        return new LabeledSamples(tokens.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }
}
