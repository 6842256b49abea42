using RankAttributes.Codes;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Codes;

/// <summary>Files that are damaged, cut, of another model or made up: a clear error, and never anything else.</summary>
public sealed class HostileFileTests : IDisposable
{
    private static readonly CodeOptions Options = new() { Architecture = [8] };

    private readonly string path = Path.GetTempFileName();
    private readonly Perceptron model = new();

    [Theory]
    [InlineData(CodeMethod.Integers)]
    [InlineData(CodeMethod.Posterior)]
    public void Every_flipped_bit_and_every_cut_is_found(CodeMethod method)
    {
        var bytes = Bytes(method);
        var places = bytes.Length < 400 ? Enumerable.Range(0, bytes.Length)
            : Enumerable.Range(0, 64).Concat(Enumerable.Range(1, 64).Select(i => i * (bytes.Length - 1) / 64));
        foreach (var place in places)
        {
            var damaged = bytes.ToArray();
            damaged[place] ^= (byte)(1 << (place % 8));
            Assert.Contains(path, Error(damaged), StringComparison.Ordinal);
            Error(bytes[..place]);
        }

        Error([.. bytes, 0]);
        Error([]);
    }

    [Fact]
    public void Random_content_with_a_right_checksum_is_an_error_or_a_network_and_nothing_else()
    {
        var random = new Random(1);
        var bytes = Bytes(CodeMethod.Integers);
        for (var trial = 0; trial < 2_000; trial++)
        {
            var made = new byte[random.Next(14, 200)];
            random.NextBytes(made);
            bytes.AsSpan(0, 9).CopyTo(made);
            made[4] = (byte)random.Next(1, 3);
            BitConverter.TryWriteBytes(made.AsSpan(9), Checksum.Of(made.AsSpan(13)));
            File.WriteAllBytes(path, made);
            try
            {
                NetworkDescription.Load(path, model, Options);
            }
            catch (CodeFormatException)
            {
            }
        }
    }

    [Fact]
    public void Errors_say_what_is_wrong()
    {
        var bytes = Bytes(CodeMethod.Integers);
        Assert.Contains("is not a code", Error("PK and so on, a zip"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("version 9", Error([.. bytes[..3], 9, .. bytes[4..]]), StringComparison.Ordinal);
        Assert.Contains("checksum", Error([.. bytes[..20], (byte)~bytes[20], .. bytes[21..]]), StringComparison.Ordinal);
        File.WriteAllBytes(path, bytes);
        Assert.Contains("architecture [8], the options say [9]", Load(model, Options with { Architecture = [9] }), StringComparison.Ordinal);
        using var other = new Perceptron(inputs: 7);
        Assert.Contains("another model", Load(other, Options), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_full_leaves_the_old_file()
    {
        File.WriteAllText(path, "old");
        Directory.CreateDirectory(path + ".new");
        Assert.ThrowsAny<Exception>(() => EncodedModel.Of(model, Options).Save(path));
        Assert.Equal("old", File.ReadAllText(path));
        Directory.Delete(path + ".new");
    }

    public void Dispose()
    {
        File.Delete(path);
        model.Dispose();
    }

    private byte[] Bytes(CodeMethod method)
    {
        using var scope = NewDisposeScope();
        if (method is CodeMethod.Integers) return EncodedModel.Of(model, Options).ToBytes();
        using var training = new CodeTraining(model, method, Options, 100);
        return training.DrawBest(Blobs.Of(20), draws: 1).ToBytes();
    }

    private string Error(byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        return Load(model, Options);
    }

    private string Load(Perceptron target, CodeOptions options)
        => Assert.Throws<CodeFormatException>(() => NetworkDescription.Load(path, target, options)).Message;
}
