using System.Text.Json;
using RankAttributes.Tracking.Sinks;

namespace RankAttributes.Tracking;

/// <summary>
/// Appends each snapshot to a file as one line of JSON (UTF-8, no byte order mark, <c>\n</c>), on the disk when <see cref="Write"/> returns.
/// </summary>
/// <remarks>
/// A run that was killed continues in its file: a last line that was torn is cut off, and what is whole is given back by <see cref="Open"/>.
/// Lines that cannot be written, on a full disk or while another tracker has the file, wait in memory and are written in their order when it is
/// possible again. While it is open, a file of the same name with <c>.lock</c> behind it keeps other writers out, on every system and in every
/// process, whatever symbolic links lead to it; readers are free. Where the file is deleted, the next snapshot writes the whole run again. Certificates are not
/// written to this file.
/// </remarks>
public sealed class JsonLinesSink : ISnapshotSink
{
    /// <summary>How long a line may be, in bytes: longer ones are neither written nor read.</summary>
    internal const int MaxLine = 8 << 20;

    /// <summary>How many bytes at the end of a file are read as history.</summary>
    internal const int MaxHistory = 64 << 20;

    /// <summary>How many bytes of lines wait in memory at most; then the oldest are given up.</summary>
    internal const int MaxBacklog = 64 << 20;

    // The same words each time, so that who is told once of each problem is told once.
    private const string Waits = "Snapshots wait in memory until it can be written.";
    private const string WaitsNoMore = Waits + " There are so many that the oldest are lost.";

    private readonly string path;
    private readonly Queue<byte[]> waiting = new();
    private long waitingBytes;
    private long lost;
    private JsonLinesFile? file;
    private bool isDisposed;

    /// <summary>Names the file. Nothing is opened yet.</summary>
    /// <param name="path">The file, in a folder that need not exist yet. Relative to the working directory of now.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty or no path.</exception>
    public JsonLinesSink(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        this.path = Path.GetFullPath(path);
    }

    /// <summary>How many lines of the file were not snapshots when it was opened. They stay in the file and are passed over.</summary>
    public long SkippedLines { get; private set; }

    /// <summary>
    /// The snapshots in a file, in the order of their steps; also while a run writes to it. A line takes the place of the same and of later steps
    /// before it: a run that resumed from a checkpoint repeats steps.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static IReadOnlyList<BoundSnapshot> Read(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return JsonLinesReader.Read(handle).Snapshots;
    }

    /// <summary>Opens the file, creates it and its folder where they are missing, and gives back the snapshots in it as <see cref="Read"/> does.</summary>
    /// <exception cref="IOException">The file cannot be opened, another tracker has it, or it holds something else than snapshots. <see cref="Write"/> tries
    /// again.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written, or is a folder. <see cref="Write"/> tries again.</exception>
    public IReadOnlyList<BoundSnapshot> Open()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        try
        {
            file ??= JsonLinesFile.Open(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Explained(failure, Waits);
        }

        SkippedLines = file.History.SkippedLines;
        return file.History.Snapshots;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The line waits in memory, or is longer than <see cref="MaxLine"/>; the message says what to do.</exception>
    /// <exception cref="UnauthorizedAccessException">The line waits in memory; the message says what to do.</exception>
    public void Write(BoundSnapshot snapshot, IReadOnlyList<BoundSnapshot> history)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (file?.IsGone ?? false) WriteAgain(history);
        else Keep(snapshot);
        WriteWaiting();
    }

    /// <summary>Writes what waits and closes the file.</summary>
    /// <exception cref="IOException">Lines that waited are lost; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">Lines that waited are lost; the message says why.</exception>
    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        try
        {
            if (waiting.Count > 0) WriteWaiting();
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Somebody deleted the file: the run is written again from memory.</summary>
    private void WriteAgain(IReadOnlyList<BoundSnapshot> history)
    {
        file!.Dispose();
        file = null;
        waiting.Clear();
        waitingBytes = 0;
        foreach (var earlier in history) Keep(earlier);
    }

    private void Keep(BoundSnapshot snapshot)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(snapshot, SnapshotJson.Line.BoundSnapshot), (byte)'\n'];
        if (line.Length > MaxLine)
            throw new IOException(
                FormattableString.Invariant($"A snapshot of {line.Length:N0} bytes is not written to '{path}': its lines have at most {MaxLine:N0}."));
        waiting.Enqueue(line);
        waitingBytes += line.Length;
        for (; waitingBytes > MaxBacklog; lost++) waitingBytes -= waiting.Dequeue().Length;
    }

    private void WriteWaiting()
    {
        try
        {
            file ??= JsonLinesFile.Open(path);
            for (; waiting.TryPeek(out var line); waitingBytes -= waiting.Dequeue().Length) file.Append(line);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Explained(
                failure, isDisposed ? FormattableString.Invariant($"Snapshots that are lost: {waiting.Count + lost}.") : lost > 0 ? WaitsNoMore : Waits);
        }
    }

    private Exception Explained(Exception failure, string consequence)
    {
        var reason = failure.Message.TrimEnd('.') + failure switch
        {
            UnusableLogException => ".",
            UnauthorizedAccessException => ". Make the file and its folder writable, or name another file.",
            _ => ". If the disk is full, make room; otherwise name another file.",
        };
        var message = $"The log '{path}' cannot be written: {reason} {consequence}";
        return failure is UnauthorizedAccessException ? new UnauthorizedAccessException(message, failure) : new IOException(message, failure);
    }
}
