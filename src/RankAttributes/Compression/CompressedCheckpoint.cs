using RankAttributes.Compression;
using RankAttributes.LowRank;
using static TorchSharp.torch;

namespace RankAttributes;

/// <summary>Compressed models where code is trimmed: the way of <see cref="CompressionExtensions.LoadCompressed"/> without reflection.</summary>
public static class CompressedCheckpoint
{
    /// <summary>
    /// Loads a compressed model's checkpoint into a fresh model through generated code: layers that were replaced are replaced here too, with the ranks,
    /// hidden units and channels found in the file, and all tensors are read.
    /// </summary>
    /// <remarks>
    /// The layers must be held by members of annotated classes, by <c>Sequential</c>, or by a <c>ModuleList</c> or <c>ModuleDict</c> of
    /// <c>Module&lt;Tensor, Tensor&gt;</c>. Hooks of the fresh model's layers are not carried over. Files with fewer of them are accepted as
    /// <see cref="CompressionExtensions.LoadCompressed"/> accepts them.
    /// </remarks>
    /// <param name="model">A new model of the class that was saved.</param>
    /// <param name="path">A file that <c>Module.save</c> wrote.</param>
    /// <returns>The layers that were replaced, with their ranks.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, of another model, or has a layer that generated code cannot replace; nothing is changed
    /// then.</exception>
    public static IReadOnlyList<FactorizedLayer> Load(nn.Module model, string path) => Load(model, path, ModuleAccess.Declared);

    internal static IReadOnlyList<FactorizedLayer> Load(nn.Module model, string path, ModuleAccess access)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (StateRanks.IsSafetensors(path))
        {
            throw new InvalidDataException(
                $"'{path}' is a safetensors file. Call model.FactorizeLike(path), then model.load_safetensors(path) of the package TorchSharp.PyBridge.");
        }

        var shapes = StateRanks.Read(path);
        var graph = new ModuleGraph(model, access);
        CheckpointShapes.Verify(model, StoredWidths.In(graph, shapes), shapes, path);
        var replaced = StateRanks.Apply(graph, shapes, $"'{path}'");
        try
        {
            model.load(path);
        }
        catch (Exception error) when (error is ArgumentException or EndOfStreamException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{path}' is not a checkpoint of {model.GetType().Name}: {error.Message}", error);
        }

        return replaced;
    }
}
