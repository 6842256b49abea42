using System.Text.RegularExpressions;
using RankAttributes.Tracking.Sinks;
using RankAttributes.Tracking.Spectra;
using TorchSharp;
using TorchSharp.Modules;

namespace RankAttributes.Tracking;

/// <summary>
/// Writes each snapshot for TensorBoard, by TorchSharp's <c>SummaryWriter</c>: curves of loss, accuracy, norms, ranks and bounds, and the
/// histogram of each weight's singular values.
/// </summary>
/// <remarks>
/// The folder is the run: give each its own, beside the others. A resumed run adds a file to its folder, and steps that it repeats are drawn twice.
/// Event files hold 32-bit numbers: larger ones are written as the largest. Steps above <see cref="int.MaxValue"/>, which the writer does not take,
/// are all written there. After a failure the snapshots that are missing are written with the next one, into a new file.
/// </remarks>
public sealed partial class TensorBoardSink : ISnapshotSink
{
    /// <summary>How many snapshots wait in memory while the folder cannot be written; then the oldest are given up.</summary>
    internal const int MaxBacklog = 64;

    // The bins of TensorBoard's histograms end at 1e20.
    private const double MaxHistogramValue = 1e19;

    private readonly string folder;
    private readonly Queue<BoundSnapshot> waiting = new();
    private SummaryWriter? writer;
    private string writerName = "";
    private bool isDisposed;

    /// <summary>Names the folder. Nothing is created yet.</summary>
    /// <param name="logDirectory">The run's folder: <c>runs/wide-p05</c>, where <c>runs</c> is what TensorBoard is given. It need not exist yet.</param>
    /// <exception cref="ArgumentException"><paramref name="logDirectory"/> is empty or no path.</exception>
    public TensorBoardSink(string logDirectory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(logDirectory);
        folder = Path.GetFullPath(logDirectory);
    }

    /// <summary>Creates the folder and an event file in it. Gives nothing back: event files are not read.</summary>
    /// <exception cref="IOException">The folder cannot be written. <see cref="Write(BoundSnapshot, IReadOnlyList{BoundSnapshot})"/> tries again.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written. <see cref="Write(BoundSnapshot, IReadOnlyList{BoundSnapshot})"/> tries
    /// again.</exception>
    public IReadOnlyList<BoundSnapshot> Open()
    {
        Attempt(() => { });
        return [];
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The snapshot waits in memory; the message says what to do.</exception>
    /// <exception cref="UnauthorizedAccessException">The snapshot waits in memory; the message says what to do.</exception>
    public void Write(BoundSnapshot snapshot, IReadOnlyList<BoundSnapshot> history)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        IReadOnlyList<BoundSnapshot> missing = IsGone ? [.. history] : [snapshot];
        foreach (var next in missing)
        {
            if (waiting.Count == MaxBacklog && missing.Count == 1) waiting.Dequeue();
            waiting.Enqueue(next);
        }

        Attempt(WriteWaiting);
    }

    /// <summary>Writes the statements as text and their bounds as scalars, each under its own name, at the last step.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It could not be written.</exception>
    public void Write(Certification certification, IReadOnlyList<BoundSnapshot> history)
    {
        ArgumentNullException.ThrowIfNull(certification);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var step = history is [.., var last] ? StepOf(last) : 0;
        Attempt(() =>
        {
            writer!.add_text("certificate", Printable.Of(certification.ToString(), longest: 20_000), step);
            Add("certificate/error_bound", certification.ErrorBound);
            Add("certificate/code_error_bound", certification.Code?.ErrorBound);
            Add("certificate/code_bits", certification.Code?.Bits);
            Add("certificate/held_out_error_bound", certification.HeldOut?.ErrorBound);
        });

        void Add(string tag, double? value)
        {
            if (value is { } number) writer!.add_scalar(tag, Single(number), step);
        }
    }

    /// <summary>Writes what waits.</summary>
    /// <exception cref="IOException">Snapshots that waited are missing; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">Snapshots that waited are missing; the message says why.</exception>
    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        if (waiting.Count > 0) Attempt(WriteWaiting);
    }

    // The writer opens its file again for each event and so would begin one without a header.
    private bool IsGone
    {
        get
        {
            if (writer is null || (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*." + writerName).Any())) return false;
            writer = null;
            waiting.Clear();
            return true;
        }
    }

    private static int StepOf(BoundSnapshot snapshot) => (int)Math.Min(snapshot.Progress.Step, int.MaxValue);

    // Beyond the range of 32 bits there is only infinity, of which TensorBoard draws no curve.
    private static float Single(double value) => double.IsFinite(value) ? (float)Math.Clamp(value, float.MinValue, float.MaxValue) : (float)value;

    // The last is what .NET makes of a file that may not grow any more, by the system's limits or the file system's.
    private static bool IsOfFile(Exception failure) => failure is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    private void WriteWaiting()
    {
        try
        {
            for (; waiting.TryPeek(out var next); waiting.Dequeue()) WriteEvents(next);
        }
        catch (Exception failure) when (!IsOfFile(failure))
        {
            // A snapshot that cannot be drawn must not hold up those behind it.
            waiting.Dequeue();
            throw;
        }
    }

    private void WriteEvents(BoundSnapshot snapshot)
    {
        var (step, time) = (StepOf(snapshot), snapshot.Time.ToUnixTimeSeconds());
        foreach (var (tag, value) in TensorBoardTags.Scalars(snapshot)) writer!.add_scalar(tag, Single(value), step, time);
        using var scope = torch.NewDisposeScope();
        foreach (var layer in snapshot.Layers)
        {
            double[] values = [.. layer.SingularValues.Where(double.IsFinite).Select(value => Math.Min(value, MaxHistogramValue))];
            if (values.Length > 0) writer!.add_histogram(TensorBoardTags.Spectrum(layer), torch.tensor(values, device: torch.CPU), step, walltime: time);
        }
    }

    private void Attempt(Action write)
    {
        try
        {
            writer ??= NewWriter();
            write();
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            // The file may end in half a record, behind which nothing is read.
            writer = null;
            // The same words each time, whatever the file is called, so that who is told once of each problem is told once.
            var reason = EventFileName().Replace(failure.Message, "event file").TrimEnd('.');
            var consequence = isDisposed
                ? FormattableString.Invariant($"Snapshots that are missing: {waiting.Count}.")
                : "Snapshots wait in memory until they can be written.";
            var message =
                $"The event files in '{folder}' cannot be written: {reason}. If the disk is full, make room; otherwise name another folder. {consequence}";
            throw failure is UnauthorizedAccessException ? new UnauthorizedAccessException(message, failure) : new IOException(message, failure);
        }
    }

    private SummaryWriter NewWriter()
    {
        var name = writerName = "rank" + Guid.NewGuid().ToString("N")[..8];
        try
        {
            return torch.utils.tensorboard.SummaryWriter(folder, name);
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            // On a full disk every attempt would leave an empty file.
            foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*." + name) : []) File.Delete(file);
            throw;
        }
    }

    [GeneratedRegex(@"events\.out\.tfevents\.[^'""]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EventFileName();
}
