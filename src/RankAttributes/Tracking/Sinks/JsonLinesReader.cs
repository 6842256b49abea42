using System.Buffers;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace RankAttributes.Tracking.Sinks;

/// <summary>Reads the end of a log that anybody may have written.</summary>
internal sealed class JsonLinesReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> Beginning => "{\"model\":"u8;

    private readonly List<BoundSnapshot> snapshots = [];
    private readonly ArrayBufferWriter<byte> line = new();
    private bool isTooLong;
    private long skipped;

    public static JsonLinesHistory Read(SafeFileHandle handle)
    {
        var length = RandomAccess.GetLength(handle);
        var reader = new JsonLinesReader();
        // One byte more: where it ends a line, the history begins with a whole one.
        var first = Math.Max(0, length - JsonLinesSink.MaxHistory - 1);
        var complete = reader.ReadLines(handle, first, length);
        var lastLine = reader.line.WrittenSpan;
        var isForeign = reader.snapshots.Count == 0 && (reader.skipped > 0 || reader.isTooLong || !MayBecomeSnapshot(lastLine));
        var lacksItsEnd = !reader.isTooLong && reader.Add(lastLine);
        return new JsonLinesHistory(reader.snapshots, reader.skipped, isForeign && !lacksItsEnd, complete, length, lacksItsEnd);
    }

    private long ReadLines(SafeFileHandle handle, long first, long length)
    {
        // The end of a line whose beginning is out of reach is passed over like one that is too long, but not counted.
        isTooLong = first > 0;
        skipped = first > 0 ? -1 : 0;
        var complete = first;
        var chunk = new byte[1 << 16];
        for (var offset = first; offset < length;)
        {
            var read = RandomAccess.Read(handle, chunk.AsSpan(0, (int)Math.Min(chunk.Length, length - offset)), offset);
            if (read == 0) break;
            offset += read;
            var rest = chunk.AsSpan(0, read);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; complete = offset - rest.Length)
            {
                Append(rest[..end]);
                EndLine();
                rest = rest[(end + 1)..];
            }

            Append(rest);
        }

        return complete;
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        isTooLong |= line.WrittenCount + part.Length >= JsonLinesSink.MaxLine;
        if (!isTooLong) line.Write(part);
    }

    private void EndLine()
    {
        var content = line.WrittenSpan;
        if (isTooLong || (!Add(content) && content.ContainsAnyExcept(" \t\r"u8))) skipped++;
        line.ResetWrittenCount();
        isTooLong = false;
    }

    private bool Add(ReadOnlySpan<byte> json)
    {
        if (Parse(json.StartsWith(ByteOrderMark) ? json[3..] : json) is not { } snapshot) return false;
        while (snapshots.Count > 0 && snapshots[^1].Progress.Step >= snapshot.Progress.Step) snapshots.RemoveAt(snapshots.Count - 1);
        snapshots.Add(snapshot);
        return true;
    }

    private static BoundSnapshot? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return json.IsEmpty ? null : JsonSerializer.Deserialize(json, SnapshotJson.Line.BoundSnapshot) is { } snapshot && IsWhole(snapshot) ? snapshot
                : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    // The serializer does not hold null against what may not be null.
    private static bool IsWhole(BoundSnapshot snapshot)
        => snapshot is { Progress.Step: >= 0 }
            && snapshot.Layers.All(layer => layer is { Name: not null })
            && snapshot.Bounds.All(bound => bound is not null && Enum.IsDefined(bound.Kind))
            && snapshot.Notes.All(note => note is not null);

    // What a killed process leaves of its first line: its beginning. A whole object that is not a snapshot belongs to somebody else.
    private static bool MayBecomeSnapshot(ReadOnlySpan<byte> lastLine)
        => Beginning.StartsWith(lastLine) || (lastLine.StartsWith(Beginning) && !IsWholeJson(lastLine));

    private static bool IsWholeJson(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() && reader.TrySkip();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>What a log holds.</summary>
/// <param name="Snapshots">The snapshots in the order of their steps.</param>
/// <param name="SkippedLines">How many lines are none.</param>
/// <param name="IsForeign">Whether there is something, but nothing that a sink can have written.</param>
/// <param name="CompleteLength">The length up to the end of the last complete line, in bytes.</param>
/// <param name="Length">The length of the file, in bytes.</param>
/// <param name="LastLineLacksItsEnd">Whether what follows the last complete line is a snapshot, too, without its line's end.</param>
internal sealed record JsonLinesHistory(
    IReadOnlyList<BoundSnapshot> Snapshots, long SkippedLines, bool IsForeign, long CompleteLength, long Length, bool LastLineLacksItsEnd);
