using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FashionMnist.Checkpoints;

/// <summary>One tensor in the header of a safetensors file.</summary>
internal sealed record TensorEntry(
    [property: JsonPropertyName("dtype")] string Type,
    [property: JsonPropertyName("shape")] IReadOnlyList<long> Shape,
    [property: JsonPropertyName("data_offsets")] IReadOnlyList<long> Offsets);

/// <summary>
/// The header of a safetensors file: its length as eight bytes, then JSON. A format without code in it, which other tools can open:
/// github.com/huggingface/safetensors.
/// </summary>
internal static class SafetensorsHeader
{
    private const string MetadataKey = "__metadata__";
    private const int LengthOfLength = 8;

    // That of the largest network here has 3,000 bytes.
    private const int LongestHeader = 1 << 16;

    public static void Write(Stream file, IReadOnlyDictionary<string, string> metadata, IEnumerable<KeyValuePair<string, TensorEntry>> tensors)
    {
        var header = new Dictionary<string, object> { [MetadataKey] = metadata };
        foreach (var (name, entry) in tensors) header[name] = entry;
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var length = new byte[LengthOfLength];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        file.Write(length);
        file.Write(json);
    }

    /// <exception cref="InvalidDataException">The file has no such header.</exception>
    public static (IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, TensorEntry> Tensors) Read(Stream file)
    {
        var length = new byte[LengthOfLength];
        if (file.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length) throw new InvalidDataException("it ends within its header");
        var announced = BinaryPrimitives.ReadInt64LittleEndian(length);
        if (announced is < 2 or > LongestHeader) throw new InvalidDataException($"it announces a header of {announced} bytes");
        var json = new byte[announced];
        if (file.ReadAtLeast(json, json.Length, throwOnEndOfStream: false) < json.Length) throw new InvalidDataException("it ends within its header");
        try
        {
            var entries = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json) ?? throw new InvalidDataException("its header is empty");
            var metadata = entries.Remove(MetadataKey, out var texts) ? texts.Deserialize<Dictionary<string, string>>() : null;
            return (metadata ?? [], entries.ToDictionary(entry => entry.Key, entry => Entry(entry.Key, entry.Value)));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("its header is not what it should be", exception);
        }
    }

    private static TensorEntry Entry(string name, JsonElement json) =>
        json.Deserialize<TensorEntry>() is { Type: not null, Shape: not null, Offsets: [_, _] } entry
            ? entry
            : throw new InvalidDataException($"its header does not describe {name}");
}
