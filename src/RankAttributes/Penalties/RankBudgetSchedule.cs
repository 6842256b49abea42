using RankAttributes.Bounds;
using RankAttributes.Tracking.Spectra;

namespace RankAttributes;

/// <summary>
/// Trains to the declared rank budgets: leads the effective rank of each weight from where it starts to its budget, by raising the strength of
/// its penalty where the rank is above that path, and lowering it, never below the declared one, where it is below.
/// </summary>
/// <remarks>
/// <para>The effective rank is Σ(σᵢ/σ₁)^p at the weight's own p, which a <see cref="SchattenRegularizeAttribute.Rank"/> limits. Weights without a
/// budget keep their strength. The strengths are those of the model from then on, in <c>RegularizationLoss()</c> and in
/// <see cref="LowRankExtensions.ProximalStep"/>, and travel with <see cref="RankRegularizedExtensions.GetPenaltyState"/>, as the place on the path does.</para>
/// <para>Each update costs the singular values of every weight that has a budget: a few updates in an epoch are enough. Let the learning rate fall
/// to zero: the steps of an optimizer at a constant rate are noise of full rank.</para>
/// </remarks>
public sealed class RankBudgetSchedule
{
    /// <summary>The share of the updates in which the path falls; at the end of it the network trains within its budget.</summary>
    private const double Descent = 0.8;

    private readonly IRankRegularized model;
    private readonly SchattenPenalty penalty;
    private readonly int updates;

    /// <summary>Makes a schedule of a model.</summary>
    /// <param name="model">The annotated model.</param>
    /// <param name="updates">How often <see cref="Update"/> will be called in the whole run, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no update.</exception>
    /// <exception cref="NotSupportedException">The model computes its loss by itself, so nothing here can change its strength.</exception>
    public RankBudgetSchedule(IRankRegularized model, int updates)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(updates, 1);
        (this.model, this.updates, penalty) = (model, updates, model.RequirePenalty());
    }

    /// <summary>The most by which an update multiplies or divides a strength, above 1 and finite; 1.5 by default.</summary>
    public double Rate
    {
        get;
        init => field = value > 1 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The rate must be finite and above 1.");
    } = 1.5;

    /// <summary>How many times the declared strength a strength may become, at least 1 and finite; 100 by default.</summary>
    public double Limit
    {
        get;
        init => field = value >= 1 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit must be finite and at least 1.");
    } = 100;

    /// <summary>Measures the weights that have a budget, and sets the strengths that they are trained with from now on.</summary>
    /// <returns>Each weight that has a budget, as it was measured, with the strength that it has now.</returns>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity; no strength has been changed.</exception>
    public IReadOnlyList<RankBudgetStatus> Update()
    {
        var measured = Measure();
        foreach (var weight in measured)
        {
            var (first, done) = penalty.Dial.HistoryOf(weight.Name) ?? (Math.Max(weight.EffectiveRank, weight.Budget), 0);
            var way = Math.Min(1, (done + 1) / (Descent * updates));
            var path = Math.Pow(first, 1 - way) * Math.Pow(weight.Budget, way);
            var change = Math.Clamp(weight.EffectiveRank / path, 1 / Rate, Rate);
            penalty.Dial.SetFactor(weight.Name, Math.Clamp(penalty.Dial.FactorOf(weight.Name) * change, 1, Limit), first, done + 1);
        }

        var strengths = model.GetRegularizedWeights().ToDictionary(weight => weight.Name, weight => weight.Strength);
        return [.. measured.Select(weight => weight with { Strength = strengths[weight.Name] })];
    }

    /// <summary>Measures the weights that have a budget, and changes nothing.</summary>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity.</exception>
    public IReadOnlyList<RankBudgetStatus> Measure() =>
    [
        .. model.CollectMatrices().Where(weight => weight.Rank is not null).Select(weight => new RankBudgetStatus(
            weight.Name,
            SpectralMeasures.EffectiveRank(SingularValues.Of(weight.AsMatrix()) ?? throw new NonFiniteWeightException(weight.Name), weight.P),
            weight.Rank!.Value,
            weight.Strength)),
    ];
}
