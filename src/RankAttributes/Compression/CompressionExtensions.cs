using System.Diagnostics.CodeAnalysis;
using RankAttributes.Compression;
using RankAttributes.LowRank;
using static TorchSharp.torch;

namespace RankAttributes;

/// <summary>From a trained model to a smaller and faster one.</summary>
public static class CompressionExtensions
{
    /// <summary>
    /// Replaces linear layers and convolutions by two thinner ones (<see cref="FactorPair"/>), each of a rank of its own, and removes hidden units between
    /// linear layers and channels of convolutions: the smallest model found within <see cref="CompressionOptions.MaxAccuracyDrop"/>, or else the best within
    /// the limits of size and speed.
    /// </summary>
    /// <remarks>
    /// <para>A rank is chosen by the activations that enter the layer: of all matrices of rank r, A_r is the one with the least ‖(A − A_r)X‖_F over the
    /// samples X (whitened truncation). Budgets go where they keep most of that energy per weight, weighted by what the accuracy loses while the layer
    /// alone is cut. Every trial begins with the trained weights, is tuned where <see cref="CompressionOptions.Tune"/> is given, and is evaluated.</para>
    /// <para>Hidden units and channels are removed where the model works without any of them, which a run with narrower layers on
    /// <see cref="CompressionOptions.Inputs"/> shows: an activation function, pooling, dropout or attention may be between, but no normalization over them, no
    /// module that counts them, no residual sum and no fixed width. The kept ones are those from which the next layer computes most of what it did, with a
    /// weight that is fitted to them by least squares. A layer that keeps its full rank becomes a narrower one of its kind.</para>
    /// <para>If this throws, for whatever reason, the model is as it was, to the last bit. Fields must be able to hold two layers, as
    /// <c>Module&lt;Tensor, Tensor&gt;</c> can; a layer that stays is in the result with the reason. Parameters are new: create the optimizer after
    /// this. Evaluate on data that neither trains nor tests the model: the choice fits it a little.</para>
    /// </remarks>
    /// <param name="model">The trained model; it is changed in place.</param>
    /// <param name="evaluate">Evaluates the model as it is: the higher the better, such as the accuracy on validation data in [0, 1].</param>
    /// <param name="options">The limits, and what helps to keep them.</param>
    /// <param name="cancellation">Ends the search between two evaluations.</param>
    /// <returns>Figures before and after, by layer and in all.</returns>
    /// <exception cref="ArgumentException">No limit is given, an option is out of range, or <paramref name="evaluate"/> returned no finite number.</exception>
    /// <exception cref="CompressionLimitException">No trial kept all limits; it holds the one that came nearest.</exception>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    [RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
    public static CompressionResult Compress(
        this nn.Module<Tensor, Tensor> model, Func<double> evaluate, CompressionOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(evaluate);
        ArgumentNullException.ThrowIfNull(options);
        options.Verify();
        using var compressible = new CompressibleModel(model);
        using var compressor = new Compressor(compressible, evaluate, options, cancellation);
        return compressor.Run();
    }

    /// <summary>
    /// Loads a compressed model's checkpoint into a fresh model: layers that were replaced are replaced here too, with the ranks, hidden units and channels
    /// found in the file, and all tensors are read.
    /// </summary>
    /// <remarks>
    /// A file with fewer hidden units or channels is accepted where no layer is wider in it, the widths that enter and leave the model are its own, kernels are
    /// those of the model, and each layer that makes fewer has one that takes as many, or a linear one that takes every point of as many channels. Shapes
    /// cannot tell it from the file of a model of the same class that was made with a smaller width: that is accepted too.
    /// </remarks>
    /// <param name="model">A new model of the class that was saved.</param>
    /// <param name="path">A file that <c>Module.save</c> wrote.</param>
    /// <returns>The layers that were replaced, with their ranks.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, of another model (nothing is changed then), or a safetensors file.</exception>
    [RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
    public static IReadOnlyList<FactorizedLayer> LoadCompressed(this nn.Module model, string path)
        => CompressedCheckpoint.Load(model, path, ModuleAccess.ByReflection);
}
