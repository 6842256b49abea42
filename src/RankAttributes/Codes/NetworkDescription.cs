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
    /// <exception cref="CodeFormatException">The file is no code, is damaged, or is one of another model.</exception>
    public static NetworkDescription Load(string path, nn.Module<Tensor, Tensor> model, CodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        return CodeFile.Read(CodeFile.ReadAll(path), path, model, options);
    }

    /// <summary>The architecture for which a file was written, so that the model can be built before <see cref="Load"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CodeFormatException">The file is no code or is damaged.</exception>
    public static IReadOnlyList<long> ReadArchitecture(string path) => CodeFile.ReadHeader(CodeFile.ReadAll(path), path).Architecture;

    /// <summary>Puts the decoded weights into a model.</summary>
    /// <param name="model">A model of the same class and architecture.</param>
    /// <exception cref="InvalidOperationException">Its parameters are not those of this description.</exception>
    public void ApplyTo(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        var live = CodedParameter.Of(model, false);
        if (live.Count != Coded.Count) throw new InvalidOperationException($"The model has {live.Count} parameters, its description {Coded.Count}.");
        foreach (var ((found, _), known) in live.Zip(Coded))
        {
            if (found.Name != known.Name || !found.Shape.AsSpan().SequenceEqual(known.Shape))
                throw new InvalidOperationException(
                    $"The model has the parameter '{found.Name}' of shape [{string.Join(", ", found.Shape)}], its description '{known.Name}' of shape [{string.Join(", ", known.Shape)}].");
        }

        for (var index = 0; index < live.Count; index++)
            live[index].Live.copy_(tensor(Values(index)).view(live[index].Live.shape));
    }

    /// <summary>The weights of a parameter, row-major.</summary>
    private protected abstract float[] Values(int index);
}
