using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>The guarantee of a model, or what is missing for one.</summary>
internal static class CertificateNote
{
    public static Markup Render(ModelPrediction prediction)
    {
        var certificate = DeclaredCertificate.Of(prediction);
        if (certificate.Gap is not { } gap)
        {
            return Markup.Of($"""
                <details>
                <summary>No certificate: {Count(certificate.Obstacles.Count)}</summary>
                <p class="label">A certificate is a guarantee with every constant kept. This declaration has none because:</p>
                <ul>
                {Markup.Join(certificate.Obstacles.Select(obstacle => Markup.Of($"<li>{obstacle}</li>\n")))}</ul>
                </details>
                """);
        }

        return Markup.Of($"""
            <p>With probability {Figure.Share(DeclaredCertificate.Confidence)} the error exceeds the empirical ramp loss at the declared margin by at most {Figure.Gap(gap)}{(gap >= 1 ? ", which promises nothing" : "")}.
            It takes for granted that {string.Join("; ", DeclaredCertificate.Assumptions)}.</p>
            """);
    }

    private static string Count(int obstacles) => obstacles == 1 ? "one thing is missing" : $"{Figure.Size(obstacles)} things are missing";
}
