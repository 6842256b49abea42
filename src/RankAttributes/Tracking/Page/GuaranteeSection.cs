using RankAttributes.Codes;
using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Tracking.Page;

/// <summary>Guarantees about the error on new data, each with its basis.</summary>
internal static class GuaranteeSection
{
    /// <summary>The figures that lead the page: certified error, bits, held-out bound. Only what says something, at the end of the run or, before, in the
    /// newest snapshot.</summary>
    public static IEnumerable<Markup> Tiles(TrainingRun run)
    {
        var (certification, progress) = (run.Certification, run.Newest.Progress);
        if (certification?.Code is { } code)
        {
            if (!code.IsVacuous)
                yield return OutcomeSection.Tile(AtMost(code.ErrorBound), $"certified error on new data, {Confidence(code.Confidence)}, by the description");
            var counted = $"{Figure.Count(code.Samples)} training samples, {CodeCertificate.Counted(code.Errors)}";
            yield return OutcomeSection.Tile(Bits(code.Bits), $"describe the network{(code.IsVacuous ? ": too many to certify an error" : $"; {counted}")}");
        }
        else if (progress.DescriptionBits is { } bits)
        {
            if (progress.CertifiedError is { } error and < 1)
                yield return OutcomeSection.Tile(AtMost(error), "certified error on new data if training ended now, by the description");
            yield return OutcomeSection.Tile(Bits(bits), "describe the network now");
        }

        if (certification is { IsVacuous: false, ErrorBound: { } bound })
            yield return OutcomeSection.Tile(AtMost(bound), $"certified error on new data, {Confidence(certification.Confidence)}, by the norms");
        if (certification?.HeldOut is { } heldOut)
            yield return OutcomeSection.Tile(
                AtMost(heldOut.ErrorBound),
                $"error by {Figure.Count(heldOut.Samples)} held-out samples, {Confidence(heldOut.Confidence)}, if used for nothing else");
    }

    /// <summary>The statements; those that promise nothing are folded, with their reasons.</summary>
    public static Markup Render(Certification? certification) => certification is null ? Markup.Empty : Markup.Of($"""
        <section aria-labelledby="certificate">
        <h2 id="certificate">What is guaranteed</h2>
        {Code(certification)}
        {(certification.HeldOut is { } heldOut ? Statement("By held-out samples", heldOut.Sentence) : Markup.Empty)}
        {Norms(certification)}
        </section>
        """);

    private static Markup Code(Certification certification)
    {
        if (certification.CodeObstacles.Count > 0)
            return Markup.Of($"<p class=\"note\">By the description nothing is certified: {string.Join("; ", certification.CodeObstacles)}.</p>");
        if (certification.Code is not { } code) return Markup.Empty;
        return code.IsVacuous
            ? Folded("Why the description certifies no error", Markup.Of($"<p>{code.Sentence}</p>{Table(code)}"))
            : Markup.Of($"""{Statement("By the description", code.Sentence)}{Folded("Bits of each parameter", Table(code))}""");
    }

    private static Markup Norms(Certification certification)
    {
        if (!certification.IsVacuous) return Statement("By the norms", certification.Sentence);
        var isAlone = certification.Code is null && certification.HeldOut is null && certification.CodeObstacles.Count == 0;
        var hint = isAlone
            ? Markup.Of($"""
                <p>No error is bounded here. Held-out samples bound it: <code>tracker.Certify(heldOut: …)</code>.
                So does a network that is trained to a short description: <code>CodeTraining</code>.</p>

                """)
            : Markup.Empty;
        var reasons = Folded("Why the norms bound no error, and what would change that", Markup.Of($"<p>{certification.Sentence}</p>"));
        return Markup.Of($"{hint}{reasons}");
    }

    private static Markup Table(CodeCertificate code) => code.Table.Count == 0 ? Markup.Empty : Markup.Of($"""
        <div class="scroll" role="region" aria-label="Bits of each parameter" tabindex="0">
        <table class="sortable">
        <thead><tr><th scope="col">Parameter</th>{Head("Weights")}{Head("Used")}{Head("Bits")}</tr></thead>
        <tbody>
        {Markup.Join(code.Table.Select(Row))}</tbody>
        </table>
        </div>
        """);

    private static Markup Head(string title) => Markup.Of($"<th scope=\"col\" class=\"number\">{title}</th>");

    private static Markup Row(DescribedTensor row)
    {
        var (weights, used) = (Cells.Number(Figure.Size(row.Weights), row.Weights), Cells.Number(Figure.Size(row.NonZero), row.NonZero));
        var bits = Cells.Number(Figure.Count(Math.Round(row.Bits)), row.Bits);
        return Markup.Of($"""
            <tr><th scope="row"><code>{row.Name}</code></th>{weights}{used}{bits}</tr>

            """);
    }

    private static Markup Statement(string title, string sentence) => Markup.Of($"""
        <h3>{title}</h3>
        <p>{sentence}</p>

        """);

    private static Markup Folded(string summary, Markup content) => Markup.Of($"<details><summary>{summary}</summary>{content}</details>\n");

    private static string AtMost(double bound) => $"≤ {TrainingText.PercentAtMost(bound)}";

    private static string Bits(double bits) => $"{Figure.Count(Math.Ceiling(bits))} bits";

    private static string Confidence(double confidence) => $"{CodeCertificate.Percent(confidence)} confidence";
}
