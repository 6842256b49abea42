using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Certified.Models;

/// <summary>
/// Grey values and edges in eight directions at half resolution. Nothing in it comes from data, so that it belongs to the program and costs no bits.
/// </summary>
internal static class Edges
{
    public const int Channels = 9, Side = 14;

    // About the middle and the inverse deviation of a picture that is partly black; chosen without looking at one.
    private const float Middle = 0.3f, Contrast = 3, Strength = 2;

    private static readonly float[] Filters =
    [
        -1, 0, 1, -2, 0, 2, -1, 0, 1,
        -1, -2, -1, 0, 0, 0, 1, 2, 1,
        -2, -1, 0, -1, 0, 1, 0, 1, 2,
        0, 1, 2, -1, 0, 1, -2, -1, 0,
    ];

    /// <summary>Images of 28 × 28 grey values in [0, 1] as 9 × 14 × 14.</summary>
    public static Tensor Of(Tensor images)
    {
        using var scope = NewDisposeScope();
        var pictures = (images.view(-1, 1, 2 * Side, 2 * Side) - Middle) * Contrast;
        var gradients = functional.conv2d(pictures, tensor(Filters).view(4, 1, 3, 3) / 8, padding: [1, 1]);
        var edges = cat([functional.relu(gradients), functional.relu(-gradients)], 1) * Strength;
        return functional.avg_pool2d(cat([pictures, edges], 1), 2).MoveToOuterDisposeScope();
    }
}
