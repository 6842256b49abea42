using RankAttributes.Build.Report;
using RankAttributes.Build.Training;
using RankAttributes.Declarations;

namespace RankAttributes.Build.Tests.Report;

/// <summary>The ranks of a training's record beside the budgets of the source.</summary>
public sealed class TrainingRecordTests : IDisposable
{
    private const string Net = "RankAttributes.Build.Tests.Declared+Net`1";
    private readonly string folder = Directory.CreateTempSubdirectory("record").FullName;
    private readonly ReportedModel net = CompiledModels.Read(typeof(Declared).Assembly.Location, "")
        .Single(model => model.Declared.TypeName.EndsWith("Net`1", StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_record_of_a_tracker_is_found_by_the_class_and_gives_each_rank()
    {
        Write("run.jsonl", Line(Net, 9.5), """
            {"model":"a name of its own","modelType":"RankAttributes.Build.Tests.Declared+Net`1",
            "time":"2026-01-01T00:00:00+00:00","progress":{"step":2,"epoch":1},
            "layers":[{"name":"fc.weight","outputs":30,"inputs":20,"isRegularized":true,"p":0.5,"rankBudget":3,"effectiveRank":2.25,"numericalRank":2},
            {"name":"head.weight","outputs":4,"inputs":30,"isRegularized":false,"p":1,"effectiveRank":3.5}]}
            """.ReplaceLineEndings(""));

        var trained = Join("run.jsonl").Trained!;

        Assert.Equal(("run.jsonl", 2L, 1L), (trained.Reached.Record, trained.Reached.Step, trained.Reached.Epoch!.Value));
        Assert.Equal(2, trained.Reached.Ranks["fc"]);
        Assert.True(trained.IsWithinBudgets);
        Assert.StartsWith("At epoch 1 of run.jsonl, every rank is within its budget. At the ranks reached, the model needs about ",
            TrainedText.Summary(trained), StringComparison.Ordinal);
        Assert.True(trained.AtReachedRanks.Samples < net.Prediction.Samples);
    }

    [Theory]
    [InlineData(3.49, false)]
    [InlineData(3.51, true)]
    [InlineData(17, true)]
    public void A_rank_above_the_budget_is_exceeded_and_counts_in_the_estimate(double rank, bool isExceeded)
    {
        Write("run.jsonl", Line(Net, rank));
        var trained = Join("run.jsonl").Trained!;

        Assert.Equal(isExceeded ? ["fc"] : [], trained.Exceeded.Select(layer => layer.Name));
        Assert.Equal(isExceeded, trained.AtReachedRanks.Samples > net.Prediction.Samples);
        Assert.Equal(isExceeded ? "rank budget exceeded" : "rank budget kept", TrainedText.Verdict(trained));
        if (isExceeded)
            Assert.Contains($"'Net<T>' exceeds its rank budget at step 7 of run.jsonl: 'fc' has rank {Figure.Rank(rank)} against a budget of 3; at the ranks",
                TrainedText.Exceeded(trained), StringComparison.Ordinal);
    }

    [Fact]
    public void A_torn_last_line_and_lines_that_are_none_are_passed_over()
    {
        Write("run.jsonl", Line(Net, 5), "[1, 2]", "{\"progress\": 7}", "{\"progress\": {\"step\": 9}, \"layers\": [{\"na");
        Assert.Equal(5, Join("run.jsonl").Trained!.Reached.Ranks["fc"]);
    }

    [Fact]
    public void Two_thin_layers_have_the_rank_between_them()
    {
        Write("run.jsonl", """
            {"model":"x","modelType":"RankAttributes.Build.Tests.Declared+Net`1","progress":{"step":7},"layers":[
            {"name":"fc.down.weight","outputs":2,"inputs":20,"p":1,"effectiveRank":1.7},
            {"name":"fc.up.weight","outputs":30,"inputs":2,"p":1,"effectiveRank":1.6}]}
            """.ReplaceLineEndings(""));
        Assert.Equal(2, Join("run.jsonl").Trained!.Reached.Ranks["fc"]);
    }

    [Theory]
    [InlineData("Models.Other", 3, 0.5, 30, "run.jsonl records 'Models.Other', which is not an annotated model of this assembly")]
    [InlineData(Net, 3, 1, 30, "run.jsonl records 'Net<T>' with another 'fc' than the source declares: train again")]
    [InlineData(Net, 3, 0.5, 31, "run.jsonl records 'Net<T>' with another 'fc' than the source declares: train again")]
    [InlineData(Net, double.NaN, 0.5, 30, "run.jsonl has no rank of 'fc' of 'Net<T>', which has a budget")]
    public void What_cannot_be_compared_is_named(string type, double rank, double p, int outputs, string gap)
    {
        Write("run.jsonl", Line(type, rank, p, outputs));
        var report = TrainingRecords.Join(BoundReport.Of("Demo", [net]), "run.jsonl", folder);
        Assert.Equal([gap], report.RecordGaps);
        Assert.True(report.Models[0].Trained is not { IsWithinBudgets: true });
    }

    [Theory]
    [InlineData("missing.jsonl", "the file does not exist")]
    [InlineData("empty.jsonl", "it is empty, or it is a device or a pipe")]
    [InlineData("noise.jsonl", "none of its last lines is a snapshot of a BoundTracker")]
    public void A_file_that_cannot_be_used_is_named(string file, string reason)
    {
        File.WriteAllText(At("empty.jsonl"), "");
        File.WriteAllText(At("noise.jsonl"), "\0\n{}\n\"" + new string('[', 10_000) + "\n");
        Assert.Equal([$"{file} cannot be used: {reason}"], TrainingRecords.Join(BoundReport.Of("Demo", [net]), $" {file} ; ", folder).RecordGaps);
    }

    [Fact]
    public void Every_form_of_the_report_shows_the_reached_rank_and_the_verdict()
    {
        var report = BoundReport.Of("Demo", [Example.Trained, Example.Fitting]);
        var summary = TrainedText.Summary(Example.Trained.Trained!);
        Assert.Contains("'fc2' has rank 69.5 against a budget of 16", summary, StringComparison.Ordinal);

        var json = JsonReport.Render(report);
        Assert.Contains("\"reachedRank\": 69.53,", json, StringComparison.Ordinal);
        Assert.Contains("\"isWithinBudgets\": false,", json, StringComparison.Ordinal);
        Assert.Contains("\"trained\": null,", json, StringComparison.Ordinal);
        foreach (var text in new[] { MarkdownReport.Render(report), System.Net.WebUtility.HtmlDecode(HtmlReport.Render(report)) })
        {
            Assert.Contains(summary, text, StringComparison.Ordinal);
            Assert.Contains("rank budget exceeded", text, StringComparison.Ordinal);
            Assert.Contains("15.8", text, StringComparison.Ordinal);
            Assert.Contains("69.5 (over)", text, StringComparison.Ordinal);
        }
    }

    private ReportedModel Join(string paths) => TrainingRecords.Join(BoundReport.Of("Demo", [net]), paths, folder).Models[0];

    private string At(string file) => Path.Combine(folder, file);

    private void Write(string file, params string[] lines) => File.WriteAllText(At(file), string.Join('\n', lines));

    private static string Line(string type, double rank, double p = 0.5, int outputs = 30) => FormattableString.Invariant($$"""
        {"model":"x","modelType":"{{type}}","progress":{"step":7},"layers":[
        {"name":"fc.weight","outputs":{{outputs}},"inputs":20,"p":{{p}},"effectiveRank":{{(double.IsNaN(rank) ? "\"NaN\"" : rank)}}},
        {"name":"head.weight","outputs":4,"inputs":30,"p":1,"effectiveRank":3}]}
        """).ReplaceLineEndings("");
}
