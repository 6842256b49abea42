using Certified.Models;
using RankAttributes.Codes;
using Samples.Data;

namespace Certified.Training;

/// <summary>What another process finds that has the file, the class and the data, and nothing else.</summary>
internal static class Verification
{
    private const int BatchSize = 500;

    /// <exception cref="CodeFormatException">The file is not a network of this sample.</exception>
    /// <exception cref="DatasetException">The data are missing.</exception>
    public static void Run(string file, CertifiedOptions options, Action<string> say, CancellationToken cancellation)
    {
        var (model, code) = NetworkFile.Network(file);
        var name = Path.GetFileName(file);
        var source = Source.All.Where(source => name.StartsWith(source.Name, StringComparison.Ordinal)).ToList() is [var one]
            ? one
            : throw new CodeFormatException(
                $"'{file}' does not begin with the name of a dataset: {string.Join(" or ", Source.All.Select(source => source.Name))}.");
        using var data = source.Read(options);
        model.eval();
        var certificate = model.Certify(
            NetworkDescription.Load(file, model, code), data.Train.Batches(BatchSize), code, data.Test.Batches(BatchSize), cancellation);
        say(certificate.Sentence);
        say(certificate.HeldOut!.Sentence);
    }
}
