using RankAttributes.Bounds;

namespace RankAttributes.Build.Report;

/// <summary>The certificate before training of what a model declares: a guarantee with every constant kept, not a rate.</summary>
/// <param name="Gap">The gap of the ramp loss at the declared margin, in [0, 1], where 1 promises nothing; <see langword="null"/> where there is no certificate.</param>
/// <param name="Obstacles">What is missing for one; empty where there is one.</param>
internal sealed record DeclaredCertificate(double? Gap, IReadOnlyList<string> Obstacles)
{
    /// <summary>The probability with which the certificate holds.</summary>
    public const double Confidence = 0.95;

    // The limit of GeneralizationCertificate.
    private const long WidestLayer = 1 << 24;

    /// <summary>What a certificate takes for granted beyond what is declared.</summary>
    public static IReadOnlyList<string> Assumptions { get; } =
    [
        "the training samples are independent",
        "every activation is 1-Lipschitz and maps 0 to 0",
        "training keeps the declared norms and ranks",
    ];

    internal static DeclaredCertificate Of(ModelReport model)
    {
        if (Missing(model).ToList() is { Count: > 0 } obstacles) return new DeclaredCertificate(null, obstacles);
        var options = new CertificateOptions { InputNorm = model.Model.InputNorm, Delta = 1 - Confidence }.ForMargin(model.Model.Margin);
        return new DeclaredCertificate(GeneralizationCertificate.BeforeTraining(model.Rate!.WithNorms, model.Model.Samples, options).Gap, []);
    }

    private static IEnumerable<string> Missing(ModelReport model)
    {
        var declared = model.Model;
        if (model.Rate is null) yield return "nothing is predicted for the model";
        if (declared.Samples < 1) yield return "the number of training samples is not declared";
        if (declared.InputNorm is not (> 0 and <= double.MaxValue)) yield return "no bound on the norm of an input is declared (InputNorm)";
        if (declared.Margin is not (> 0 and <= double.MaxValue)) yield return "no margin is declared (Margin)";
        if (model.IsLowerEstimate) yield return "a shape or a spatial width is unknown";
        foreach (var (names, reason) in Layers(declared.Layers)) yield return $"{reason}: {names}";
    }

    private static IEnumerable<(string Names, string Reason)> Layers(IReadOnlyList<ReportedLayer> layers)
    {
        foreach (var (reason, isMissing) in Requirements)
        {
            var names = layers.Where(isMissing).Select(layer => layer.Name).ToList();
            if (names.Count > 0) yield return (string.Join(", ", names), reason);
        }
    }

    private static readonly (string Reason, Func<ReportedLayer, bool> IsMissing)[] Requirements =
    [
        ("no bound on the spectral norm is declared", layer => layer.SpectralNorm <= 0),
        ("a bias of unknown norm", layer => !layer.IsBiasFree),
        ("not a fully connected layer", layer => layer.Kind != "Linear"),
        ("wider than a certificate is computed for", layer => Math.Min(layer.Outputs, layer.Inputs) > WidestLayer),
    ];
}
