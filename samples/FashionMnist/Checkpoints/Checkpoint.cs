using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FashionMnist.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace FashionMnist.Checkpoints;

/// <summary>
/// A training as it is after an epoch, in a file: float32 tensors by name, the epoch, what was trained, and a digest of it all. Nothing
/// of a file is believed before all of it has been checked against the tensors that it is to fill.
/// </summary>
internal static class Checkpoint
{
    private const string EpochKey = "epoch", SettingsKey = "settings", DigestKey = "sha256";
    private const string Float32 = "F32";

    /// <summary>Writes a checkpoint, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it is there.</param>
    /// <param name="settings">What is trained and how.</param>
    /// <param name="epoch">The epochs that are done.</param>
    /// <param name="tensors">Contiguous tensors of float32 on the processor.</param>
    public static void Save(string path, string settings, int epoch, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        var entries = Layout(tensors);
        var metadata = new Dictionary<string, string>
        {
            [EpochKey] = epoch.ToString(CultureInfo.InvariantCulture),
            [SettingsKey] = settings,
            [DigestKey] = Digest(settings, epoch, tensors.Select(item => item.Tensor.bytes.ToArray())),
        };
        AtomicFile.Write(path, file =>
        {
            SafetensorsHeader.Write(file, metadata, entries);
            foreach (var (_, tensor) in tensors) file.Write(tensor.bytes);
        });
    }

    /// <summary>Fills tensors from a checkpoint, all of them or, where it cannot be used, none.</summary>
    /// <returns>The epochs that are done; 0 where there is no checkpoint.</returns>
    /// <exception cref="CheckpointException">The file is damaged or cannot be read.</exception>
    /// <exception cref="FolderException">The file is of another training, which is not to be overwritten.</exception>
    public static int Load(string path, string settings, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
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

            CheckLayout(Layout(tensors), found);
            var values = tensors.Select(item => Values(file, item.Tensor)).ToList();
            if (file.ReadByte() >= 0) throw new InvalidDataException("it continues after its tensors");

            var text = metadata.GetValueOrDefault(EpochKey);
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) || epoch < 1)
                throw new InvalidDataException("it names no epoch");
            if (metadata.GetValueOrDefault(DigestKey) != Digest(settings, epoch, values)) throw new InvalidDataException("its content and its digest differ");
            foreach (var (item, bytes) in tensors.Zip(values)) item.Tensor.bytes = bytes;
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
            end += tensor.numel() * sizeof(float);
            entries.Add(name, new TensorEntry(Float32, tensor.shape, [start, end]));
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

        if (found.Count > expected.Count)
            throw new InvalidDataException($"it holds {found.Keys.First(name => !expected.ContainsKey(name))}, which the network lacks");
    }

    private static byte[] Values(Stream file, Tensor tensor)
    {
        var bytes = new byte[tensor.numel() * sizeof(float)];
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
