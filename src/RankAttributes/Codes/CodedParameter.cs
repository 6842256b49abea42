using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>One parameter of a model as a code sees it: integers times a step.</summary>
/// <param name="Name">Its registered name.</param>
/// <param name="Shape">Its axes.</param>
/// <param name="ScaleExponent">j: its step is multiplied by 2^(j/4).</param>
internal sealed record CodedParameter(string Name, long[] Shape, int ScaleExponent)
{
    private const double UsualDeviation = 0.8;
    private const int ExponentsPerDoubling = 4, MaxExponent = 400;

    public int Count => checked((int)Shape.Aggregate(1L, (product, axis) => product * axis));

    /// <summary>The step fixed by the architecture: 1, and ½ for biases and other vectors.</summary>
    public double BaseStep => Shape.Length > 1 ? 1 : 0.5;

    public double Step => BaseStep * Math.Pow(2, (double)ScaleExponent / ExponentsPerDoubling);

    /// <summary>The parameters of a module in the order of their declaration, each once.</summary>
    /// <exception cref="InvalidOperationException">There are none, or one is not of a floating-point type.</exception>
    public static IReadOnlyList<(CodedParameter Coded, Parameter Live)> Of(nn.Module model, bool hasScales)
    {
        using var gradientFree = no_grad();
        var seen = new HashSet<IntPtr>();
        var list = new List<(CodedParameter, Parameter)>();
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (!seen.Add(parameter.Handle)) continue;
            if (!parameter.is_floating_point())
                throw new InvalidOperationException($"Parameter '{name}' is of type {parameter.dtype}; a code needs real numbers.");
            var coded = new CodedParameter(name, [.. parameter.shape], 0);
            list.Add((hasScales ? coded with { ScaleExponent = coded.ExponentFor(parameter) } : coded, parameter));
        }

        return list.Count > 0 ? list : throw new InvalidOperationException("The model has no registered parameters; did you call RegisterComponents()?");
    }

    /// <summary>j at which the weights have the deviation at which integers are used best; 0 where they say nothing.</summary>
    private int ExponentFor(Tensor weight)
    {
        var deviation = weight.to_type(ScalarType.Float64).square().mean().sqrt().item<double>();
        if (!(deviation > 0) || double.IsInfinity(deviation)) return 0;
        return (int)Math.Clamp(Math.Round(ExponentsPerDoubling * Math.Log2(deviation / BaseStep / UsualDeviation)), -MaxExponent, MaxExponent);
    }
}
