using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>A baseline that cannot be used; the message says why and what to do.</summary>
internal sealed class BaselineException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>What a committed report said about one model.</summary>
/// <param name="PredictedSamples">N̂ then, or <see langword="null"/>.</param>
/// <param name="Fitted">Whether N̂ ≤ N then.</param>
internal sealed record BaselineModel(double? PredictedSamples, bool Fitted);

/// <summary>A committed report in JSON, with which later builds are compared.</summary>
internal sealed class Baseline
{
    /// <summary>The longest baseline that is read, in characters.</summary>
    public const int LongestText = 4 * 1024 * 1024;

    private readonly Dictionary<string, BaselineModel> models;

    private Baseline(Dictionary<string, BaselineModel> models) => this.models = models;

    /// <summary>Reads the JSON form of a report.</summary>
    /// <exception cref="BaselineException">It is not JSON, not a report, or of another schema version.</exception>
    public static Baseline Read(string json)
    {
        if (json.Length > LongestText) throw new BaselineException($"it is longer than {NumberText.Plain(LongestText)} characters");
        var root = Parse(json);
        if (root["schemaVersion"].Number is not { } version) throw new BaselineException("it is not a bound report: it states no schemaVersion");
        if (!version.Equals(BoundReport.SchemaVersion))
            throw new BaselineException($"it is of schema version {NumberText.Index(version)}, and this build reads version {NumberText.Plain(BoundReport.SchemaVersion)}");
        var models = new Dictionary<string, BaselineModel>(StringComparer.Ordinal);
        foreach (var model in root["models"].Items)
        {
            if (model["type"].Text is not { } type) throw new BaselineException("one of its models has no type");
            models[type] = new BaselineModel(model["predictedSamples"].Number, model["verdict"].Text == "fits");
        }

        return new Baseline(models);
    }

    /// <summary>The models that became worse, in the report's order.</summary>
    /// <param name="report">The present report.</param>
    /// <param name="ratio">How much larger N̂ may be than it was, at least 1: 1.1 allows a tenth more.</param>
    public IEnumerable<Regression> Compare(BoundReport report, double ratio)
    {
        foreach (var model in report.Models)
        {
            if (model.PredictedSamples is not { } samples || !models.TryGetValue(model.Model.TypeName, out var former)) continue;
            if (former.Fitted && model.Verdict == Verdict.TooFewSamples) yield return new Regression(model, former.PredictedSamples, HasCrossed: true);
            else if (former.PredictedSamples is { } before && samples > before * ratio) yield return new Regression(model, before, HasCrossed: false);
        }
    }

    private static JsonValue Parse(string json)
    {
        try
        {
            var root = JsonValue.Parse(json);
            return root.IsObject ? root : throw new BaselineException("it is not a bound report");
        }
        catch (FormatException exception)
        {
            throw new BaselineException($"it is not JSON: {exception.Message}", exception);
        }
    }
}
