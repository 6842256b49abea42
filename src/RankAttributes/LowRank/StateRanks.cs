using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>The shapes of the tensors in a state dictionary or a file, by name.</summary>
internal static class StateRanks
{
    private const long LongestHeader = 100L << 20;

    /// <summary>Reads the names and shapes of a file in safetensors format or in that of <c>Module.save</c>; no tensor is kept.</summary>
    /// <exception cref="InvalidDataException">The file is in neither format.</exception>
    public static IReadOnlyDictionary<string, long[]> Read(string path)
    {
        using var file = File.OpenRead(path);
        try
        {
            return Safetensors(file) ?? Saved(file);
        }
        catch (Exception error) when (error is JsonException or EndOfStreamException or FormatException or ArgumentException or InvalidOperationException
            or OverflowException)
        {
            throw new InvalidDataException($"'{path}' is neither a safetensors file nor one that Module.save wrote: {error.Message}", error);
        }
    }

    /// <summary>Gives a model pairs of layers of the ranks that were found, and the hidden units and channels of the file where those are fewer.</summary>
    /// <param name="graph">The model to change in place.</param>
    /// <param name="shapes">Shapes of tensors by name.</param>
    /// <param name="source">Where they are from, for the error.</param>
    /// <exception cref="InvalidDataException">A pair was found for a layer that is not there, that cannot be replaced, or of another shape.</exception>
    public static IReadOnlyList<FactorizedLayer> Apply(ModuleGraph graph, IReadOnlyDictionary<string, long[]> shapes, string source)
    {
        const string Down = ".down.weight", Up = ".up.weight";
        var pairs = shapes.Keys.Where(name => name.EndsWith(Down, StringComparison.Ordinal) && shapes.ContainsKey(name[..^Down.Length] + Up))
            .Select(name => name[..^Down.Length]).ToHashSet();
        pairs.ExceptWith(graph.Modules.Where(entry => entry.Module is FactorPair).Select(entry => entry.Name));
        pairs.RemoveWhere(name => graph.Modules.Any(entry => entry.Name == name + ".down"));
        var obstacles = new List<string>();
        var (found, widths) = (new Dictionary<string, LayerFactors>(), StoredWidths.In(graph, shapes));
        foreach (var name in pairs.Union(widths.Keys))
        {
            var (module, layer) = (graph.Modules.FirstOrDefault(entry => entry.Name == name).Module, default(FactorableLayer));
            if (module is not null) layer = FactorableLayer.Of(module);
            if (layer is null) obstacles.Add($"'{name}' is not a linear layer or convolution of this model");
            else if (Factorization.Obstacle(graph, name, layer) is { } obstacle) obstacles.Add($"'{name}' cannot be replaced: {obstacle}");
            else if (!pairs.Contains(name)) found[name] = LayerFactors.Whole(OfWidth(layer));
            else if (Found(OfWidth(layer), shapes[name + Down], shapes[name + Up]) is { } factors) found[name] = factors;
            else obstacles.Add($"the parts of '{name}' do not fit a weight of {string.Join(" × ", layer.Weight.shape)}");

            FactorableLayer OfWidth(FactorableLayer whole)
                => widths.TryGetValue(name, out var width) ? FactorableLayer.Of(NarrowLayer.Like(whole.Layer, width.Outputs, width.Inputs))! : whole;
        }

        if (obstacles.Count > 0) throw new InvalidDataException($"The model cannot be given the layers in {source}: {string.Join("; ", obstacles)}.");
        return [.. Factorization.Apply(
            graph, (_, name) => found.TryGetValue(name, out var factors) ? factors : LayerFactors.None(0, "not in the state"))
            .Where(layer => layer.IsReplaced)];
    }

    /// <summary>The form and rank that two weights' shapes belong to.</summary>
    private static LayerFactors? Found(FactorableLayer layer, long[] down, long[] up) => FactorableLayer.FormsOf(layer.Layer)
        .Select(form => form.RankOf(down, up) is { } rank ? new LayerFactors(rank, null, null) { Form = form } : null)
        .FirstOrDefault(factors => factors is not null);

    /// <summary>Whether a file begins as one in safetensors format does.</summary>
    public static bool IsSafetensors(string path)
    {
        using var file = File.OpenRead(path);
        return HeaderLength(file) is not null;
    }

    private static Dictionary<string, long[]>? Safetensors(FileStream file)
    {
        if (HeaderLength(file) is not { } length) return null;
        var header = new byte[length];
        file.ReadExactly(header);
        using var json = JsonDocument.Parse(header);
        return json.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__")
            .ToDictionary(entry => entry.Name, entry => entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray());
    }

    /// <summary>A length of eight bytes, and as many bytes of JSON; the file is left at the JSON, or at its start where it has another format.</summary>
    private static long? HeaderLength(FileStream file)
    {
        var start = new byte[9];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var length = BitConverter.ToInt64(start);
        var isHeader = read == start.Length && start[8] == (byte)'{' && length is >= 2 and <= LongestHeader && length <= file.Length - 8;
        file.Position = isHeader ? 8 : 0;
        return isHeader ? length : null;
    }

    /// <summary>TorchSharp's own: a count, and for each tensor its name, dtype, shape and bytes.</summary>
    private static Dictionary<string, long[]> Saved(FileStream file)
    {
        using var reader = new BinaryReader(file);
        var shapes = new Dictionary<string, long[]>();
        for (var count = Number(reader); count > 0; count--)
        {
            var name = reader.ReadString();
            var type = (ScalarType)Number(reader);
            var shape = new long[Number(reader)];
            for (var axis = 0; axis < shape.Length; axis++) shape[axis] = Number(reader);
            shapes[name] = shape;
            using var size = empty([1], type);
            file.Seek(shape.Aggregate(size.element_size(), (product, length) => checked(product * length)), SeekOrigin.Current);
            if (file.Position > file.Length) throw new EndOfStreamException("it ends within a tensor.");
        }

        return shapes;
    }

    private static long Number(BinaryReader reader) => reader.Read7BitEncodedInt64();
}
