namespace RankAttributes;

/// <summary>How a Schatten penalty and its gradient are computed. <c>docs/penalties.md</c> compares cost and accuracy.</summary>
public enum PenaltyMethod
{
    /// <summary>
    /// Nearly free. Matrices of fewer than 128 rows or columns: <see cref="Exact"/>. Larger ones: every seventh training step, with the
    /// gradient sevenfold and different weights at different steps, by <see cref="Subspace"/> on a processor and by
    /// <see cref="NewtonSchulz"/> on an accelerator. The value is that of the present weights within 20% of what the method computes, and an
    /// optimizer that computes the loss inside of its step, as <c>LBFGS</c>, gets the gradient of every weight each time.
    /// </summary>
    Auto,

    /// <summary>
    /// The closed-form gradient from a fresh decomposition at every step: relative error at most 1e-4 in float32, 1e-10 in float64.
    /// </summary>
    Exact,

    /// <summary>
    /// Every step, with the leading singular directions tracked from step to step and the remaining singular values taken as
    /// equal: an upper bound of the penalty, and its exact gradient, at the cost of a few thin matrix products.
    /// </summary>
    Subspace,

    /// <summary>
    /// Every step, from matrix products alone (Newton–Schulz iterations), which an accelerator computes far faster than a
    /// decomposition: relative error at most 1e-3 in float32 (2e-2 for a rank-deficient matrix at p of ½ and less), 1e-6 in float64. At a smoothing below 1e-3
    /// <see cref="Exact"/> answers.
    /// </summary>
    NewtonSchulz,

    /// <summary>
    /// The weight's part (p/2)·‖A‖_F² of a product of 2/p factors, without any decomposition: the minimum over all factorizations of a
    /// product into d = 2/p factors of Σ‖Aᵢ‖_F²/d is ‖A_d⋯A_1‖_Sp^p. <see cref="Auto"/> takes it where <c>forward</c> applies d linear layers
    /// one after another with nothing between them and p = 2/d is declared for all of them.
    /// </summary>
    Frobenius,
}
