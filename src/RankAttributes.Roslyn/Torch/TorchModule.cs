using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Torch;

/// <summary>What a module of TorchSharp is for.</summary>
internal enum TorchRole
{
    Layer,
    Container,
    Activation,
    Normalization,
    Dropout,
    Pooling,
    Padding,
    Reshaping,
    Distance,
    Loss,
}

/// <summary>What a module does to the spatial axes of its input.</summary>
internal enum TorchEffect
{
    Keeps,
    Flattens,
    Slides,
    Unknown,
}

/// <summary>One module of TorchSharp, as its factory in <c>torch.nn</c> makes it.</summary>
/// <param name="Name">The factory's name, and that of the module's type.</param>
/// <param name="Role">What it is for.</param>
internal sealed record TorchModule(string Name, TorchRole Role)
{
    /// <summary>What its weight matrices are; <see langword="null"/> where it has none.</summary>
    public LayerKind? Kind { get; init; }

    /// <summary>The type of the module, where the factory has another name.</summary>
    public string Type { get; init; } = Name;

    /// <summary>The matrices by the arguments of the factory; an unknown where an argument that decides about their number has no value.</summary>
    public Func<TorchArguments, TorchWeights>? Weights { get; init; }

    public TorchEffect Effect { get; init; }

    /// <summary>The number of axes that its window slides over.</summary>
    public int Axes { get; init; }

    /// <summary>Properties of the module by the parameters that set them.</summary>
    public IReadOnlyList<(string Property, string Parameter)> Properties { get; init; } = [];

    /// <summary>Whether it holds no weight of two axes or more, whatever its arguments.</summary>
    public bool IsWeightless => Role is not (TorchRole.Layer or TorchRole.Container) && Weights is null;
}

/// <summary>The weights of a module, or why they are not known.</summary>
/// <param name="Matrices">Each tensor as the matrices it stands for.</param>
/// <param name="Reason">Why nothing is known.</param>
internal sealed record TorchWeights(IReadOnlyList<MatrixShape> Matrices, string? Reason = null)
{
    /// <summary>Tensors by name, in TorchSharp's shape.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Tensors { get; init; } = new Dictionary<string, ParameterValue>();

    public static TorchWeights Unread(string reason) => new([], reason);
}
