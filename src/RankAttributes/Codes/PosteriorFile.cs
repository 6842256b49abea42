using System.Buffers.Binary;

namespace RankAttributes.Codes;

/// <summary>The file of a posterior: draw and number of draws, then means and deviations as float32. Its size is not the description's length.</summary>
internal static class PosteriorFile
{
    private const int MaxDraws = 1 << 20;

    public static byte[] Write(DrawnModel model)
    {
        var content = new byte[8 + (8 * model.Mean.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(content, model.Draw);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4), model.Draws);
        for (var index = 0; index < model.Mean.Length; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(content.AsSpan(8 + (8 * index)), model.Mean[index]);
            BinaryPrimitives.WriteSingleLittleEndian(content.AsSpan(12 + (8 * index)), model.Deviation[index]);
        }

        return CodeFile.Write(CodeFile.Posterior, model.Coded, model.Architecture, model.HasScales, content);
    }

    public static DrawnModel Read(byte[] bytes, int start, IReadOnlyList<CodedParameter> coded, CodeOptions options, string path)
    {
        var content = bytes.AsSpan(start);
        var count = coded.Sum(parameter => (long)parameter.Count);
        if (content.Length != 8 + (8 * count)) throw CodeFile.Bad(path, $"holds {content.Length} bytes where {count} weights take {8 + (8 * count)}");
        var (draw, draws) = (BinaryPrimitives.ReadInt32LittleEndian(content), BinaryPrimitives.ReadInt32LittleEndian(content[4..]));
        if (draws is < 1 or > MaxDraws || draw < 0 || draw >= draws) throw CodeFile.Bad(path, $"names draw {draw} of {draws}");
        var (mean, deviation) = (new float[count], new float[count]);
        for (var index = 0; index < count; index++)
        {
            mean[index] = BinaryPrimitives.ReadSingleLittleEndian(content[(8 + (8 * index))..]);
            deviation[index] = BinaryPrimitives.ReadSingleLittleEndian(content[(12 + (8 * index))..]);
            if (!float.IsFinite(mean[index]) || !float.IsFinite(deviation[index]) || deviation[index] <= 0)
                throw CodeFile.Bad(path, $"holds N({mean[index]}, {deviation[index]}²), which is not a normal distribution");
        }

        return new DrawnModel(coded, mean, deviation, draw, draws, options);
    }
}
