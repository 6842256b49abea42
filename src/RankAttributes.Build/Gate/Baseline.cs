using RankAttributes.Build.Report;
using RankAttributes.Declarations;

namespace RankAttributes.Build.Gate;

/// <summary>A committed report in JSON, with which later builds are compared.</summary>
/// <param name="Assembly">The assembly that it is about.</param>
/// <param name="Models">Its models by full metadata name.</param>
internal sealed record Baseline(string Assembly, IReadOnlyDictionary<string, BaselineModel> Models)
{
    /// <summary>The longest baseline that is read, in bytes.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Reads the JSON form of a report.</summary>
    /// <exception cref="BaselineException">It is not JSON, not a report, or of another schema version.</exception>
    public static Baseline Read(string json)
    {
        if (json.Length > MaxBytes) throw new BaselineException($"it is longer than {Figure.Size(MaxBytes)} characters");
        var root = Parse(json);
        if (root["schemaVersion"].Number is not { } version) throw new BaselineException("it is not a bound report: it states no schemaVersion");
        if (!version.Equals(BoundReport.SchemaVersion))
            throw new BaselineException(
                $"it is of schema version {Figure.Real(version)}, and this build reads version {Figure.Size(BoundReport.SchemaVersion)}");
        if (root["assembly"].Text is not { } assembly) throw new BaselineException("it names no assembly");
        if (!root["models"].IsArray) throw new BaselineException("its models are not a list");
        var models = new Dictionary<string, BaselineModel>(StringComparer.Ordinal);
        foreach (var model in root["models"].Items)
        {
            if (model["type"].Text is not { } type) throw new BaselineException("one of its models has no type");
            if (models.ContainsKey(type)) throw new BaselineException($"it has two models of the type '{type}'");
            models[type] = BaselineModel.Read(model);
        }

        return new Baseline(assembly, models);
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
