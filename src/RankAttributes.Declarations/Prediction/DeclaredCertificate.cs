using RankAttributes.Bounds;

namespace RankAttributes.Declarations;

/// <summary>The certificate before training of what a model declares: a guarantee with every constant kept, not a rate.</summary>
/// <param name="Gap">The gap of the ramp loss at the declared margin, in [0, 1], where 1 promises nothing; <see langword="null"/> where there is no
/// certificate.</param>
/// <param name="Obstacles">The reasons that there is none; empty where there is one.</param>
internal sealed record DeclaredCertificate(double? Gap, IReadOnlyList<string> Obstacles)
{
    /// <summary>The probability with which the certificate holds.</summary>
    public const double Confidence = 0.95;

    // The limit of GeneralizationCertificate.
    private const long MaxWidth = 1 << 24;

    /// <summary>The assumptions of a certificate beyond the declaration.</summary>
    public static IReadOnlyList<string> Assumptions { get; } =
    [
        "the training samples are independent",
        "every activation is 1-Lipschitz and maps 0 to 0",
        "training keeps the declared norms and ranks",
    ];

    public static DeclaredCertificate Of(ModelPrediction prediction)
    {
        if (Missing(prediction).ToList() is { Count: > 0 } obstacles) return new DeclaredCertificate(null, obstacles);
        var data = prediction.Data!;
        var options = new CertificateOptions { InputNorm = data.InputNorm, Delta = 1 - Confidence }.ForMargin(data.Margin);
        return new DeclaredCertificate(GeneralizationCertificate.BeforeTraining(prediction.Rate!.WithNorms, data.Samples, options).Gap, []);
    }

    private static IEnumerable<string> Missing(ModelPrediction prediction)
    {
        if (prediction.Rate is null) yield return "nothing is predicted for the model";
        if (!prediction.HasSamples) yield return "the number of training samples is not declared";
        if (!DeclaredValue.InputNorm.Contains(prediction.Data?.InputNorm ?? 0)) yield return "no bound on the norm of an input is declared (InputNorm)";
        if (!DeclaredValue.Margin.Contains(prediction.Data?.Margin ?? 0)) yield return "no margin is declared (Margin)";
        if (prediction.IsLowerEstimate) yield return "a layer or a spatial width is unknown";
        foreach (var (reason, isMissing) in Requirements)
        {
            var names = prediction.Layers.Select(layer => layer.Declared).Where(isMissing).Select(layer => layer.Name).ToList();
            if (names.Count > 0) yield return $"{reason}: {string.Join(", ", names)}";
        }
    }

    private static readonly (string Reason, Func<LayerDeclaration, bool> IsMissing)[] Requirements =
    [
        ("no bound on the spectral norm is declared", layer => layer.Settings.SpectralNorm <= 0),
        ("a bias of unknown norm", layer => !layer.IsBiasFree),
        ("not a fully connected layer", layer => layer.Kind != LayerKind.Linear),
        ("wider than a certificate is computed for", layer => layer.FullRank > MaxWidth),
    ];
}
