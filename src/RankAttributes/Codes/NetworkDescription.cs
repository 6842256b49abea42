using RankAttributes.Bounds.Codes;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>One network and what it takes to tell it from the others: what a certificate is about, and what a file holds.</summary>
public abstract class NetworkDescription
{
    private protected NetworkDescription(IReadOnlyList<CodedParameter> coded, IReadOnlyList<long> architecture, bool hasScales)
        => (Coded, Architecture, HasScales) = (coded, architecture, hasScales);

    /// <summary>The natural numbers that tell this model from the others that could have been reported.</summary>
    public IReadOnlyList<long> Architecture { get; }

    /// <summary>Whether every tensor has a scale of its own.</summary>
    public bool HasScales { get; }

    /// <summary>The description length in bits, everything included: header, tensors, and what the choice among draws costs.</summary>
    public abstract double Bits { get; }

    /// <summary>Bits of the architecture and of the scales.</summary>
    public double HeaderBits => 1 + EliasGamma.Length(Architecture.Count + 1) + Architecture.Sum(number => EliasGamma.Length(number))
        + (HasScales ? Coded.Sum(parameter => EliasGamma.SignedLength(parameter.ScaleExponent)) : 0);

    /// <summary>The bits of each parameter, in the order of their declaration.</summary>
    public abstract IReadOnlyList<DescribedTensor> Table { get; }

    /// <summary>Which statement holds of it.</summary>
    public abstract CodeMethod Method { get; }

    internal IReadOnlyList<CodedParameter> Coded { get; }

    /// <summary>The bound on the probability of an error on new data.</summary>
    /// <param name="errors">k: errors on the training samples.</param>
    /// <param name="samples">N.</param>
    /// <param name="delta">δ in (0, 1).</param>
    public abstract double ErrorBound(long errors, long samples, double delta);

    /// <summary>The bytes of the file.</summary>
    public abstract byte[] ToBytes();

    /// <summary>Writes the file. Another file in its place is replaced at once or not at all.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CodeFile.WriteAtomically(path, ToBytes());
    }

    /// <summary>Reads a file for a model of the same class and architecture. The model is not changed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model whose parameters it describes; <see cref="ReadArchitecture"/> says how to build it.</param>
    /// <param name="options">The options with which it was made; the architecture is compared.</param>
    /// <exception cref="CodeFormatException">The file is not a code, is damaged, or is one of another model.</exception>
    public static NetworkDescription Load(string path, nn.Module<Tensor, Tensor> model, CodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        return CodeFile.Read(CodeFile.ReadAll(path), path, model, options);
    }

    /// <summary>The architecture for which a file was written, so that the model can be built before <see cref="Load"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CodeFormatException">The file is not a code or is damaged.</exception>
    public static IReadOnlyList<long> ReadArchitecture(string path) => CodeFile.ReadHeader(CodeFile.ReadAll(path), path).Architecture;

    /// <summary>Puts the decoded weights into a model.</summary>
    /// <param name="model">A model of the same class and architecture.</param>
    /// <exception cref="InvalidOperationException">Its parameters are not those of this description.</exception>
    public void ApplyTo(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        if (DifferencesFrom(model) is { Count: > 0 } differences)
            throw new InvalidOperationException($"The model is not the one that was described: {string.Join("; ", differences)}.");
        var live = CodedParameter.Of(model, false).ToDictionary(pair => pair.Coded.Name, pair => pair.Live);
        for (var index = 0; index < Coded.Count; index++)
        {
            var parameter = live[Coded[index].Name];
            parameter.copy_(tensor(Values(index)).view(parameter.shape));
        }
    }

    /// <summary>By name, which parameters a model has outside of this description, or lacks; empty where it is the model that was described.</summary>
    internal IReadOnlyList<string> DifferencesFrom(nn.Module model)
    {
        var live = CodedParameter.Of(model, false).ToDictionary(pair => pair.Coded.Name, pair => pair.Coded.Shape);
        var known = Coded.ToDictionary(parameter => parameter.Name, parameter => parameter.Shape);
        return
        [
            .. live.Keys.Except(known.Keys).Select(name => $"the parameter '{name}' is not part of the code: describe the model as it is now"),
            .. known.Keys.Except(live.Keys).Select(name => $"the code has a parameter '{name}' that the model lacks"),
            .. known.Where(item => live.TryGetValue(item.Key, out var shape) && !shape.AsSpan().SequenceEqual(item.Value))
                .Select(item => $"the parameter '{item.Key}' has the shape {Shape(live[item.Key])}, in the code {Shape(item.Value)}"),
        ];
    }

    private static string Shape(long[] shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>The weights of a parameter, row-major.</summary>
    private protected abstract float[] Values(int index);
}
