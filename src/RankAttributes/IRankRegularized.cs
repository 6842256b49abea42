using RankAttributes.Metadata;
using TorchSharp;

namespace RankAttributes;

/// <summary>
/// A model whose weight matrices are regularized by rank. The source generator implements it on every partial TorchSharp
/// module annotated with <see cref="SchattenRegularizeAttribute"/>.
/// </summary>
public interface IRankRegularized
{
    /// <summary>
    /// Hands every weight of this model to <paramref name="collector"/>, each with its settings. Weights are read from the live
    /// module at each call, because <c>Module.to</c> replaces and disposes them.
    /// </summary>
    void CollectWeights(RankWeightCollector collector);

    /// <summary>
    /// The differentiable penalty Σ λ·φ(A) over every regularized weight, a scalar tensor on the weights' device, to be added to
    /// the training loss.
    /// </summary>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity; the message names the layer.</exception>
    torch.Tensor RegularizationLoss();

    /// <summary>Computes the loss and remembers each weight's method; <see langword="null"/> where the model computes its loss by itself.</summary>
    SchattenPenalty? Penalty => null;

    /// <summary>The training data that is declared for the model; <see langword="null"/> where its code is not generated.</summary>
    TrainingDeclaration? DeclaredTraining => null;

    /// <summary>Hands over the members that hold modules, with a way to replace each; nothing where the code is not generated.</summary>
    /// <param name="places">Receives them.</param>
    void CollectPlaces(MemberPlaces places)
    {
    }

    /// <summary>How each weight's penalty was last computed; empty where the model computes its loss by itself.</summary>
    IReadOnlyList<PenaltyStatus> PenaltyStatus => Penalty?.Status ?? [];
}
