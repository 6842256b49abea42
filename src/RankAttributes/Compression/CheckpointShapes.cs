using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>Compares a checkpoint's tensors with those of a model, before a value is read.</summary>
internal static class CheckpointShapes
{
    private const int MostNamed = 5;

    /// <summary>Refuses a checkpoint that is not of this model, replaced layers included.</summary>
    /// <param name="model">The model that the file is to be loaded into.</param>
    /// <param name="widths">Layers that the file has with fewer hidden units or channels, by name.</param>
    /// <param name="shapes">The file's tensors.</param>
    /// <param name="path">The file, for the message.</param>
    /// <exception cref="InvalidDataException">A name is missing or unknown, or a shape differs.</exception>
    public static void Verify(
        nn.Module model, IReadOnlyDictionary<string, (long Outputs, long Inputs)> widths, IReadOnlyDictionary<string, long[]> shapes, string path)
    {
        var pairs = shapes.Keys.Where(name => name.EndsWith(".down.weight", StringComparison.Ordinal)).Select(name => name[..^"down.weight".Length]).ToList();
        var state = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.shape);
        var faults = new List<string>();
        foreach (var (name, shape) in state)
        {
            // A layer that is a pair in the file is compared when it is replaced; one of fewer units or channels was.
            var isNarrower = widths.ContainsKey(Owner(name).TrimEnd('.'));
            if (shapes.TryGetValue(name, out var found) && !isNarrower && !found.AsSpan().SequenceEqual(shape))
                faults.Add($"'{name}' is {Text(found)}, not {Text(shape)}");
            else if (found is null && !pairs.Exists(pair => Owner(name) == pair)) faults.Add($"'{name}' is missing");
        }

        // A pair has the bias of the layer that it replaces, and nothing else beside its two weights.
        var parts = pairs.SelectMany(
            pair => new[] { "down.weight", "up.weight" }.Concat(state.ContainsKey(pair + "bias") ? ["up.bias"] : []).Select(part => pair + part)).ToHashSet();
        faults.AddRange(shapes.Keys.Where(name => !state.ContainsKey(name) && !parts.Contains(name)).Select(name => $"the model has no '{name}'"));
        faults.AddRange(
            pairs.Where(pair => state.ContainsKey(pair + "bias") && !shapes.ContainsKey(pair + "up.bias")).Select(pair => $"'{pair}up.bias' is missing"));
        if (faults.Count == 0) return;
        var more = faults.Count > MostNamed ? $"; and {faults.Count - MostNamed} more" : "";
        throw new InvalidDataException(
            $"'{path}' is not a checkpoint of {model.GetType().Name}: {string.Join("; ", faults.Take(MostNamed))}{more}. Nothing was changed.");
    }

    private static string Owner(string name) => name[..(name.LastIndexOf('.') + 1)];

    private static string Text(long[] shape) => shape.Length == 0 ? "a scalar" : string.Join(" × ", shape);
}
