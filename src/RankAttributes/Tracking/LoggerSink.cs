using System.Globalization;
using Microsoft.Extensions.Logging;
using RankAttributes.Tracking.Sinks;

namespace RankAttributes.Tracking;

/// <summary>
/// Logs each snapshot in one structured line, a warning for each note that was not logged before, and the certificate, as a warning where it is
/// vacuous.
/// </summary>
/// <remarks>Line breaks and control characters in names and notes are logged as spaces, so that nothing pretends to be a line of its own.</remarks>
public sealed partial class LoggerSink : ISnapshotSink
{
    /// <summary>How many different notes are logged in the life of a sink.</summary>
    internal const int MaxNotes = 256;

    // What is readable in one line; all layers are in the snapshot.
    private const int MaxLayersInLine = 8;
    private const int MaxNoteLength = 1000;

    private readonly ILogger logger;
    private readonly HashSet<string> notes = new(StringComparer.Ordinal);

    /// <summary>Names the logger.</summary>
    /// <param name="logger">Where lines go. It stays the caller's.</param>
    public LoggerSink(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        this.logger = logger;
    }

    /// <inheritdoc/>
    public void Write(BoundSnapshot snapshot, IReadOnlyList<BoundSnapshot> history)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var (model, progress) = (Printable.Of(snapshot.Model), snapshot.Progress);
        if (logger.IsEnabled(LogLevel.Information))
        {
            var bound = snapshot[BoundKind.NormBased];
            Measured(
                model, progress.Step, progress.Epoch, progress.TrainLoss, progress.TrainAccuracy, progress.TestAccuracy, progress.EmpiricalGap,
                bound?.Gap, bound?.PredictedSamples, snapshot[BoundKind.Certificate]?.Gap, snapshot.Margin, Ranks(snapshot));
        }

        foreach (var note in snapshot.Notes)
        {
            if (notes.Count < MaxNotes && notes.Add(note)) Noted(model, progress.Step, Printable.Of(note, MaxNoteLength));
        }
    }

    /// <inheritdoc/>
    public void Write(Certification certification, IReadOnlyList<BoundSnapshot> history)
    {
        ArgumentNullException.ThrowIfNull(certification);
        var (model, confidence) = (Printable.Of(certification.Model), certification.Confidence);
        if (certification.Code is { } code)
        {
            if (code.IsVacuous) Vacuous(LogLevel.Warning, model, confidence, code.ErrorBound, Words(code.Sentence));
            else Certified(model, confidence, code.ErrorBound, Words(code.Sentence));
        }
        else if (certification.CodeObstacles.Count > 0) Vacuous(LogLevel.Warning, model, confidence, null, Words(certification.Statements[0]));

        if (certification.HeldOut is { } heldOut) HeldOut(model, confidence, heldOut.ErrorBound, Words(heldOut.Sentence));

        // Norms that promise nothing are not a warning where the description promises something.
        if (certification.IsVacuous)
        {
            var level = certification.Code is { IsVacuous: false } ? LogLevel.Information : LogLevel.Warning;
            Vacuous(level, model, confidence, certification.ErrorBound, Words(certification.Sentence));
        }
        else Certified(model, confidence, certification.ErrorBound, Words(certification.Sentence));
    }

    /// <summary>Does nothing: the logger is the caller's.</summary>
    public void Dispose()
    {
    }

    private static string Words(string sentence) => Printable.Of(sentence, longest: 10 * MaxNoteLength);

    private static string Ranks(BoundSnapshot snapshot)
    {
        var measured = snapshot.Layers.Where(layer => layer.EffectiveRank is not null).ToList();
        var ranks = measured.Take(MaxLayersInLine)
            .Select(layer => string.Create(CultureInfo.InvariantCulture, $"{Printable.Of(layer.Name)} {layer.EffectiveRank:0.#}"));
        return string.Join(", ", ranks) + (measured.Count > MaxLayersInLine ? $" and {measured.Count - MaxLayersInLine} more" : "");
    }

    [LoggerMessage(1, LogLevel.Information,
        "{Model}, step {Step}, epoch {Epoch}: train loss {TrainLoss:G4}, accuracy {TrainAccuracy:G4} train {TestAccuracy:G4} test, gap {EmpiricalGap:G4} "
            + "measured {NormBasedGap:G4} norm-based "
        + "({PredictedSamples:G4} samples) {CertifiedGap:G4} certified, margin {Margin:G4}, effective ranks: {EffectiveRanks}",
        EventName = "Snapshot", SkipEnabledCheck = true)]
    private partial void Measured(
        string model, long step, int? epoch, double? trainLoss, double? trainAccuracy, double? testAccuracy, double? empiricalGap,
        double? normBasedGap, double? predictedSamples, double? certifiedGap, double? margin, string effectiveRanks);

    [LoggerMessage(2, LogLevel.Warning, "{Model}, step {Step}: {Note}", EventName = "Note")]
    private partial void Noted(string model, long step, string note);

    [LoggerMessage(3, LogLevel.Information, "Certificate of {Model} at confidence {Confidence}, error bound {ErrorBound:G4}: {Sentence}",
        EventName = "Certificate")]
    private partial void Certified(string model, double confidence, double? errorBound, string sentence);

    [LoggerMessage(EventId = 4, EventName = "VacuousCertificate",
        Message = "Vacuous certificate of {Model} at confidence {Confidence}, error bound {ErrorBound:G4}: {Sentence}")]
    private partial void Vacuous(LogLevel level, string model, double confidence, double? errorBound, string sentence);

    [LoggerMessage(5, LogLevel.Information, "Held-out samples of {Model} at confidence {Confidence}, error bound {ErrorBound:G4}: {Sentence}",
        EventName = "HeldOut")]
    private partial void HeldOut(string model, double confidence, double errorBound, string sentence);
}
