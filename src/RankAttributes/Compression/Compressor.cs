using System.Diagnostics.CodeAnalysis;
using RankAttributes.LowRank;
using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>Tries compressed forms of a model until the limits decide, and leaves it in the best of them or as it was.</summary>
[RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
internal sealed class Compressor(CompressibleModel model, Func<double> evaluate, CompressionOptions options, CancellationToken cancellation) : IDisposable
{
    /// <summary>Budgets of weights fall by this factor from trial to trial; the last of them is below a thousandth.</summary>
    private const double BudgetStep = 0.85;

    private const int BudgetSteps = 45;

    /// <summary>
    /// How many budgets are tried before there is a first that keeps the limits: a measured speed may fall short of what multiplications promise, and the
    /// layer that a large budget cuts may be the one that cannot be cut at all.
    /// </summary>
    private const int MaxFirstTrials = 6;

    /// <summary>How many are tried with fewer units: the budgets before have failed with all of them, or there is a larger model already.</summary>
    private const int MaxFirstTrialsOfUnits = 2;

    /// <summary>As many trials as this times those of all units may be made in all, fewer units included.</summary>
    private const double MostTrialsOfUnits = 2.5;

    private readonly List<Trial> trials = [];
    private readonly List<LayerSurvey> narrower = [];
    private LayerSurvey? survey;
    private int mostTrials = int.MaxValue;

    private LayerSurvey Survey => survey!;

    /// <summary>Figures of the forms that were chosen last; the model is in its first form.</summary>
    private CompressionReport Report => new(model, Survey);

    /// <summary>Compresses; the model is as it was if this throws.</summary>
    public CompressionResult Run()
    {
        try
        {
            survey = LayerSurvey.Of(model, options, Evaluated, cancellation);
            if (survey.Units.Count == 0 && !CanSave(survey)) throw Report.NothingToCompress();
            if (Search() is not { } best)
            {
                var nearest = trials.MaxBy(trial => trial.Accuracy)!;
                Time(nearest);
                throw Report.NotReached(nearest, trials);
            }

            Time(best);
            var result = Report.Of(best);
            model.Take(best);
            return result;
        }
        catch
        {
            model.Restore();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var form in narrower) form.Dispose();
        survey?.Dispose();
        foreach (var trial in trials) trial.Weights.Dispose();
    }

    private static bool CanSave(LayerSurvey survey) => survey.Forms.SelectMany(forms => forms).Any(layer => layer.Spectrum.MaxSavingRank > 0);

    private Trial? Search()
    {
        if (options.Rank is { } rank) return Within(Try(Survey, RankAllocation.Uniform(Survey.Layers, rank)));
        survey = Survey.Compared((layers, ranks) =>
        {
            model.Take(FormOf(layers, ranks));
            var accuracy = Evaluated();
            model.Restore();
            return accuracy;
        });

        // The smallest step at which a model kept the limits; a narrower one has to do with less.
        var (best, reached) = CanSave(Survey) ? Search(Survey, -1, MaxFirstTrials) : (null, -1);
        mostTrials = (int)(MostTrialsOfUnits * Math.Max(trials.Count, MaxFirstTrials));
        foreach (var narrow in UnitRemoval.NarrowerThan(Survey))
        {
            narrower.Add(narrow);
            if (trials.Count >= mostTrials) break;
            var (found, step) = Search(narrow, reached, MaxFirstTrialsOfUnits);
            if (found is null || (best is not null && !IsBetter(found, best))) continue;
            (best, reached) = (found, step);
        }

        return best;
    }

    private bool IsBetter(Trial found, Trial best)
        => options.MaxAccuracyDrop is null ? found.Accuracy > best.Accuracy : found.Parameters < best.Parameters;

    /// <summary>The best trial of a width beyond a step; and its step, where the smallest is searched for.</summary>
    private (Trial? Best, int Step) Search(LayerSurvey form, int reached, int firstTrials)
    {
        var first = Enumerable.Range(0, BudgetSteps).FirstOrDefault(step => step > reached && KeepsSizes(form, RanksAt(form, step)), BudgetSteps - 1);

        // Several budgets give the same ranks where a narrow form or another limit needs less than them: they are one trial, that of the least.
        while (first < BudgetSteps - 1 && RanksAt(form, first).SequenceEqual(RanksAt(form, first + 1))) first++;
        var last = Math.Min(BudgetSteps - 1, first + firstTrials - 1);
        var best = Within(Try(form, RanksAt(form, first)));
        while (best is null && first < last && trials.Count < mostTrials) best = Within(Try(form, RanksAt(form, ++first)));
        if (options.MaxAccuracyDrop is null) return (best, -1);

        // Accuracy falls with the budget, but for noise: the smallest that holds, by bisection.
        for (var (low, high) = (first + 1, BudgetSteps - 1); best is not null && low <= high && trials.Count < mostTrials;)
        {
            var step = (low + high) / 2;
            if (Within(Try(form, RanksAt(form, step))) is { } found) (best, first, low) = (found, step, step + 1);
            else high = step - 1;
        }

        return (best, first);
    }

    private int?[] RanksAt(LayerSurvey form, int step)
    {
        var weights = Survey.Layers.Sum(layer => layer.Weights);
        var budget = step == 0 ? weights - 1 : (long)(weights * Math.Pow(BudgetStep, step));
        return RankAllocation.Within(form.Layers, Math.Min(budget, options.MaxParameters is { } most ? most - OtherParameters(form) : budget));
    }

    private bool KeepsSizes(LayerSurvey form, int?[] ranks)
        => (options.MaxParameters is not { } most || OtherParameters(form) + RankAllocation.Cost(form.Layers, ranks) <= most)
            && (options.TargetSpeedup is not { } speedup || Survey.MultiplyAdds(null) >= speedup * form.MultiplyAdds(ranks));

    /// <summary>Parameters of a form that no rank changes; biases fall with units.</summary>
    private long OtherParameters(LayerSurvey form) => model.Parameters - Survey.Layers.Sum(layer => layer.Weights)
        - Survey.Layers.Zip(form.Layers).Sum(pair => Biases(pair.First) - Biases(pair.Second));

    private static long Biases(AllocatedLayer layer) => layer.Spectrum.Form.Bias?.numel() ?? 0;

    private Trial Try(LayerSurvey layers, int?[] ranks)
    {
        var form = FormOf(layers.Layers, ranks);
        model.Take(form);
        var trial = new Trial(layers, ranks, form, new ModelBackup(model.Module), Evaluated(), model.Parameters, model.Bytes);
        trials.Add(trial);
        if (options.Tune is { } tune) trials[^1] = trial = Tuned(trial, tune);
        model.Restore();
        if (options.TargetSpeedup is not null) Time(trial);
        options.Progress?.Report(new CompressionProgress(trials.Count, trial.Parameters, trial.Accuracy, Within(trial) is not null));
        return trial;
    }

    /// <summary>The trial after tuning, or as it was where that is worse: a rate that is too large undoes what the model had learned.</summary>
    private Trial Tuned(Trial trial, Action<int> tune)
    {
        trial.Weights.RestoreModes();
        for (var epoch = 1; epoch <= options.TuneEpochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            tune(epoch);
        }

        var accuracy = Evaluated();
        if (accuracy < trial.Accuracy) return trial with { IsTuningUndone = true };
        trial.Weights.Dispose();
        return trial with { Weights = new ModelBackup(model.Module), Accuracy = accuracy };
    }

    private ModuleSwap FormOf(IReadOnlyList<AllocatedLayer> layers, int?[] ranks) => model.FormOf(ranks.Select((rank, index) =>
    {
        var (layer, spectrum) = (model.Layers[index].Layer, layers[index].Spectrum);
        if (rank is not { } kept)
        {
            return ReferenceEquals(spectrum.Form.Layer, layer.Layer) ? null
                : (nn.Module)Factorization.Replacement(layer, LayerFactors.Whole(spectrum.Form), ModuleAccess.ByReflection);
        }

        var (left, right) = spectrum.Factors(kept);
        using (left)
        using (right)
            return Factorization.Replacement(layer, new LayerFactors(kept, left, right) { Form = spectrum.Form }, ModuleAccess.ByReflection);
    }));

    private Trial? Within(Trial trial)
        => (options.MaxAccuracyDrop is not { } drop || Survey.Accuracy - trial.Accuracy <= drop)
            && (options.MaxParameters is not { } most || trial.Parameters <= most)
            && (options.TargetSpeedup is not { } speedup || trial.Times[^1].Speedup >= speedup) ? trial : null;

    private void Time(Trial trial)
    {
        if (options.Inputs is { } inputs && trial.Times.Count == 0)
            trial.Times = InferenceTimer.Measure(model.Module, inputs, () => model.Take(trial), model.Restore);
    }

    private double Evaluated()
    {
        cancellation.ThrowIfCancellationRequested();
        var result = evaluate();
        return double.IsFinite(result) ? result
            : throw new ArgumentException($"The evaluation returned {result}; a finite number is needed, the higher the better.");
    }
}
