using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RankAttributes.Codes;
using RankAttributes.Tracking.Sinks;

namespace RankAttributes.Tracking;

/// <summary>
/// A guarantee for a trained model: with probability <see cref="Confidence"/> over the training set, the probability of an error on new
/// data is at most <see cref="ErrorBound"/> = empirical ramp loss at margin γ + gap. Where nothing is guaranteed it says so, and why.
/// </summary>
public sealed record Certification
{
    [JsonConstructor]
    internal Certification()
    {
    }

    /// <summary>The name of the run.</summary>
    public string Model { get; init; } = "";

    /// <summary>1 − δ: the probability over the draw of the training set with which the statement holds.</summary>
    public double Confidence { get; init; }

    /// <summary>N: on how many training samples the ramp loss was measured.</summary>
    public long Samples { get; init; }

    /// <summary>The margin γ in units of the logits, on the grid that was fixed beforehand; <see langword="null"/> where none is known.</summary>
    public double? Margin { get; init; }

    /// <summary>The bound B₀ on the norm of an input.</summary>
    public double? InputNorm { get; init; }

    /// <summary>The mean ramp loss over the training samples, in [0, 1].</summary>
    public double? EmpiricalRampLoss { get; init; }

    /// <summary>The share of training samples that are classified wrongly.</summary>
    public double? TrainError { get; init; }

    /// <summary>The gap in [0, 1]; 1 promises nothing. <see langword="null"/> where there is no certificate.</summary>
    public double? Gap { get; init; }

    /// <summary>The bound on the probability of an error: ramp loss and gap, at most 1; <see langword="null"/> where there is no certificate.</summary>
    public double? ErrorBound { get; init; }

    /// <summary>Whether the norm-based certificate promises nothing: there is none, or its bound is 1.</summary>
    public bool IsVacuous => ErrorBound is not < 1;

    /// <summary>
    /// The other certificate, computed from the length of the network's description, with its own assumptions; <see langword="null"/> if none was
    /// requested, or if it was refused.
    /// </summary>
    public CodeCertificate? Code { get; init; }

    /// <summary>Why no certificate could be computed from the description, although one was requested.</summary>
    public IReadOnlyList<string> CodeObstacles { get; init; } = [];

    /// <summary>The bound from samples that were used for nothing else; <see langword="null"/> if none were given.</summary>
    public HeldOutBound? HeldOut { get; init; }

    /// <summary>The assumptions of the statement.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>Why no certificate could be computed from the norms; empty if there is one.</summary>
    public IReadOnlyList<string> Obstacles { get; init; } = [];

    /// <summary>The certificate's account of each layer; empty where it is vacuous.</summary>
    public IReadOnlyList<CertifiedLayer> Layers { get; init; } = [];

    /// <summary>Changes that would make a vacuous bound say something, each with all else as it is; empty where it already does.</summary>
    public IReadOnlyList<Shortfall> Shortfalls { get; init; } = [];

    /// <summary>
    /// Every statement with its basis: description, held-out samples or norms. Their assumptions differ, so do not quote one as another.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> Statements =>
    [
        .. Code is { } code ? [$"By its description: {code.Sentence}"] : Array.Empty<string>(),
        .. CodeObstacles.Count > 0 ? [$"By its description: Nothing is certified for {Model}: {string.Join("; ", CodeObstacles)}."] : Array.Empty<string>(),
        .. HeldOut is { } heldOut ? [$"By held-out samples: {heldOut.Sentence}"] : Array.Empty<string>(),
        $"By its norms: {Sentence}",
    ];

    /// <summary>The statement of the norms in words, with its assumptions.</summary>
    public string Sentence
    {
        get
        {
            var confidence = Confidence.ToString("0.####%", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);
            if (ErrorBound is not { } bound)
                return $"Nothing is certified for {Model}: {string.Join("; ", Obstacles)}.";
            var measured = string.Create(CultureInfo.InvariantCulture,
                $"ramp loss {EmpiricalRampLoss:0.####} at margin {Margin:0.####} on {Samples:N0} training samples, gap {Gap:0.####}");
            return IsVacuous
                ? $"The certificate for {Model} is vacuous: at {confidence} confidence it only says that the error is at most 1 ({measured}). {Needed()}"
                : string.Create(CultureInfo.InvariantCulture,
                    $"With probability {confidence} over the training set, {Model} misclassifies new data with probability at most {bound:0.####} "
                    + $"({measured}), provided that {string.Join("; ", Assumptions)}.");
        }
    }

    /// <summary>The sentence, or each of <see cref="Statements"/> in a line of its own where there are several.</summary>
    public override string ToString() => Statements.Count > 1 ? string.Join('\n', Statements) : Sentence;

    /// <summary>The statements as indented JSON, sentences with them.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SnapshotJson.Indented.Certification);

    private string Needed()
    {
        var enough = Shortfalls.Where(shortfall => shortfall.Needed is not null).Select(shortfall => shortfall.Sentence).ToList();
        return enough.Count > 0
            ? $"To say something, with all else as it is, {string.Join("; or ", enough)}."
            : $"No change of one quantity alone is enough: {string.Join("; ", Shortfalls.Select(shortfall => shortfall.Sentence))}.";
    }
}

/// <summary>The contribution of one weight matrix to a certificate.</summary>
/// <param name="Name">The parameter's registered name.</param>
/// <param name="Rank">The rank k at which its matrix is counted.</param>
/// <param name="TruncationError">σ_{k+1}, rounded up to the grid: what is left out and paid for by norm.</param>
/// <param name="Entropy">The logarithm of its net's size in nats, its bias's included.</param>
public sealed record CertifiedLayer(string Name, long Rank, double TruncationError, double Entropy);

/// <summary>A quantity that keeps a certificate vacuous.</summary>
/// <param name="Quantity">Which quantity: <c>training samples</c>, <c>norm product</c>, <c>rank</c>.</param>
/// <param name="Current">Its value now.</param>
/// <param name="Needed">The value at which the bound falls below 1, or <see langword="null"/> where no value of it alone is enough.</param>
public sealed record Shortfall(string Quantity, double Current, double? Needed)
{
    /// <summary>The change that would be needed, in words.</summary>
    [JsonIgnore]
    public string Sentence => Needed is { } needed
        ? $"the {Quantity} would have to {(needed > Current ? "rise" : "fall")} from {Number(Current)} to {Number(needed)} "
            + $"({Number(Math.Max(needed, Current) / Math.Min(needed, Current))}×)"
        : $"no {Quantity} is enough alone (now {Number(Current)})";

    private static string Number(double value)
        => value.ToString(value is >= 1e6 or (< 0.01 and > 0) ? "0.##e+0" : value >= 100 ? "#,##0" : "0.##", CultureInfo.InvariantCulture);
}
