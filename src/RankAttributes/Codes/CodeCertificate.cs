using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RankAttributes.Codes;

/// <summary>
/// A guarantee for one network that rests on its short description: with probability <see cref="Confidence"/> over the training set its error on
/// new data is at most <see cref="ErrorBound"/>.
/// </summary>
public sealed record CodeCertificate
{
    /// <summary>The name of the model's class.</summary>
    public string Model { get; init; } = "";

    /// <summary>As what the network was written down.</summary>
    public CodeMethod Method { get; init; }

    /// <summary>1 − δ.</summary>
    public double Confidence { get; init; }

    /// <summary>N: training samples on which errors were counted.</summary>
    public long Samples { get; init; }

    /// <summary>k: errors of the decoded network, ties included.</summary>
    public long Errors { get; init; }

    /// <summary>How many of the errors are right, but by a lead within the tolerance.</summary>
    public long Ties { get; init; }

    /// <summary>k/N.</summary>
    public double TrainError => (double)Errors / Samples;

    /// <summary>K: the description length in bits.</summary>
    public double Bits { get; init; }

    /// <summary>The bytes of the file, with its mark and checksums.</summary>
    public long FileBytes { get; init; }

    /// <summary>Among how many draws a drawn network was chosen; <see langword="null"/> for integers.</summary>
    public int? Draws { get; init; }

    /// <summary>The bound on the probability of an error on new data, in [0, 1].</summary>
    public double ErrorBound { get; init; }

    /// <summary>Whether nothing is promised, because the bound is no better than guessing.</summary>
    public bool IsVacuous { get; init; }

    /// <summary>The bound from samples that were used for nothing else; <see langword="null"/> where none were given.</summary>
    public HeldOutBound? HeldOut { get; init; }

    /// <summary>The assumptions of the statement.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>The bits of each parameter.</summary>
    public IReadOnlyList<DescribedTensor> Table { get; init; } = [];

    /// <summary>The statement in words, bounds rounded up.</summary>
    public string Sentence
    {
        get
        {
            var over = Method is CodeMethod.Posterior ? "training set and draw" : "training set";
            var counted = string.Create(CultureInfo.InvariantCulture, $"{Counted(Errors)} on {Samples:N0} training samples, {Math.Ceiling(Bits):N0} bits");
            return IsVacuous
                ? string.Create(CultureInfo.InvariantCulture,
                    $"The description of {Model} is too long for its data: at {Percent(Confidence)} confidence its error is at most "
                    + $"{Up(ErrorBound)}, no better than guessing ({counted}).")
                : string.Create(CultureInfo.InvariantCulture,
                    $"With probability {Percent(Confidence)} over {over}, {Model} misclassifies new data with probability at most {Up(ErrorBound)} "
                    + $"({counted}), provided that {string.Join("; ", Assumptions)}.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Sentence;

    /// <summary>The statement as indented JSON, the sentence with it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CodeJson.Indented.CodeCertificate);

    /// <summary>A section for a model card, in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder().AppendLine("## Certified error").AppendLine().AppendLine(Sentence).AppendLine();
        if (HeldOut is { } heldOut) text.AppendLine(heldOut.Sentence).AppendLine();
        text.AppendLine("| parameter | weights | used | bits |").AppendLine("|---|--:|--:|--:|");
        foreach (var row in Table) text.AppendLine(CultureInfo.InvariantCulture, $"| `{row.Name}` | {row.Weights} | {row.NonZero} | {row.Bits:0} |");
        return text.ToString().ReplaceLineEndings("\n");
    }

    internal static string Counted(long errors) => errors == 1 ? "1 error" : string.Create(CultureInfo.InvariantCulture, $"{errors:N0} errors");

    /// <summary>Four digits, never below the value.</summary>
    internal static string Up(double bound) => (Math.Ceiling(bound * 1e4) / 1e4).ToString("0.####", CultureInfo.InvariantCulture);

    internal static string Percent(double share) => (100 * share).ToString("0.####", CultureInfo.InvariantCulture) + "%";
}

/// <summary>Clopper and Pearson's upper limit of an error, from samples that were used for nothing else. Where you have such samples, it is tighter.</summary>
/// <param name="Samples">N₀.</param>
/// <param name="Errors">k₀.</param>
/// <param name="Confidence">1 − δ.</param>
/// <param name="ErrorBound">The limit.</param>
public sealed record HeldOutBound(long Samples, long Errors, double Confidence, double ErrorBound)
{
    /// <summary>The statement in words.</summary>
    [JsonIgnore]
    public string Sentence => string.Create(CultureInfo.InvariantCulture,
        $"The model made {CodeCertificate.Counted(Errors)} on {Samples:N0} held-out samples. Its error rate on new data is at most "
        + $"{CodeCertificate.Up(ErrorBound)}, with {CodeCertificate.Percent(Confidence)} confidence. This holds only if these samples were not used to train or "
        + $"choose the model.");
}
