using System.Globalization;
using System.Text.Json;
using RankAttributes.Codes;

namespace Certified.Training;

/// <summary>The files of finished runs: the network, and what is said of it. A run whose settings are the same is not made again.</summary>
internal sealed class ResultFolder(CertifiedOptions options)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string Network(Source source, CodeMethod method) => Path.Combine(Created(), Name(source, method) + ".rac");

    public RunResult? Finished(Source source, CodeMethod method, long samples)
    {
        var path = Results(source, method);
        if (!File.Exists(path) || !File.Exists(Network(source, method))) return null;
        try
        {
            var kept = JsonSerializer.Deserialize<KeptResult>(File.ReadAllText(path), Json);
            return kept?.Settings == Settings(source, method, samples) ? kept.Result : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Keep(Source source, CodeMethod method, long samples, RunResult result)
    {
        var beside = Results(source, method) + ".new";
        File.WriteAllText(beside, JsonSerializer.Serialize(new KeptResult(Settings(source, method, samples), result), Json));
        File.Move(beside, Results(source, method), overwrite: true);
        File.WriteAllText(Path.Combine(Created(), Name(source, method) + ".md"), result.Certificate.ToMarkdown());
    }

    private string Results(Source source, CodeMethod method) => Path.Combine(Created(), Name(source, method) + ".json");

    private string Settings(Source source, CodeMethod method, long samples) => string.Create(
        CultureInfo.InvariantCulture, $"samples {samples}, epochs {source.Epochs(method, options)}, draws {options.Draws}, seed {options.Seed}");

    private string Created() => Directory.CreateDirectory(options.Folder).FullName;

    private static string Name(Source source, CodeMethod method) => $"{source.Name}-{(method is CodeMethod.Posterior ? "posterior" : "integers")}";

    private sealed record KeptResult(string Settings, RunResult Result);
}
