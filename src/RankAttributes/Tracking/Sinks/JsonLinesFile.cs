using Microsoft.Win32.SafeHandles;

namespace RankAttributes.Tracking.Sinks;

/// <summary>A log that one writer has open. What was appended is on the disk, and after a failure nothing of the line is left in the file.</summary>
internal sealed class JsonLinesFile : IDisposable
{
    // What .NET makes of a lock that somebody else holds: ERROR_SHARING_VIOLATION, and EAGAIN of Linux and of macOS.
    private static readonly int[] InUse = [unchecked((int)0x80070020), 11, 35];

    private readonly string path;
    private readonly FileStream claim;
    private readonly SafeFileHandle handle;

    // Where a line begins that was written in part and could not be cut off yet.
    private long? torn;

    private JsonLinesFile(string path, FileStream claim, SafeFileHandle handle, JsonLinesHistory history)
    {
        this.path = path;
        this.claim = claim;
        this.handle = handle;
        History = history;
    }

    /// <summary>What the file held when it was opened.</summary>
    public JsonLinesHistory History { get; }

    /// <summary>Whether somebody deleted the file or its claim: what is appended then is lost.</summary>
    public bool IsGone => !File.Exists(path) || !File.Exists(claim.Name);

    public static JsonLinesFile Open(string path)
    {
        path = RealPath.Of(path);
        if (Directory.Exists(path)) throw new UnusableLogException("it is a folder. Name a file in it.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var claim = Claim(path);
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            var history = JsonLinesReader.Read(handle);
            if (history.IsForeign)
                throw new UnusableLogException("it holds something else than snapshots, which is left as it is. Name another file.");
            CompleteLastLine(handle, history);
            return new JsonLinesFile(path, claim, handle, history);
        }
        catch (Exception failure)
        {
            handle?.Dispose();
            claim.Dispose();
            if (failure is NotSupportedException) throw new UnusableLogException("it is not a regular file. Name another one.");
            throw;
        }
    }

    public void Append(byte[] line)
    {
        if (torn is { } halfLine) RandomAccess.SetLength(handle, halfLine);
        var start = RandomAccess.GetLength(handle);
        torn = start;
        try
        {
            RandomAccess.Write(handle, line, start);
            RandomAccess.FlushToDisk(handle);
            torn = null;
        }
        catch (Exception failure)
        {
            CutOff(start);
            // What .NET makes of a file that may not grow any more, by the system's limits or the file system's.
            if (failure is ArgumentOutOfRangeException) throw new IOException(failure.Message, failure);
            throw;
        }
    }

    public void Dispose()
    {
        handle.Dispose();
        claim.Dispose();
    }

    // On Unix only FileShare.None keeps a second writer out, and it would keep .NET readers out too: hence a file apart. The system lets go of it
    // when the process is killed.
    private static FileStream Claim(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException failure) when (InUse.Contains(failure.HResult))
        {
            throw new UnusableLogException("another tracker writes to it. Give each tracker a file of its own.");
        }
    }

    private static void CompleteLastLine(SafeFileHandle handle, JsonLinesHistory history)
    {
        if (history.Length == history.CompleteLength) return;
        if (history.LastLineLacksItsEnd) RandomAccess.Write(handle, "\n"u8, history.Length);
        else RandomAccess.SetLength(handle, history.CompleteLength);
        RandomAccess.FlushToDisk(handle);
    }

    private void CutOff(long start)
    {
        try
        {
            RandomAccess.SetLength(handle, start);
            torn = null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next attempt begins with it.
        }
    }
}

/// <summary>A log cannot be used, for a reason whose remedy the message names.</summary>
internal sealed class UnusableLogException(string message) : IOException(message);
