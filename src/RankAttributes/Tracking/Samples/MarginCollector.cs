using static TorchSharp.torch;

namespace RankAttributes.Tracking.Samples;

/// <summary>Collects margins: the logit of the label less the largest other logit.</summary>
internal sealed class MarginCollector
{
    private readonly List<float> margins = [];
    private readonly List<float> relativeMargins = [];

    /// <summary>Why there are no margins, or <see langword="null"/>.</summary>
    public string? Problem { get; private set; }

    /// <summary>The number of classes.</summary>
    public long Classes { get; private set; } = 2;

    /// <summary>The margins in rising order; empty where <see cref="Problem"/> says why.</summary>
    public float[] Margins => Problem is null ? [.. margins.Order()] : [];

    /// <summary>Each margin over the standard deviation of a difference of two logits, were the logits as large in a random direction.</summary>
    public float[] RelativeMargins => Problem is null ? [.. relativeMargins] : [];

    /// <summary>Adds a batch. Outputs that are not logits of the labels leave the margins out.</summary>
    /// <exception cref="ArgumentException">A label is not among the classes.</exception>
    public void Add(Tensor outputs, Tensor labels, int batch)
    {
        Problem ??= outputs.dim() != 2 || outputs.shape[1] < 2 || outputs.shape[0] != labels.shape[0]
            ? $"the outputs of batch {batch} have the shape {Shape(outputs)}; logits of the shape [{labels.shape[0]}, classes] are wanted"
            : labels.dim() != 1 || !IsInteger(labels)
                ? $"the labels of batch {batch} have the shape {Shape(labels)} ({labels.dtype}); integers of the shape [{outputs.shape[0]}] are wanted"
                : null;
        if (Problem is not null) return;
        Classes = outputs.shape[1];
        using var scope = NewDisposeScope();
        var columns = labels.to_type(ScalarType.Int64).to(outputs.device).unsqueeze(1);
        if (columns.min().item<long>() < 0 || columns.max().item<long>() >= outputs.shape[1])
            throw new ArgumentException($"A label is outside 0..{outputs.shape[1] - 1}, the classes that the model has.");
        var logits = outputs.to_type(ScalarType.Float32);
        var own = logits.gather(1, columns).squeeze(1);
        var difference = own - logits.scatter(1, columns, full_like(own, float.NegativeInfinity).unsqueeze(1)).amax([1L]);
        foreach (var margin in difference.to(CPU).data<float>()) margins.Add(float.IsNaN(margin) ? float.NegativeInfinity : margin);
        var deviation = (logits - logits.mean([1L], keepdim: true)).norm(1) * Math.Sqrt(2.0 / logits.shape[1]);
        relativeMargins.AddRange((difference / deviation).nan_to_num(0).to(CPU).data<float>());
    }

    /// <summary>A shape as <c>[64, 10]</c>.</summary>
    public static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";

    private static bool IsInteger(Tensor labels)
        => labels.dtype is ScalarType.Int64 or ScalarType.Int32 or ScalarType.Int16 or ScalarType.Byte or ScalarType.Int8;
}
