using System.Diagnostics;
using RankAttributes.Pages;
using RankAttributes.Tracking.Page;

namespace RankAttributes.Tracking;

/// <summary>
/// Keeps a page of the run: one self-contained HTML file with curves of losses, accuracies, ranks, bounds and spectra, to be opened while the run
/// continues. It is rewritten whole or not at all.
/// </summary>
/// <remarks>
/// Drawing a page takes some hundredths of a second. It is drawn again only when a hundred times as long has passed since it was last drawn, so
/// that it costs at most a hundredth of the run, and once more at the certificate and at the end.
/// </remarks>
public sealed class TrainingPageSink : ISnapshotSink
{
    private const int RestForEachDrawing = 100;

    private readonly string path;
    private IReadOnlyList<BoundSnapshot> history = [];
    private Certification? certification;
    private TimeSpan rest;
    private long drawnAt;
    private bool isDisposed;

    /// <summary>Names the page. Nothing is written yet.</summary>
    /// <param name="path">The file, in a folder that need not exist yet. Relative to the working directory of now.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty or no path.</exception>
    public TrainingPageSink(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        this.path = Path.GetFullPath(path);
    }

    /// <summary>Removes what a run that was killed while it wrote the page left beside it. Nothing is read.</summary>
    public IReadOnlyList<BoundSnapshot> Open()
    {
        AtomicFile.RemoveLeftovers(path);
        return [];
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The page cannot be written; the message says what to do. The next snapshot tries again.</exception>
    /// <exception cref="UnauthorizedAccessException">The page may not be written; the message says what to do.</exception>
    public void Write(BoundSnapshot snapshot, IReadOnlyList<BoundSnapshot> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        this.history = history;
        if (drawnAt == 0 || Stopwatch.GetElapsedTime(drawnAt) >= rest) Draw(isComplete: false);
    }

    /// <inheritdoc/>
    public void Write(Certification certification, IReadOnlyList<BoundSnapshot> history)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        (this.certification, this.history) = (certification, history);
        Draw(isComplete: false);
    }

    /// <summary>Draws the page of the finished run.</summary>
    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        Draw(isComplete: true);
    }

    private void Draw(bool isComplete)
    {
        if (history.Count == 0) return;
        var start = Stopwatch.GetTimestamp();
        try
        {
            AtomicFile.Write(path, TrainingPage.Render(new TrainingRun(history, certification, isComplete)));
        }
        catch (IOException failure)
        {
            throw new IOException(
                $"The training page '{path}' cannot be written: {failure.Message.TrimEnd('.')}. If the disk is full, make room; otherwise name another file.",
                    failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new UnauthorizedAccessException(
                $"The training page '{path}' cannot be written: {failure.Message.TrimEnd('.')}. Make the file and its folder writable, or name another file.",
                    failure);
        }
        finally
        {
            drawnAt = Stopwatch.GetTimestamp();
            rest = Stopwatch.GetElapsedTime(start, drawnAt) * RestForEachDrawing;
        }
    }
}
