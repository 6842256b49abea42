using System.Text.Json;

namespace RankAttributes.Samples.Tests;

/// <summary>The snapshots of a run as its JSON lines tell them: a later one takes the place of those from its step on.</summary>
internal static class SnapshotLines
{
    public sealed record Line(long Step, int? Epoch, double? TrainLoss);

    public static IReadOnlyList<Line> Read(string path)
    {
        var lines = new List<Line>();
        foreach (var text in File.ReadLines(path))
        {
            if (Parsed(text) is not { } line) continue;
            lines.RemoveAll(earlier => earlier.Step >= line.Step);
            lines.Add(line);
        }

        return lines;
    }

    private static Line? Parsed(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (!json.RootElement.TryGetProperty("progress", out var progress)) return null;
            return new Line(
                progress.GetProperty("step").GetInt64(),
                progress.TryGetProperty("epoch", out var epoch) ? epoch.GetInt32() : null,
                progress.TryGetProperty("trainLoss", out var loss) ? loss.GetDouble() : null);
        }
        catch (JsonException)
        {
            // What a killed process left half written.
            return null;
        }
    }
}
