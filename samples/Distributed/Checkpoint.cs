using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DistributedTraining;

/// <summary>Model, optimizer and the number of finished epochs in one file, written by rank 0 and read by all.</summary>
internal static class Checkpoint
{
    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Save(string path, nn.Module model, OptimizerHelper optimizer, int epoch)
    {
        var unfinished = path + ".unfinished";
        using (var writer = new BinaryWriter(File.Create(unfinished)))
        {
            writer.Write(epoch);
            model.save(writer);
            optimizer.save_state_dict(writer);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Fills model and optimizer.</summary>
    /// <param name="content">What the file holds; <see langword="null"/> if there is none.</param>
    /// <returns>The number of finished epochs.</returns>
    public static int Load(byte[]? content, nn.Module model, OptimizerHelper optimizer)
    {
        if (content is null) return 0;
        using var reader = new BinaryReader(new MemoryStream(content));
        var epoch = reader.ReadInt32();
        model.load(reader);
        optimizer.load_state_dict(reader);
        return epoch;
    }
}
