using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>The leading singular directions of one weight that are followed from step to step.</summary>
/// <param name="Directions">U, orthonormal columns.</param>
/// <param name="Evaluations">How often they were used, which tells when they are refreshed.</param>
/// <param name="Tail">The share of ‖A‖_F² outside of them when they were last used.</param>
internal sealed record FollowedSubspace(Tensor Directions, long Evaluations, double Tail) : IDisposable
{
    /// <summary>Whether these are directions of such a matrix.</summary>
    /// <remarks>Devices are compared by what they are: TorchSharp makes an object for each question.</remarks>
    public bool Fits(Tensor matrix)
        => Directions.shape[0] == matrix.shape[0] && Directions.dtype == matrix.dtype
            && Directions.device_type == matrix.device_type && Directions.device_index == matrix.device_index;

    public void Dispose() => Directions.Dispose();
}
