using RankAttributes.Build.Report;
using RankAttributes.Declarations;

namespace RankAttributes.Build.Training;

/// <summary>Finds for each model of a report the ranks that its training reached. What cannot be compared is named.</summary>
internal sealed class TrainingRecords
{
    private readonly List<string> gaps = [];
    private readonly List<TrainingRecord> records = [];

    /// <summary>What was not compared, as sentences without a period.</summary>
    public IReadOnlyList<string> Gaps => gaps;

    /// <summary>Reads records and joins them to a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="paths">The files, separated by semicolons, relative to the folder.</param>
    /// <param name="folder">The folder of the project.</param>
    public static BoundReport Join(BoundReport report, string paths, string folder)
    {
        var chosen = paths.Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(path => path.Trim()).Where(path => path.Length > 0).Distinct().ToList();
        if (chosen.Count == 0) return report;
        var join = new TrainingRecords();
        foreach (var path in chosen) join.Read(path, folder);
        var models = report.Models.Select(model => model with { Trained = join.Find(model.Prediction, report.Models) }).ToList();
        foreach (var record in join.records.Where(record => !models.Any(model => IsOf(record, model.Declared, report.Models))))
            join.gaps.Add($"{record.Name} records '{record.Type ?? record.Model}', which is not an annotated model of this assembly");
        return report with { Models = models, RecordGaps = join.gaps };
    }

    private void Read(string path, string folder)
    {
        var name = Path.IsPathRooted(path) ? Path.GetFileName(path) : path.Replace('\\', '/');
        if (TrainingRecord.Read(Path.GetFullPath(Path.Combine(folder, path)), name, out var problem) is { } record) records.Add(record);
        else gaps.Add($"{name} cannot be used: {problem}");
    }

    /// <summary>The last record of the model that is of the declared network; <see langword="null"/> where there is none.</summary>
    private TrainedPrediction? Find(ModelPrediction prediction, IReadOnlyList<ReportedModel> models)
    {
        if (records.LastOrDefault(candidate => IsOf(candidate, prediction.Model, models)) is not { } record) return null;
        if (prediction.Model.Layers.FirstOrDefault(layer => Differs(layer, record)) is { } other)
        {
            gaps.Add($"{record.Name} records '{prediction.Model.DisplayName}' with another '{other.Name}' than the source declares: train again");
            return null;
        }

        var trained = TrainedPrediction.Of(prediction, record.Reached);
        if (trained.Missing.Count > 0)
            gaps.Add($"{record.Name} has no rank of '{trained.Missing[0].Name}' of '{prediction.Model.DisplayName}', which has a budget");
        return trained;
    }

    /// <summary>Whether a record is of a model: by its class, or by its name where the line does not give the class and one model has that name.</summary>
    private static bool IsOf(TrainingRecord record, ModelDeclaration model, IReadOnlyList<ReportedModel> models) => record.Type is { } type
        ? type == model.TypeName
        : TypeNames.Simple(model.TypeName) == record.Model && models.Count(other => TypeNames.Simple(other.Declared.TypeName) == record.Model) == 1;

    // TorchSharp keeps the matrix of a transposed convolution transposed. A rank depends on the p that it is measured at.
    private static bool Differs(LayerDeclaration layer, TrainingRecord record)
    {
        if (!record.Layers.TryGetValue(layer.Name, out var recorded)) return false;
        if (!layer.IsIgnored && recorded.P is { } p && !p.Equals(layer.Settings.P)) return true;
        if (layer.Outputs.Value is not { } outputs || layer.Inputs.Value is not { } inputs) return false;
        if (recorded.Outputs is not { } rows || recorded.Inputs is not { } columns) return false;
        return !(rows.Equals(outputs) && columns.Equals(inputs)) && !(rows.Equals(inputs) && columns.Equals(outputs));
    }
}
