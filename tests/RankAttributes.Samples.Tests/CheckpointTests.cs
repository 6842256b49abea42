using System.Text;
using FashionMnist.Checkpoints;
using FashionMnist.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Samples.Tests;

public sealed class CheckpointTests : IDisposable
{
    private const string Settings = "a run";
    private readonly string folder = Directory.CreateTempSubdirectory("checkpoint").FullName;
    private readonly DisposeScope scope = NewDisposeScope();

    private string File => Path.Combine(folder, "checkpoint.safetensors");

    public void Dispose()
    {
        scope.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Gives_back_what_was_saved_bit_for_bit()
    {
        var saved = Tensors(seed: 1);
        Checkpoint.Save(File, Settings, 7, saved, Carried());
        var loaded = Tensors(seed: 2);

        IReadOnlyDictionary<string, Tensor>? carried = null;
        Assert.Equal(7, Checkpoint.Load(File, Settings, loaded, found => carried = found));
        Assert.Equal(Carried().Keys.Order(), carried!.Keys.Order());
        Assert.All(Carried(), pair =>
        {
            Assert.Equal(pair.Value.dtype, carried[pair.Key].dtype);
            Assert.Equal(pair.Value.bytes.ToArray(), carried[pair.Key].bytes.ToArray());
        });
        Assert.All(saved.Zip(loaded), pair => Assert.Equal(pair.First.Tensor.bytes.ToArray(), pair.Second.Tensor.bytes.ToArray()));
        Assert.Equal([Path.GetFileName(File)], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Is_a_file_that_other_tools_read()
    {
        Checkpoint.Save(File, Settings, 7, Tensors(seed: 1), Carried());
        var bytes = System.IO.File.ReadAllBytes(File);
        var length = BitConverter.ToInt64(bytes);
        using var header = System.Text.Json.JsonDocument.Parse(bytes.AsMemory(8, (int)length));

        Assert.Equal("7", header.RootElement.GetProperty("__metadata__").GetProperty("epoch").GetString());
        var bias = header.RootElement.GetProperty("bias");
        Assert.Equal("F32", bias.GetProperty("dtype").GetString());
        Assert.Equal("[3]", bias.GetProperty("shape").GetRawText());
        var offset = bias.GetProperty("data_offsets")[0].GetInt64();
        using var values = Tensors(seed: 1)[1].Tensor;
        Assert.Equal(values.data<float>()[0], BitConverter.ToSingle(bytes, (int)(8 + length + offset)));
    }

    [Fact]
    public void None_is_a_run_that_has_not_begun() => Assert.Equal(0, Checkpoint.Load(File, Settings, Tensors(seed: 1), _ => { }));

    [Fact]
    public void One_of_another_training_is_not_taken_for_this_one_and_says_what_to_do()
    {
        Checkpoint.Save(File, "another run", 7, Tensors(seed: 1), Carried());
        var exception = Assert.Throws<FolderException>(() => Checkpoint.Load(File, Settings, Tensors(seed: 2), _ => { }));
        Assert.Contains("another run", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--out", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<byte[], byte[]>, string> Damages => new()
    {
        { "empty", _ => [], "ends within its header" },
        { "header cut", whole => whole[..40], "ends within its header" },
        { "header of terabytes", whole => [.. BitConverter.GetBytes(1L << 40), .. whole[8..]], "announces a header of 1099511627776 bytes" },
        { "header of negative length", whole => [.. BitConverter.GetBytes(-1L), .. whole[8..]], "announces a header of -1 bytes" },
        { "no JSON", whole => [.. whole[..8], .. whole[8..].Select((value, at) => at == 0 ? (byte)'#' : value)], "header is not what it should be" },
        { "JSON of another shape", _ => WithHeader("[1, 2]"), "header is not what it should be" },
        { "null", _ => WithHeader("null"), "its header is empty" },
        { "an entry of another shape", _ => WithHeader("""{"weight":{"dtype":"F32","shape":null,"data_offsets":[0,24]}}"""), "does not describe weight" },
        { "deeply nested", _ => WithHeader(new string('[', 2000)), "header is not what it should be" },
        { "a tensor missing", whole => Replaced(whole, "\"bias\"", "\"bial\""), "lacks bias" },
        { "another shape", whole => Replaced(whole, "[2,3]", "[3,2]"), "weight is F32 of 3×2" },
        { "another type", whole => Replaced(whole, "\"F32\",\"shape\":[2,3]", "\"F64\",\"shape\":[2,3]"), "weight is F64" },
        { "offsets elsewhere", whole => Replaced(whole, "[0,24]", "[9,33]"), "lies elsewhere" },
        { "a carried tensor of another type", whole => Replaced(whole, "\"F64\",\"shape\":[4]", "\"U16\",\"shape\":[4]"), "penalty.steps is U16" },
        { "a carried tensor of another length", whole => Replaced(whole, "\"F64\",\"shape\":[4]", "\"F64\",\"shape\":[3]"), "not as long as its shape" },
        { "a tensor that nobody knows", whole => Replaced(whole, "penalty.steps", "penaltz.steps"), "penaltz.steps, which the network lacks" },
        { "tensors cut", whole => whole[..^1], "ends within its tensors" },
        { "continues", whole => [.. whole, 0], "continues after its tensors" },
        { "a bit flipped", whole => [.. whole[..^1], (byte)(whole[^1] ^ 1)], "content and its digest differ" },
        { "another epoch", whole => Replaced(whole, "\"epoch\":\"7\"", "\"epoch\":\"9\""), "content and its digest differ" },
        { "an epoch before the first", whole => Replaced(whole, "\"epoch\":\"7\"", "\"epoch\":\"0\""), "names no epoch" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_one_is_named_and_changes_nothing(string name, Func<byte[], byte[]> damage, string what)
    {
        Checkpoint.Save(File, Settings, 7, Tensors(seed: 1), Carried());
        System.IO.File.WriteAllBytes(File, damage(System.IO.File.ReadAllBytes(File)));
        var (tensors, isTaken) = (Tensors(seed: 2), false);
        var exception = Assert.Throws<CheckpointException>(() => Checkpoint.Load(File, Settings, tensors, _ => isTaken = true));

        Assert.NotEmpty(name);
        Assert.Contains(File, exception.Message, StringComparison.Ordinal);
        Assert.Contains(what, exception.Message, StringComparison.Ordinal);
        Assert.False(isTaken);
        Assert.All(tensors.Zip(Tensors(seed: 2)), pair => Assert.Equal(pair.Second.Tensor.bytes.ToArray(), pair.First.Tensor.bytes.ToArray()));
    }

    private static Dictionary<string, Tensor> Carried() => new() { ["steps"] = tensor(new[] { 1.0, 2, 3, 4 }), ["directions"] = ones(3, 2) };

    private static byte[] WithHeader(string json) => [.. BitConverter.GetBytes((long)json.Length), .. Encoding.UTF8.GetBytes(json)];

    private static byte[] Replaced(byte[] whole, string text, string other)
    {
        var latin = Encoding.Latin1.GetString(whole);
        Assert.Contains(text, latin, StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(latin.Replace(text, other, StringComparison.Ordinal));
    }

    private static IReadOnlyList<(string Name, Tensor Tensor)> Tensors(int seed)
    {
        using var random = new Generator((ulong)seed, CPU);
        return [("weight", randn([2, 3], generator: random)), ("bias", randn([3], generator: random))];
    }
}
