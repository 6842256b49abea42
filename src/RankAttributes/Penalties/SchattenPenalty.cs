using System.ComponentModel;
using RankAttributes.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes;

/// <summary>
/// The smoothed Schatten-p penalty of a model: φ(A) = Σᵢ (σᵢ² + ε²)^(p/2) with ∇φ = p·A(AᵀA + ε²I)^(p/2−1), ε relative to the
/// spectral norm and constant under differentiation (no decomposition is ever differentiated).
/// </summary>
/// <remarks>
/// <para>One object serves one model and remembers, per weight, what its method carries from step to step; it is not for several threads
/// at once. A step ends when weights have changed after the gradient of a loss was taken: losses that are only read, micro-batches
/// that accumulate, and several losses before one backward pass belong to one step, and have the same value and gradient.</para>
/// <para>Where gradients are off (<c>torch.no_grad()</c>) the loss is the exact value.</para>
/// </remarks>
public sealed class SchattenPenalty
{
    private const string Prefix = "penalty.", StepName = Prefix + "step";

    private readonly Dictionary<string, PenaltyTerm> terms = [];
    private readonly Dictionary<string, Tensor> stored = [];
    private GradientProbe? probe;
    private long step;

    /// <summary>
    /// The strength λ in place of the one that the model's class declares; <see langword="null"/> for the declared one. A member that declares a
    /// strength of its own keeps its ratio to the class's. It holds for the loss and for <see cref="LowRankExtensions.ProximalStep"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The strength is negative or not finite.</exception>
    public double? Strength { get => Dial.Strength; set => Dial.Strength = value; }

    internal StrengthDial Dial { get; } = new();

    /// <summary>How each weight's penalty was last computed, and how old that is; empty before the first loss.</summary>
    public IReadOnlyList<PenaltyStatus> Status => [.. terms.Select(term => term.Value.Status(term.Key, step))];

    /// <summary>
    /// Σ λ·φ(A) over the model's weights, differentiable, a scalar of the widest weight's dtype (at least float32) on the first
    /// weight's device.
    /// </summary>
    /// <param name="model">The model whose weights are penalized.</param>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity.</exception>
    /// <exception cref="UnrepresentablePenaltyException">A weight is so large that the loss's dtype cannot hold its penalty.</exception>
    /// <exception cref="NotSupportedException">A weight has no singular values: it holds integers or complex numbers, or is on the meta device.</exception>
    public Tensor ComputeLoss(IRankRegularized model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = NewDisposeScope();
        var weights = model.CollectMatrices();
        var loss = weights.Count == 0 ? zeros([]) : is_grad_enabled() ? Watched(weights) : Exactly(weights);
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>The earlier name of <see cref="ComputeLoss"/>, for libraries compiled with it.</summary>
    /// <inheritdoc cref="ComputeLoss"/>
    [Obsolete("Renamed to ComputeLoss.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Tensor Loss(IRankRegularized model) => ComputeLoss(model);

    /// <summary>
    /// The state that the penalty carries from step to step, to be stored with a checkpoint: a training that is resumed with it continues bit for bit as
    /// the uninterrupted one. Copies, by name, for the same file as the model's own tensors.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> GetState()
    {
        using var gradientFree = no_grad();
        var isTaken = probe is { IsTaken: true };
        var state = stored.ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        state[StepName] = tensor(new[] { isTaken ? step + 1 : step });
        foreach (var (name, tensor) in Dial.Tensors()) state[Prefix + name] = tensor;
        foreach (var (weight, term) in terms)
        {
            foreach (var (name, tensor) in term.State(isTaken).Tensors()) state[NameOf(weight, name)] = tensor;
        }

        return state;
    }

    /// <summary>Takes up what another penalty of the same model had stored.</summary>
    /// <param name="state">The result of <see cref="GetState"/>; other entries are ignored.</param>
    public void SetState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        stored.Clear();
        foreach (var (name, tensor) in state.Where(entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal)))
            stored[name] = tensor.detach().clone().DetachFromDisposeScope();
        foreach (var name in Dial.Read(stored.Select(entry => (entry.Key[Prefix.Length..], entry.Value)))) stored.Remove(Prefix + name);
        step = stored.TryGetValue(StepName, out var count) ? count.cpu().data<long>()[0] : 0;
        probe = null;
        terms.Clear();
    }

    private Tensor Watched(IReadOnlyList<RegularizedWeight> weights)
    {
        var current = weights.Select((weight, index) => (weight, term: TermOf(weight, index), stamp: WeightStamp.Of(weight.Weight))).ToList();
        if (probe is { IsTaken: true } && current.Exists(entry => entry.term.HasChanged(entry.stamp))) Advance();
        foreach (var (_, term, stamp) in current) term.See(stamp);

        var isLazy = !OptimizerClosure.IsRunning;
        var evaluations = Measurements.Of([.. current.Select(entry => entry.term.Measure(entry.weight.AsMatrix(), entry.term.StepsAt(step, isLazy)))])
            .Zip(current, (measures, entry) =>
            {
                var steps = entry.term.StepsAt(step, isLazy);
                return new WeightedEvaluation(entry.weight, entry.term.At(entry.weight, step, steps, measures), steps);
            });
        var loss = WeightedEvaluation.Sum([.. evaluations]);
        if (!loss.requires_grad) return loss;
        probe ??= new GradientProbe(loss.dtype, loss.device);
        return probe.AddTo(loss);
    }

    private void Advance()
    {
        foreach (var term in terms.Values) term.Commit();
        probe?.Dispose();
        probe = null;
        step++;
    }

    private PenaltyTerm TermOf(RegularizedWeight weight, int index)
    {
        if (terms.TryGetValue(weight.Name, out var term) && term.Serves(weight)) return term;
        var state = TermState.Read(name => stored.Remove(NameOf(weight.Name, name), out var tensor) ? tensor : null, weight.AsMatrix());
        return terms[weight.Name] = new PenaltyTerm(weight, index, step, state);
    }

    private static string NameOf(string weight, string name) => $"{Prefix}{weight}.{name}";

    private static Tensor Exactly(IReadOnlyList<RegularizedWeight> weights) => WeightedEvaluation.Sum(
        [.. weights.Select(weight => new WeightedEvaluation(weight, new ExactPenalty().Evaluate(weight.AsMatrix(), weight.Name, weight.Settings), 0))]);
}
