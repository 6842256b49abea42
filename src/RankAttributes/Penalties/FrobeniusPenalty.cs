using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>(p/2)·‖A‖_F² with gradient p·A: one factor's part of the Schatten-p penalty of a product of 2/p factors.</summary>
internal sealed class FrobeniusPenalty : PenaltyEvaluator
{
    /// <inheritdoc />
    protected override double Degree(double p) => 2;

    /// <inheritdoc />
    protected override PenaltyEvaluation EvaluateWide(Tensor matrix, PenaltySettings settings)
        => new(settings.P / 2 * Math.Pow(matrix.norm().ToDouble(), 2), matrix * settings.P);
}
