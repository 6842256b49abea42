using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Certified.Models;

/// <summary>An ordinary network of two hidden layers, 7.5 MB of weights, or the same with thin layers in the place of wide ones.</summary>
internal sealed class Perceptron : Module<Tensor, Tensor>
{
    public const int Inputs = 784;

    private const int Width = 1024, Classes = 10, LargestRank = 1024;

    // The third design after those of EdgeNetwork.
    private const int Design = 3;

    private readonly Module<Tensor, Tensor> fc1, fc2, head;

    /// <param name="ranks">For each of the three layers the rank of the two in its place; 0 where it is one layer.</param>
    public Perceptron(IReadOnlyList<int> ranks)
        : base(nameof(Perceptron))
    {
        (fc1, fc2, head) = (Layer(Inputs, Width, ranks[0]), Layer(Width, Width, ranks[1]), Layer(Width, Classes, ranks[2]));
        RegisterComponents();
    }

    /// <summary>What a file says of a network with these ranks.</summary>
    public static IReadOnlyList<long> Numbers(IReadOnlyList<int> ranks) => [Design, .. ranks.Select(rank => rank + 1L)];

    /// <summary>The ranks in the numbers of a file; <see langword="null"/> where they are none of this class.</summary>
    public static IReadOnlyList<int>? Ranks(IReadOnlyList<long> numbers)
        => numbers is [Design, _, _, _] && numbers.Skip(1).All(number => number is >= 1 and <= LargestRank + 1)
            ? [.. numbers.Skip(1).Select(number => (int)number - 1)]
            : null;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return head.call(functional.relu(fc2.call(functional.relu(fc1.call(input))))).MoveToOuterDisposeScope();
    }

    // The names are those of Compress, so that its result has the parameters of a network that is made thin at once.
    private static Module<Tensor, Tensor> Layer(int inputs, int outputs, int rank) => rank == 0
        ? Linear(inputs, outputs)
        : Sequential(("down", Linear(inputs, rank, hasBias: false)), ("up", Linear(rank, outputs)));
}
