using System.Text.Json;
using System.Text.Json.Serialization;
using FashionMnist.Checkpoints;

namespace FashionMnist.Training;

/// <summary>The files of one run.</summary>
internal sealed class RunFolder
{
    private static readonly JsonSerializerOptions ResultJson = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
    };

    private readonly string folder;

    public RunFolder(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
    }

    public string Checkpoint => Path.Combine(folder, "checkpoint.safetensors");

    public string Snapshots => Path.Combine(folder, "snapshots.jsonl");

    public string Page => Path.Combine(folder, "training.html");

    public string TensorBoard => Path.Combine(folder, "tensorboard");

    private string Result => Path.Combine(folder, "result.json");

    public void WriteResult(RunResult result) => AtomicFile.Write(Result, file => JsonSerializer.Serialize(file, result, ResultJson));

    /// <summary>The result of the run that has these settings; <see langword="null"/> where it is not finished, or not to be read.</summary>
    public RunResult? ReadResult(RunSettings settings)
    {
        if (!File.Exists(Result)) return null;
        try
        {
            using var file = File.OpenRead(Result);
            return JsonSerializer.Deserialize<RunResult>(file, ResultJson) is { } result && IsWhole(result) && result.Settings == settings.Description
                ? result : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            // The checkpoint of the last epoch lies beside it, so that only the end of the run is done again.
            return null;
        }
    }

    // The reader of JSON minds null in a property, but not in a list.
    private static bool IsWhole(RunResult result)
        => result.Last.Layers.All(layer => layer is { Name: not null }) && result.Last.Bounds.All(bound => bound is not null);
}
