using Certified.Training;
using Samples.Output;

namespace Certified.Output;

/// <summary>Certified errors beside what is published.</summary>
internal static class ResultTable
{
    private const int Width = 14;

    public static IEnumerable<string> Of(IReadOnlyList<(Source Source, RunResult Result)> runs)
    {
        yield return string.Concat(
            new[] { "data", "method", "bits", "train error", "certified", "published", "test error", "held-out", "seconds" }.Select(Cell));
        foreach (var (source, result) in runs)
        {
            var certificate = result.Certificate;
            yield return string.Concat(new[]
            {
                source.Title, certificate.Method.ToString().ToLowerInvariant(), Format.Count(Math.Ceiling(certificate.Bits)),
                    Format.Number(certificate.TrainError, 4),
                Up(certificate.ErrorBound), Format.Number(source.Published, 3), Format.Number(result.TestError, 4), Up(certificate.HeldOut!.ErrorBound),
                    Format.Number(result.Seconds, 0),
            }.Select(Cell));
        }

        yield return "certified: at 95% confidence, with a prior free of the data. published: Lotfi et al., NeurIPS 2022, likewise. held-out: the limit that "
            + "the test samples give, tighter";
        yield return "but spent once they are used for a choice. A posterior's statement holds over samples and draw, that of integers over samples alone.";
    }

    private static string Up(double bound) => Format.Number(Math.Ceiling(bound * 1e4) / 1e4, 4);

    private static string Cell(string text) => text.PadRight(Width);
}
