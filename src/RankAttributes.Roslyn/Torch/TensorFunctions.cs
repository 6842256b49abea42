namespace RankAttributes.Roslyn.Torch;

/// <summary>Functions of tensors by what they do to spatial axes.</summary>
internal static class TensorFunctions
{
    private static readonly HashSet<string> Elementwise = new(StringComparer.Ordinal)
    {
        "relu", "relu_", "relu6", "leaky_relu", "leaky_relu_", "gelu", "silu", "silu_", "elu", "elu_", "sigmoid", "sigmoid_", "tanh", "tanh_", "hardswish",
            "mish", "softplus",
        "dropout", "dropout_", "dropout1d", "dropout2d", "dropout3d", "feature_dropout", "alpha_dropout", "softmax", "log_softmax", "batch_norm",
        "add", "add_", "mul", "mul_", "sub", "div", "abs", "sqrt", "square", "clamp",
    };

    private static readonly HashSet<string> Same = new(StringComparer.Ordinal)
    {
        "to", "cuda", "cpu", "contiguous", "clone", "alias", "MoveToOuterDisposeScope", "DetachFromDisposeScope", "requires_grad_",
    };

    private static readonly HashSet<string> Flattening = new(StringComparer.Ordinal) { "flatten", "view", "reshape", "mean", "squeeze" };

    public static bool KeepsSizes(string name) => Elementwise.Contains(name);

    public static bool KeepsValues(string name) => Same.Contains(name);

    public static bool DropsAxes(string name) => Flattening.Contains(name);

    /// <summary>The number of axes that pooling of this name slides over: <c>max_pool2d</c>, <c>adaptive_avg_pool1d</c>.</summary>
    public static int? PoolingAxes(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower.Contains("pool") && lower.EndsWith("d", StringComparison.Ordinal) && lower[lower.Length - 2] is '1' or '2' or '3'
            ? lower[lower.Length - 2] - '0'
            : null;
    }
}
