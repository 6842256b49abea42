using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;
using static RankAttributes.Declarations.DimensionOperator;

namespace RankAttributes.Roslyn.Torch;

/// <summary>The weight matrices of TorchSharp's modules, by the arguments of their factories.</summary>
internal static class TorchShapes
{
    private const int MaxRecurrentLayers = 1_000;

    public static TorchWeights Linear(TorchArguments arguments)
    {
        if (arguments.Find("weight") is not { } weight) return Matrix(arguments, "outputSize", "inputSize");
        return weight is ParameterValue { Shape: [var rows, var columns] } made
            ? new TorchWeights([new MatrixShape("weight", rows, columns)]) { Tensors = new Dictionary<string, ParameterValue> { ["weight"] = made } }
            : TorchWeights.Unread("the shape of its weight is not known");
    }

    public static TorchWeights Embedding(TorchArguments arguments) => Matrix(arguments, "num_embeddings", "embedding_dims");

    public static TorchWeights Pretrained(TorchArguments arguments) => arguments.Find("embeddings") is ParameterValue { Shape: [var rows, var columns] }
        ? new TorchWeights([new MatrixShape("weight", rows, columns)])
        : TorchWeights.Unread("the shape of the given embeddings is not known");

    /// <summary>Its weight has three axes: one matrix for each output.</summary>
    public static TorchWeights Bilinear(TorchArguments arguments)
        => new([new MatrixShape("weight", arguments.Number("in1_features"), arguments.Number("in2_features"), arguments.Number("out_features"))]);

    /// <summary><c>out × (in/groups · kernel area)</c>.</summary>
    public static TorchWeights Convolution(TorchArguments arguments, int axes)
    {
        var (outputs, inputs) = (arguments.Number("out_channels"), Numbers.Apply(Divide, arguments.Number("in_channels"), arguments.Number("groups", 1)));
        return Stacked(outputs, inputs, Kernel(arguments, axes), transposed: false);
    }

    /// <summary>It maps each channel to <c>out/groups · kernel area</c> numbers; TorchSharp keeps that matrix transposed.</summary>
    public static TorchWeights Transposed(TorchArguments arguments, int axes)
    {
        var (outputs, inputs) = (Numbers.Apply(Divide, arguments.Number("out_channels"), arguments.Number("groups", 1)), arguments.Number("in_channels"));
        return Stacked(inputs, outputs, Kernel(arguments, axes), transposed: true);
    }

    public static TorchWeights Recurrent(TorchArguments arguments, int gates)
    {
        var (inputs, hidden) = (arguments.Number("inputSize"), arguments.Number("hiddenSize"));
        if (arguments.Number("numLayers", 1).Value is not { } layers || arguments.Number("bidirectional", 0).Value is not { } twoWays)
            return TorchWeights.Unread("the number of recurrent layers or directions has no value");
        if (layers is < 1 or > MaxRecurrentLayers) return TorchWeights.Unread("the number of recurrent layers is out of range");
        var matrices = new List<MatrixShape>();
        for (var layer = 0L; layer < layers; layer++)
        {
            var entering = layer == 0 ? inputs : Numbers.Apply(Multiply, DimensionExpression.Of(twoWays == 0 ? 1 : 2), hidden);
            foreach (var direction in twoWays == 0 ? [""] : new[] { "", "_reverse" })
            {
                matrices.Add(Gates($"weight_ih_l{layer}{direction}", gates, hidden, entering));
                matrices.Add(Gates($"weight_hh_l{layer}{direction}", gates, hidden, hidden));
            }
        }

        return new TorchWeights(matrices);
    }

    public static TorchWeights Cell(TorchArguments arguments, int gates)
    {
        var (inputs, hidden) = (arguments.Number("inputSize"), arguments.Number("hiddenSize"));
        return new TorchWeights([Gates("weight_ih", gates, hidden, inputs), Gates("weight_hh", gates, hidden, hidden)]);
    }

    public static TorchWeights Attention(TorchArguments arguments)
    {
        var width = arguments.Number("embedded_dim");
        var (keys, values) = (arguments.Find("kdim") is null
            ? width
            : arguments.Number("kdim"), arguments.Find("vdim") is null
            ? width
            : arguments.Number("vdim"));
        var matrices = new List<MatrixShape>();
        if (keys.Equals(width) && values.Equals(width))
        {
            matrices.Add(Gates("in_proj_weight", 3, width, width));
        }
        else
        {
            if (keys.Value is null || values.Value is null || width.Value is null)
                return TorchWeights.Unread("whether the projections of attention are one tensor depends on sizes that have no value yet");
            matrices.Add(new MatrixShape("q_proj_weight", width, width));
            matrices.Add(new MatrixShape("k_proj_weight", width, keys));
            matrices.Add(new MatrixShape("v_proj_weight", width, values));
        }

        if (arguments.Number("add_bias_kv", 0).Value is not { } hasBiases)
            return TorchWeights.Unread("whether attention adds biases to keys and values has no value");
        matrices.Add(new MatrixShape("out_proj.weight", width, width));
        var one = DimensionExpression.Of(1);
        if (hasBiases != 0) matrices.AddRange([new MatrixShape("bias_k", one, width, one), new MatrixShape("bias_v", one, width, one)]);
        return new TorchWeights(matrices);
    }

    public static TorchWeights EncoderLayer(TorchArguments arguments) => new(Block(arguments, "self_attn"));

    public static TorchWeights DecoderLayer(TorchArguments arguments) => new(Block(arguments, "self_attn", "multihead_attn"));

    /// <summary>Copies of one layer.</summary>
    public static TorchWeights Stack(TorchArguments arguments, string layer)
        => arguments.Find(layer) is LayerValue made && arguments.Number("num_layers").Value is >= 0 and <= MaxRecurrentLayers and { } count
            ? new TorchWeights(Copies("layers", count, made.Matrices))
            : TorchWeights.Unread("the number of its layers has no value");

    public static TorchWeights Transformer(TorchArguments arguments)
        => arguments.Number("num_encoder_layers", 6).Value is >= 0 and <= MaxRecurrentLayers and { } encoders
            && arguments.Number("num_decoder_layers", 6).Value is >= 0 and <= MaxRecurrentLayers and { } decoders
            ? new TorchWeights([.. Copies("encoder.layers", encoders, EncoderLayer(arguments).Matrices),
                .. Copies("decoder.layers", decoders, DecoderLayer(arguments).Matrices)])
            : TorchWeights.Unread("the number of its layers has no value");

    private static IReadOnlyList<MatrixShape> Copies(string name, long count, IReadOnlyList<MatrixShape> matrices)
        => [.. Enumerable.Range(0, (int)count).SelectMany(index => matrices.Select(matrix => matrix with { Suffix = $"{name}.{index}.{matrix.Suffix}" }))];

    private static IReadOnlyList<MatrixShape> Block(TorchArguments arguments, params string[] attentions)
    {
        var (width, inner) = (arguments.Number("d_model", 512), arguments.Number("dim_feedforward", 2_048));
        return
        [
            .. attentions.SelectMany(name => new[] { Gates($"{name}.in_proj_weight", 3, width, width),
                new MatrixShape($"{name}.out_proj.weight", width, width) }),
            new MatrixShape("linear1.weight", inner, width) { Kind = LayerKind.Linear },
            new MatrixShape("linear2.weight", width, inner) { Kind = LayerKind.Linear },
        ];
    }

    private static TorchWeights Matrix(TorchArguments arguments, string rows, string columns)
    {
        var (m, n) = (arguments.Number(rows), arguments.Number(columns));
        return new TorchWeights([new MatrixShape("weight", m, n)])
        {
            Tensors = new Dictionary<string, ParameterValue> { ["weight"] = new([m, n]) { IsParameter = true } },
        };
    }

    private static TorchWeights Stacked(DimensionExpression first, DimensionExpression second, IReadOnlyList<DimensionExpression> kernel, bool transposed)
    {
        var folded = Numbers.Apply(Multiply, second, kernel.Aggregate(DimensionExpression.Of(1), (product, side) => Numbers.Apply(Multiply, product, side)));
        return new TorchWeights([transposed ? new MatrixShape("weight", folded, first) : new MatrixShape("weight", first, folded)])
        {
            Tensors = new Dictionary<string, ParameterValue> { ["weight"] = new([first, second, .. kernel]) { IsParameter = true } },
        };
    }

    private static IReadOnlyList<DimensionExpression> Kernel(TorchArguments arguments, int axes)
        => arguments.Sizes("kernel_size") ?? [.. Enumerable.Repeat(arguments.Number("kernel_size"), axes)];

    private static MatrixShape Gates(string name, int gates, DimensionExpression outputs, DimensionExpression inputs)
        => new(name, outputs, inputs, gates == 1 ? null : DimensionExpression.Of(gates));
}
