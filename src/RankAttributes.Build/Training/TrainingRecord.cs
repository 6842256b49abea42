using RankAttributes.Build.Report;
using RankAttributes.Declarations;

namespace RankAttributes.Build.Training;

/// <summary>A layer in the last snapshot of a training.</summary>
/// <param name="Outputs">Rows of the matrix; <see langword="null"/> where two thin layers stand for it.</param>
/// <param name="Inputs">Columns of the matrix.</param>
/// <param name="P">The p at which the rank was measured.</param>
/// <param name="Rank">Its rank; <see langword="null"/> where it could not be measured.</param>
internal sealed record RecordedLayer(double? Outputs, double? Inputs, double? P, double? Rank);

/// <summary>The last snapshot that a tracker wrote as JSON lines.</summary>
/// <param name="Name">The file, as a reader knows it.</param>
/// <param name="Type">The model's class by its metadata name; <see langword="null"/> where the line does not say.</param>
/// <param name="Model">The name of the run.</param>
/// <param name="Step">The training step.</param>
/// <param name="Epoch">The epoch, where it was given.</param>
/// <param name="Layers">The layers by the names that declarations have for them.</param>
internal sealed record TrainingRecord(
    string Name, string? Type, string Model, long Step, long? Epoch, IReadOnlyDictionary<string, RecordedLayer> Layers)
{
    private const int MaxLines = 1000;
    private const string Weight = ".weight";
    private const string Down = ".down.weight";
    private const string Up = ".up.weight";

    /// <summary>The record in a file, or <see langword="null"/> and the reason as a clause.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The file, as a reader knows it.</param>
    /// <param name="problem">Why there is none.</param>
    public static TrainingRecord? Read(string path, string name, out string problem)
    {
        problem = "the file does not exist";
        if (!File.Exists(path)) return null;
        try
        {
            // The last line may be torn or still being written.
            problem = "none of its last lines is a snapshot of a BoundTracker";
            return FileTail.Lines(path).Take(MaxLines).Select(line => Parse(line, name)).FirstOrDefault(record => record is not null);
        }
        catch (Exception exception) when (BoundReportTask.IsExpected(exception))
        {
            problem = exception.Message.TrimEnd('.');
            return null;
        }
    }

    /// <summary>The ranks of a model's layers, as its declaration is compared with.</summary>
    public ReachedRanks Reached => new(Name, Step, Epoch, Layers.Where(layer => layer.Value.Rank is not null)
        .ToDictionary(layer => layer.Key, layer => layer.Value.Rank!.Value, StringComparer.Ordinal));

    private static TrainingRecord? Parse(string line, string name)
    {
        try
        {
            var root = JsonValue.Parse(line);
            var progress = root["progress"];
            if (progress["step"].Number is not { } step || !root["layers"].Items.Any()) return null;
            return new TrainingRecord(
                name, root["modelType"].Text, root["model"].Text ?? "", (long)step, (long?)progress["epoch"].Number, Read(root["layers"].Items));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Dictionary<string, RecordedLayer> Read(IEnumerable<JsonValue> layers)
    {
        var read = new Dictionary<string, RecordedLayer>(StringComparer.Ordinal);
        var factors = new Dictionary<string, RecordedLayer>(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            if (layer["name"].Text is not { } name) continue;
            var recorded = new RecordedLayer(layer["outputs"].Number, layer["inputs"].Number, layer["p"].Number, Rank(layer));
            if (name.EndsWith(Down, StringComparison.Ordinal) || name.EndsWith(Up, StringComparison.Ordinal)) factors[name] = recorded;
            read[name.EndsWith(Weight, StringComparison.Ordinal) ? name.Substring(0, name.Length - Weight.Length) : name] = recorded;
        }

        // Two thin layers in the place of one have its rank between them.
        foreach (var down in factors.Where(factor => factor.Key.EndsWith(Down, StringComparison.Ordinal)))
        {
            var whole = down.Key.Substring(0, down.Key.Length - Down.Length);
            if (factors.TryGetValue(whole + Up, out var up) && !read.ContainsKey(whole))
                read[whole] = new RecordedLayer(null, null, null, Least(down.Value, up));
        }

        return read;
    }

    private static double? Least(RecordedLayer left, RecordedLayer right)
        => new[] { left.Outputs, left.Inputs, right.Outputs, right.Inputs }.Min();

    // A rank that rounding can tell from zero limits the effective rank too, which rounding raises for small p.
    private static double? Rank(JsonValue layer) => layer["effectiveRank"].Number is { } effective
        ? Math.Min(effective, layer["numericalRank"].Number ?? effective) : null;
}
