using RankAttributes;

namespace Quickstart.Training;

/// <summary>The trained model after one step towards exactly low rank.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Ranks">The ranks of the weights, where this step changed them.</param>
/// <param name="Parameters">The entries of all weights and biases.</param>
/// <param name="TestAccuracy">Share of test samples classified correctly.</param>
internal sealed record FinishStep(string Name, IReadOnlyList<WeightRank> Ranks, long Parameters, double TestAccuracy);

/// <summary>Makes the small singular values of a trained model zero, and layers of low rank thin.</summary>
internal static class Finish
{
    /// <summary>η of the proximal step: with λ = 1e-3 and p = ½ it sets singular values below 0.0032 to zero.</summary>
    public const double StepSize = 0.1;

    /// <summary>All steps, one after another, on the given model.</summary>
    /// <param name="model">The trained model; it is changed.</param>
    /// <param name="accuracy">Measures the accuracy of the model as it is.</param>
    public static IReadOnlyList<FinishStep> Of(Mlp model, Func<double> accuracy)
    {
        FinishStep Step(string name, IReadOnlyList<WeightRank> ranks)
            => new(name, ranks, model.parameters().Sum(parameter => parameter.numel()), accuracy());
        var trained = Step("trained", []);
        var proximal = Step(FormattableString.Invariant($"ProximalStep({StepSize})"), model.ProximalStep(StepSize));
        model.Factorize();
        var factorized = Step("Factorize()", []);
        var truncated = Step("Truncate()", model.Truncate());
        return [trained, proximal, factorized, truncated];
    }
}
