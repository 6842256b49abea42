using RankAttributes.Build.Report;
using RankAttributes.Declarations;

namespace RankAttributes.Build.Gate;

/// <summary>A report against a baseline. Everything in the report is either compared or named as not compared: a gate must not pass in silence.</summary>
internal sealed class BaselineComparison
{
    private const int MaxNames = 5;
    private readonly List<Regression> regressions = [];
    private readonly List<string> gaps = [];
    private readonly double ratio;
    private int compared;

    private BaselineComparison(double ratio) => this.ratio = ratio;

    /// <summary>The models and creations that became worse, in the report's order.</summary>
    public IReadOnlyList<Regression> Regressions => regressions;

    /// <summary>What was not compared, as sentences without a period.</summary>
    public IReadOnlyList<string> Gaps => gaps;

    /// <summary>Compares a report with a baseline.</summary>
    /// <param name="baseline">The committed report.</param>
    /// <param name="report">The present one.</param>
    /// <param name="ratio">How much larger N̂ may be than it was, at least 1: 1.1 allows a tenth more.</param>
    public static BaselineComparison Of(Baseline baseline, BoundReport report, double ratio)
    {
        var comparison = new BaselineComparison(ratio);
        if (baseline.Assembly != report.Assembly)
        {
            comparison.gaps.Add(
                $"it is the baseline of the assembly '{baseline.Assembly}', and this one is '{report.Assembly}': every project needs a baseline of its own");
            return comparison;
        }

        var known = report.Models.Where(model => baseline.Models.ContainsKey(model.Declared.TypeName)).ToList();
        foreach (var model in known) comparison.CompareModel(model, baseline.Models[model.Declared.TypeName]);
        comparison.NameUnknown(report, baseline);
        if (comparison.compared == 0 && comparison.gaps.Count == 0)
            comparison.gaps.Add("neither it nor the present report predicts anything, so nothing is compared");
        return comparison;
    }

    private void NameUnknown(BoundReport report, Baseline baseline)
    {
        var present = report.Models.Select(model => model.Declared.TypeName).ToList();
        var added = present.Where(type => !baseline.Models.ContainsKey(type)).ToList();
        var gone = baseline.Models.Keys.Except(present, StringComparer.Ordinal).ToList();
        if (added.Count > 0) gaps.Add($"it does not know {Names(added)}{(gone.Count > 0 ? $"; it knows {Names(gone)}, which this build does not have" : "")}");
        else if (gone.Count > 0 && gone.Count == baseline.Models.Count) gaps.Add($"it knows {Names(gone)}, and this build has none of them");
    }

    private void CompareModel(ReportedModel model, BaselineModel former)
    {
        var subject = $"'{model.Declared.DisplayName}'";
        if (model.Creations.Count == 0 && former.Creations.Any(creation => creation.Numbers.PredictedSamples is not null) && model.Prediction.Samples is null)
            gaps.Add($"it knows the size of {subject} from creations that this build does not have");
        else CompareNumbers(new Measured(subject, model.Prediction, model.Place), former.Numbers, isExpected: model.Creations.Count == 0);

        foreach (var (creation, numbers) in CreationMatch.Of(model.Creations, former))
        {
            var measured = new Measured($"'{model.Declared.DisplayName}' at {creation.Point.Beginning} in {creation.Member}", creation.Prediction,
                creation.Place);
            CompareNumbers(measured, numbers, isExpected: true);
        }
    }

    /// <param name="now">The present numbers.</param>
    /// <param name="former">Those of the baseline.</param>
    /// <param name="isExpected">Whether a missing N̂ on both sides is a gap of its own. A class whose creations have the numbers needs none.</param>
    private void CompareNumbers(Measured now, BaselineNumbers former, bool isExpected)
    {
        if (now.Prediction.Samples is not { } samples)
        {
            if (former.PredictedSamples is not null) gaps.Add($"it has an N̂ for {now.Subject}, and this build predicts none");
            return;
        }

        if (former.PredictedSamples is not { } before)
        {
            if (isExpected) gaps.Add($"it has no N̂ for {now.Subject}");
            return;
        }

        compared++;
        if (now.Prediction.IsLowerEstimate && !former.WasLowerEstimate)
            gaps.Add($"a part of {now.Subject} can no longer be read, so its N̂ is only a lower estimate");
        if (former.Fitted && now.Prediction.Verdict == Verdict.TooFewSamples) regressions.Add(new Regression(now, before, HasCrossed: true));
        else if (samples > before * ratio) regressions.Add(new Regression(now, before, HasCrossed: false));
    }

    private static string Names(List<string> types)
        => string.Join(", ", types.Take(MaxNames).Select(type => $"'{type}'")) + (types.Count > MaxNames ? $" and {types.Count - MaxNames} more" : "");
}
