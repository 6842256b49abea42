using RankAttributes.Codes;
using static TorchSharp.torch;

namespace Certified.Models;

/// <summary>The network for which a file was written, without its weights.</summary>
internal static class NetworkFile
{
    /// <exception cref="CodeFormatException">The file is not a network of this sample.</exception>
    public static (nn.Module<Tensor, Tensor> Model, CodeOptions Code) Network(string file)
    {
        var numbers = NetworkDescription.ReadArchitecture(file);
        if (EdgeArchitecture.Of(numbers) is { } architecture) return (new EdgeNetwork(architecture), CodeOf(architecture));
        if (Perceptron.Ranks(numbers) is { } ranks) return (new Perceptron(ranks), CodeOf(ranks));
        throw new CodeFormatException($"'{file}' is for no architecture of this sample.");
    }

    public static CodeOptions CodeOf(EdgeArchitecture architecture)
        => new() { InputShape = [1, 2 * Edges.Side, 2 * Edges.Side], Architecture = architecture.Numbers, HasScales = false };

    public static CodeOptions CodeOf(IReadOnlyList<int> ranks) => new() { InputShape = [Perceptron.Inputs], Architecture = Perceptron.Numbers(ranks) };
}
