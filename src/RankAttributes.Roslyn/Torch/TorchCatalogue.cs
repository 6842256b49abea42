using RankAttributes.Declarations;
using static RankAttributes.Roslyn.Torch.TorchRole;

namespace RankAttributes.Roslyn.Torch;

/// <summary>
/// Every factory of <c>torch.nn</c>: what its module is for, and which weights it has. A factory that is not here is unknown. The gains of a
/// normalization are not a matrix.
/// </summary>
internal static class TorchCatalogue
{
    public static readonly IReadOnlyList<TorchModule> All =
    [
        new("Linear", Layer) { Kind = LayerKind.Linear, Weights = TorchShapes.Linear,
            Properties = [("in_features", "inputSize"), ("out_features", "outputSize")] },
        new("Embedding", Layer) { Kind = LayerKind.Embedding, Weights = TorchShapes.Embedding },
        new("EmbeddingBag", Layer) { Kind = LayerKind.Embedding, Weights = TorchShapes.Embedding },
        new("Embedding_from_pretrained", Layer) { Type = "Embedding", Kind = LayerKind.Embedding, Weights = TorchShapes.Pretrained },
        new("EmbeddingBag_from_pretrained", Layer) { Type = "EmbeddingBag", Kind = LayerKind.Embedding, Weights = TorchShapes.Pretrained },
        new("Bilinear", Layer) { Kind = LayerKind.Bilinear, Weights = TorchShapes.Bilinear,
            Properties = [("in1_features", "in1_features"), ("in2_features", "in2_features"), ("out_features", "out_features")] },
        Convolution("Conv1d", LayerKind.Conv1d, 1, isTransposed: false),
        Convolution("Conv2d", LayerKind.Conv2d, 2, isTransposed: false),
        Convolution("Conv3d", LayerKind.Conv3d, 3, isTransposed: false),
        Convolution("ConvTranspose1d", LayerKind.ConvTranspose1d, 1, isTransposed: true),
        Convolution("ConvTranspose2d", LayerKind.ConvTranspose2d, 2, isTransposed: true),
        Convolution("ConvTranspose3d", LayerKind.ConvTranspose3d, 3, isTransposed: true),
        new("LSTM", Layer) { Kind = LayerKind.Lstm, Weights = given => TorchShapes.Recurrent(given, 4) },
        new("GRU", Layer) { Kind = LayerKind.Gru, Weights = given => TorchShapes.Recurrent(given, 3) },
        new("RNN", Layer) { Kind = LayerKind.Rnn, Weights = given => TorchShapes.Recurrent(given, 1) },
        new("LSTMCell", Layer) { Kind = LayerKind.Lstm, Weights = given => TorchShapes.Cell(given, 4) },
        new("GRUCell", Layer) { Kind = LayerKind.Gru, Weights = given => TorchShapes.Cell(given, 3) },
        new("RNNCell", Layer) { Kind = LayerKind.Rnn, Weights = given => TorchShapes.Cell(given, 1) },
        new("MultiheadAttention", Layer) { Kind = LayerKind.Attention, Weights = TorchShapes.Attention },
        new("TransformerEncoderLayer", Layer) { Kind = LayerKind.Attention, Weights = TorchShapes.EncoderLayer },
        new("TransformerDecoderLayer", Layer) { Kind = LayerKind.Attention, Weights = TorchShapes.DecoderLayer },
        new("TransformerEncoder", Layer) { Kind = LayerKind.Attention, Weights = given => TorchShapes.Stack(given, "encoder_layer") },
        new("TransformerDecoder", Layer) { Kind = LayerKind.Attention, Weights = given => TorchShapes.Stack(given, "decoder_layer") },
        new("Transformer", Layer) { Kind = LayerKind.Attention, Weights = TorchShapes.Transformer },

        .. Named(Container, TorchEffect.Unknown, "Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict"),
        .. Named(
            Activation, TorchEffect.Keeps,
            "CELU", "ELU", "GELU", "Hardshrink", "Hardsigmoid", "Hardswish", "Hardtanh", "LeakyReLU", "LogSigmoid", "LogSoftmax", "Mish", "PReLU", "RReLU",
                "ReLU", "ReLU6", "SELU",
            "SiLU", "Sigmoid", "Softmax", "Softmax2d", "Softmin", "Softplus", "Softshrink", "Softsign", "Tanh", "Tanhshrink", "Threshold", "Identity"),
        .. Named(Activation, TorchEffect.Unknown, "GLU"),
        .. Named(
            Normalization, TorchEffect.Keeps,
            "BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "GroupNorm", "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d", "LayerNorm", "LocalResponseNorm"),
        .. Named(Dropout, TorchEffect.Keeps, "AlphaDropout", "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "FeatureAlphaDropout"),
        .. Pools(1, "AdaptiveAvgPool1d", "AdaptiveMaxPool1d", "AvgPool1d", "MaxPool1d", "LPPool1d"),
        .. Pools(2, "AdaptiveAvgPool2d", "AdaptiveMaxPool2d", "AvgPool2d", "MaxPool2d", "LPPool2d"),
        .. Pools(3, "AdaptiveAvgPool3d", "AdaptiveMaxPool3d", "AvgPool3d", "MaxPool3d"),
        .. Named(Pooling, TorchEffect.Unknown, "FractionalMaxPool2d", "FractionalMaxPool3d", "MaxUnpool1d", "MaxUnpool2d", "MaxUnpool3d"),
        .. Named(
            Padding, TorchEffect.Unknown,
            "ConstantPad1d", "ConstantPad2d", "ConstantPad3d", "ReflectionPad1d", "ReflectionPad2d", "ReflectionPad3d", "ReplicationPad1d", "ReplicationPad2d",
                "ReplicationPad3d", "ZeroPad2d"),
        .. Named(Reshaping, TorchEffect.Unknown, "ChannelShuffle", "Fold", "PixelShuffle", "PixelUnshuffle", "Unflatten", "Unfold", "Upsample"),
        .. Named(Reshaping, TorchEffect.Flattens, "Flatten"),
        .. Named(Distance, TorchEffect.Unknown, "CosineSimilarity", "PairwiseDistance"),
        .. Named(
            Loss, TorchEffect.Unknown,
            "BCELoss", "BCEWithLogitsLoss", "CTCLoss", "CosineEmbeddingLoss", "CrossEntropyLoss", "GaussianNLLLoss", "HingeEmbeddingLoss", "HuberLoss",
                "KLDivLoss", "L1Loss", "MSELoss",
            "MarginRankingLoss", "MultiLabelMarginLoss", "MultiLabelSoftMarginLoss", "MultiMarginLoss", "NLLLoss", "PoissonNLLLoss", "SmoothL1Loss",
                "SoftMarginLoss", "TripletMarginLoss",
            "TripletMarginWithDistanceLoss"),
    ];

    private static readonly Dictionary<string, TorchModule> ByName = All.ToDictionary(module => module.Name, StringComparer.Ordinal);

    /// <summary>The module that a factory or type of this name is; <see langword="null"/> for one that is not known.</summary>
    public static TorchModule? Find(string name) => ByName.TryGetValue(name, out var module) ? module : null;

    /// <summary>A parameter's name without what versions of TorchSharp changed about it.</summary>
    public static string Plain(string name)
    {
        var plain = name.Replace("_", "").ToLowerInvariant();
        return plain switch
        {
            "inputchannel" or "inputchannels" => "inchannels",
            "outputchannel" or "outputchannels" => "outchannels",
            "infeatures" or "inputfeatures" => "inputsize",
            "outfeatures" or "outputfeatures" => "outputsize",
            "embeddeddim" => "embeddim",
            "embeddingdims" => "embeddingdim",
            "hasbias" => "bias",
            "strides" => "stride",
            "outputsizes" => "outputsize",
            _ => plain,
        };
    }

    private static TorchModule Convolution(string name, LayerKind kind, int axes, bool isTransposed) => new(name, Layer)
    {
        Kind = kind,
        Axes = axes,
        Effect = TorchEffect.Slides,
        Weights = given => isTransposed ? TorchShapes.Transposed(given, axes) : TorchShapes.Convolution(given, axes),
        Properties = [("in_channels", "in_channels"), ("out_channels", "out_channels"), ("groups", "groups")],
    };

    private static IEnumerable<TorchModule> Pools(int axes, params string[] names)
        => names.Select(name => new TorchModule(name, Pooling) { Axes = axes, Effect = TorchEffect.Slides });

    private static IEnumerable<TorchModule> Named(TorchRole role, TorchEffect effect, params string[] names)
        => names.Select(name => new TorchModule(name, role) { Effect = effect });
}
