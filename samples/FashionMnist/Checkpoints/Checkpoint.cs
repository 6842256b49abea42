using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FashionMnist.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace FashionMnist.Checkpoints;

/// <summary>
/// A training as it is after an epoch, in a file: the tensors of network and optimizer, those that the penalty carries from step to step, the epoch, what was
/// trained, and a digest of it all. Nothing of a file is believed before all of it has been checked against the tensors that it is to fill.
/// </summary>
internal static class Checkpoint
{
    private const string EpochKey = "epoch", SettingsKey = "settings", DigestKey = "sha256";
    private const string CarriedPrefix = "penalty.";

    private static readonly Dictionary<string, (ScalarType Type, int Size)> Types = new()
    {
        ["F32"] = (ScalarType.Float32, sizeof(float)),
        ["F64"] = (ScalarType.Float64, sizeof(double)),
        ["I64"] = (ScalarType.Int64, sizeof(long)),
        ["BOOL"] = (ScalarType.Bool, sizeof(bool)),
    };

    /// <summary>Writes a checkpoint, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it is there.</param>
    /// <param name="settings">What is trained and how.</param>
    /// <param name="epoch">The epochs that are done.</param>
    /// <param name="tensors">Contiguous tensors on the processor, which the next run makes by itself and fills.</param>
    /// <param name="carried">Further ones, of any shape, by name.</param>
    public static void Save(
        string path, string settings, int epoch, IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, Tensor> carried)
    {
        var all = tensors.Concat(carried.Select(item => (Name: CarriedPrefix + item.Key, Tensor: item.Value.cpu().contiguous()))).ToList();
        var entries = Layout(all);
        var metadata = new Dictionary<string, string>
        {
            [EpochKey] = epoch.ToString(CultureInfo.InvariantCulture),
            [SettingsKey] = settings,
            [DigestKey] = Digest(settings, epoch, all.Select(item => item.Tensor.bytes.ToArray())),
        };
        AtomicFile.Write(path, file =>
        {
            SafetensorsHeader.Write(file, metadata, entries);
            foreach (var (_, tensor) in all) file.Write(tensor.bytes);
        });
    }

    /// <summary>Fills tensors from a checkpoint, all of them or, where it cannot be used, none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What is trained and how.</param>
    /// <param name="tensors">The tensors to fill.</param>
    /// <param name="take">Takes the further ones that the file holds.</param>
    /// <returns>The epochs that are done; 0 where there is no checkpoint.</returns>
    /// <exception cref="CheckpointException">The file is damaged or cannot be read.</exception>
    /// <exception cref="FolderException">The file is of another training, which is not to be overwritten.</exception>
    public static int Load(
        string path, string settings, IReadOnlyList<(string Name, Tensor Tensor)> tensors, Action<IReadOnlyDictionary<string, Tensor>> take)
    {
        if (!File.Exists(path)) return 0;
        try
        {
            using var file = File.OpenRead(path);
            var (metadata, found) = SafetensorsHeader.Read(file);
            if (metadata.GetValueOrDefault(SettingsKey) is { } other && other != settings)
            {
                throw new FolderException(
                    $"{path} is of another training ({other}); asked for is {settings}. Give the options of that training, or another folder with --out.");
            }

            var expected = Layout(tensors);
            CheckLayout(expected, found);
            var carried = Carried(expected, found, file.Length);
            var values = tensors.Select(item => Values(file, item.Tensor)).Concat(carried.Select(item => Values(file, item.Tensor))).ToList();
            if (file.ReadByte() >= 0) throw new InvalidDataException("it continues after its tensors");

            var text = metadata.GetValueOrDefault(EpochKey);
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) || epoch < 1)
                throw new InvalidDataException("it names no epoch");
            if (metadata.GetValueOrDefault(DigestKey) != Digest(settings, epoch, values)) throw new InvalidDataException("its content and its digest differ");
            foreach (var (item, bytes) in tensors.Concat(carried).Zip(values)) item.Tensor.bytes = bytes;
            take(carried.ToDictionary(item => item.Name[CarriedPrefix.Length..], item => item.Tensor));
            return epoch;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The checkpoint {path} cannot be used: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static Dictionary<string, TensorEntry> Layout(IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        var entries = new Dictionary<string, TensorEntry>();
        var end = 0L;
        foreach (var (name, tensor) in tensors)
        {
            var start = end;
            end += tensor.numel() * tensor.element_size();
            entries.Add(name, new TensorEntry(Types.First(type => type.Value.Type == tensor.dtype).Key, tensor.shape, [start, end]));
        }

        return entries;
    }

    private static void CheckLayout(Dictionary<string, TensorEntry> expected, IReadOnlyDictionary<string, TensorEntry> found)
    {
        foreach (var (name, entry) in expected)
        {
            if (!found.TryGetValue(name, out var other)) throw new InvalidDataException($"it lacks {name}");
            if (other.Type != entry.Type || !other.Shape.SequenceEqual(entry.Shape) || !other.Offsets.SequenceEqual(entry.Offsets))
                throw new InvalidDataException(
                    $"its {name} is {other.Type} of {string.Join('×', other.Shape)}, not {entry.Type} of {string.Join('×', entry.Shape)}, or lies elsewhere");
        }

        if (found.Keys.FirstOrDefault(name => !expected.ContainsKey(name) && !name.StartsWith(CarriedPrefix, StringComparison.Ordinal)) is { } unknown)
            throw new InvalidDataException($"it holds {unknown}, which the network lacks");
    }

    /// <summary>Tensors for what the file holds behind those that are expected.</summary>
    private static List<(string Name, Tensor Tensor)> Carried(
        Dictionary<string, TensorEntry> expected, IReadOnlyDictionary<string, TensorEntry> found, long length)
    {
        var tensors = new List<(string, Tensor)>();
        var end = expected.Values.Select(entry => entry.Offsets[1]).DefaultIfEmpty().Max();
        foreach (var (name, entry) in found.Where(item => !expected.ContainsKey(item.Key)).OrderBy(item => item.Value.Offsets[0]))
        {
            if (!Types.TryGetValue(entry.Type, out var type) || entry.Shape.Any(size => size < 0) || entry.Offsets[0] != end || entry.Offsets[1] > length)
                throw new InvalidDataException($"its {name} is {entry.Type} of {string.Join('×', entry.Shape)}, or lies elsewhere");
            var bytes = entry.Shape.Aggregate((double)type.Size, (size, axis) => size * axis);
            if (bytes != entry.Offsets[1] - entry.Offsets[0]) throw new InvalidDataException($"its {name} is not as long as its shape");
            tensors.Add((name, zeros([.. entry.Shape], type.Type)));
            end = entry.Offsets[1];
        }

        return tensors;
    }

    private static byte[] Values(Stream file, Tensor tensor)
    {
        var bytes = new byte[tensor.numel() * tensor.element_size()];
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
            ? bytes : throw new InvalidDataException("it ends within its tensors");
    }

    private static string Digest(string settings, int epoch, IEnumerable<byte[]> values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{epoch}\n{settings}\n")));
        foreach (var bytes in values) hash.AppendData(bytes);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
