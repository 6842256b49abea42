using RankAttributes.Codes;

namespace Certified.Training;

/// <summary>How a run ended.</summary>
/// <param name="Certificate">What is guaranteed.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record RunResult(CodeCertificate Certificate, double Seconds)
{
    public double TestError => (double)Certificate.HeldOut!.Errors / Certificate.HeldOut.Samples;
}
