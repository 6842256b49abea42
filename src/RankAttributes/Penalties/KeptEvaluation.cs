using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>φ and ∇φ at the weights of one step, and what tells at a later step how far the weight has moved since.</summary>
/// <remarks>
/// φ is concave in AAᵀ, so that φ(A + E) is at most φ(A) + ⟨∇φ(A), E⟩ + ½⟨W, EEᵀ⟩, and in a training it is at least the tangent. The value
/// predicted is in the middle. ⟨W, EEᵀ⟩ is tr(W)/q·‖E‖_F² for a random E, and ‖E‖_F is that of the image Eω for a random ω.
/// </remarks>
internal sealed class KeptEvaluation : IDisposable
{
    private readonly Tensor? direction;

    /// <param name="matrix">The weight, rows × columns.</param>
    /// <param name="evaluation">Its penalty.</param>
    /// <param name="predicts">Whether values at other weights will be predicted from it.</param>
    public KeptEvaluation(Tensor matrix, PenaltyEvaluation evaluation, bool predicts)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        Evaluation = evaluation with { Gradient = evaluation.Gradient.DetachFromDisposeScope() };
        InnerProduct = Inner(matrix).ToDouble();
        if (!predicts) return;
        direction = Probe(matrix.shape[1], evaluation.Gradient).DetachFromDisposeScope();
        Image = ImageOf(matrix).DetachFromDisposeScope();
    }

    /// <summary>Restores one that was stored.</summary>
    /// <param name="evaluation">Value and gradient at A₀; the object takes the gradient over.</param>
    /// <param name="image">A₀ω, taken over.</param>
    /// <param name="inner">⟨∇φ(A₀), A₀⟩.</param>
    public KeptEvaluation(PenaltyEvaluation evaluation, Tensor image, double inner)
    {
        (Evaluation, Image, InnerProduct) = (evaluation, image, inner);
        direction = Probe(evaluation.Gradient.shape[1], evaluation.Gradient).DetachFromDisposeScope();
    }

    public PenaltyEvaluation Evaluation { get; }

    /// <summary>A₀ω, or <see langword="null"/> where nothing is predicted.</summary>
    public Tensor? Image { get; }

    /// <summary>⟨∇φ(A₀), A₀⟩ in the computing dtype.</summary>
    public double InnerProduct { get; }

    /// <summary>⟨∇φ(A₀), A⟩ and ‖(A − A₀)ω‖, two scalars on the weight's device.</summary>
    public Tensor Measure(Tensor matrix)
    {
        using var gradientFree = no_grad();
        var product = Inner(matrix);
        return stack([product, Image is null ? product : (ImageOf(matrix) - Image).norm()]);
    }

    /// <summary>The value at the weight that <see cref="Measure"/> was given, and how far from it the true one may be.</summary>
    public (double Value, double Error) Predict(double inner, double distance)
    {
        var error = Evaluation.MeanWeight * distance * distance / 4;
        return (Evaluation.Value + inner - InnerProduct + error, error);
    }

    /// <summary>Whether the weight is the one of the evaluation, to the last bit of an inner product.</summary>
    public bool IsAt(double inner) => inner == InnerProduct;

    public void Dispose()
    {
        Evaluation.Gradient.Dispose();
        direction?.Dispose();
        Image?.Dispose();
    }

    private static Tensor Probe(long columns, Tensor like)
    {
        using var generator = new Generator(2);
        return randn(columns, ScalarType.Float32, generator: generator).to(like.dtype, like.device);
    }

    private Tensor Inner(Tensor matrix) => matrix.detach().to_type(Evaluation.Gradient.dtype).reshape(-1).dot(Evaluation.Gradient.reshape(-1));

    private Tensor ImageOf(Tensor matrix) => matrix.detach().to_type(direction!.dtype).mv(direction);
}
