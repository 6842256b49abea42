using RankAttributes.Bounds.Codes;

namespace RankAttributes.Bounds.Tests.Codes;

public class CodeVectorTests
{
    private const double ReferenceGap = 0.1;

    [Theory]
    [MemberData(nameof(CodeVector.Cases), "bound network", MemberType = typeof(CodeVector))]
    public void The_bounds_equal_the_reference(string file, string name)
    {
        var vector = CodeVector.Find(file, name);
        var bits = vector.Kind == "network" ? vector.Expect.Description : vector.Bits;

        Close.To(vector.Expect.Tail!.Value, CodeBound.Tail(vector.Errors, vector.Samples, bits, vector.Delta));
        Close.To(vector.Expect.Chernoff!.Value, CodeBound.Chernoff(vector.Errors, vector.Samples, bits, vector.Delta));
        if (vector.Expect.PacBayesKl is { } looser) Close.To(looser, CodeBound.PacBayesKl(vector.Errors, vector.Samples, bits, vector.Delta));
        if (vector.Expect.SampleComplexity is { } samples)
            Close.To(samples, CodeBound.SampleComplexity(bits, (double)vector.Errors / vector.Samples, ReferenceGap));
    }

    [Theory]
    [MemberData(nameof(CodeVector.Cases), "code network", MemberType = typeof(CodeVector))]
    public void The_lengths_equal_the_reference(string file, string name)
    {
        var vector = CodeVector.Find(file, name);
        var lengths = vector.Tensors!.Select(tensor => IntegerCode.Length(tensor)).ToList();
        var order = (vector.Orders ?? []).Sum(units => UnitOrder.Bits(units));

        Assert.All(vector.Expect.TensorBits!.Zip(lengths), pair => Close.To(pair.First, pair.Second));
        Assert.Equal(vector.Expect.TensorBits!.Count, lengths.Count);
        Close.To(vector.Expect.Bits, lengths.Sum());
        Close.To(vector.Expect.OrderBits, order);
        Close.To(vector.Expect.Description, lengths.Sum() + vector.HeaderBits - order);
    }

    [Theory]
    [MemberData(nameof(CodeVector.Cases), "code network", MemberType = typeof(CodeVector))]
    public void The_file_equals_the_reference_byte_for_byte(string file, string name)
    {
        var vector = CodeVector.Find(file, name);

        var code = IntegerCode.Encode(vector.Tensors!, out var bits);

        Assert.Equal(vector.Expect.File, Convert.ToHexStringLower(code));
        Assert.Equal(vector.Expect.FileBits, bits);
        Assert.Equal(vector.Tensors!, IntegerCode.Decode(code, 0, [.. vector.Tensors!.Select(tensor => tensor.Length)]));
    }
}
