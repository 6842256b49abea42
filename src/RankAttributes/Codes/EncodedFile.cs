using RankAttributes.Bounds.Codes;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>The file of integers: one codeword for all tensors.</summary>
internal static class EncodedFile
{
    public static byte[] Write(EncodedModel model)
        => CodeFile.Write(CodeFile.Integers, model.Coded, model.Architecture, model.HasScales, IntegerCode.Encode(model.Symbols, out _));

    public static EncodedModel Read(byte[] bytes, int start, IReadOnlyList<CodedParameter> coded, nn.Module<Tensor, Tensor> model, FlatParameters flat,
        CodeOptions options, string path)
    {
        IReadOnlyList<int[]> symbols;
        try
        {
            symbols = IntegerCode.Decode(bytes, start, [.. coded.Select(parameter => parameter.Count)]);
        }
        catch (FormatException exception)
        {
            throw CodeFile.Bad(path, $"is damaged: {exception.Message.TrimEnd('.')}", exception);
        }

        if (!bytes.AsSpan(start).SequenceEqual(IntegerCode.Encode(symbols, out _)))
            throw CodeFile.Bad(path, "holds bytes that belong to no code of this model");
        return new EncodedModel(coded, symbols, UnitGroups.Of(model, flat, options), options);
    }
}
