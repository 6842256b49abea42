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

    private readonly List<Trial> trials = [];
    private LayerSurvey? survey;

    private LayerSurvey Survey => survey!;

    /// <summary>Figures of the forms that were chosen last; the model is in its first form.</summary>
    private CompressionReport Report => new(model, Survey);

    /// <summary>Parameters that no rank changes.</summary>
    private long OtherParameters => model.Parameters - Survey.Layers.Sum(layer => layer.Weights);

    /// <summary>Compresses; the model is as it was if this throws.</summary>
    public CompressionResult Run()
    {
        try
        {
            survey = LayerSurvey.Of(model, options.Inputs, Evaluated, comparesForms: options.Rank is null, cancellation);
            if (survey.Forms.SelectMany(forms => forms).All(layer => layer.Spectrum.MaxSavingRank == 0)) throw Report.NothingToCompress();
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
        survey?.Dispose();
        foreach (var trial in trials) trial.Weights.Dispose();
    }

    private Trial? Search()
    {
        if (options.Rank is { } rank) return Within(Try(RankAllocation.Uniform(Survey.Layers, rank)));
        survey = Survey.Compared((layers, ranks) =>
        {
            model.Take(FormOf(layers, ranks));
            var accuracy = Evaluated();
            model.Restore();
            return accuracy;
        });
        var first = Enumerable.Range(0, BudgetSteps).FirstOrDefault(step => KeepsSizes(RanksAt(step)), BudgetSteps - 1);
        var last = Math.Min(BudgetSteps - 1, first + MaxFirstTrials - 1);
        var best = Within(Try(RanksAt(first)));
        while (best is null && first < last) best = Within(Try(RanksAt(++first)));
        if (options.MaxAccuracyDrop is null) return best;

        // Accuracy falls with the budget, but for noise: the smallest that holds, by bisection.
        for (var (low, high) = (first + 1, BudgetSteps - 1); best is not null && low <= high;)
        {
            var step = (low + high) / 2;
            if (Within(Try(RanksAt(step))) is { } found) (best, low) = (found, step + 1);
            else high = step - 1;
        }

        return best;
    }

    private int?[] RanksAt(int step)
    {
        var weights = Survey.Layers.Sum(layer => layer.Weights);
        var budget = step == 0 ? weights - 1 : (long)(weights * Math.Pow(BudgetStep, step));
        return RankAllocation.Within(Survey.Layers, Math.Min(budget, options.MaxParameters is { } most ? most - OtherParameters : budget));
    }

    private bool KeepsSizes(int?[] ranks)
        => (options.MaxParameters is not { } most || OtherParameters + RankAllocation.Cost(Survey.Layers, ranks) <= most)
            && (options.TargetSpeedup is not { } speedup || Survey.MultiplyAdds(null) >= speedup * Survey.MultiplyAdds(ranks));

    private Trial Try(int?[] ranks)
    {
        var form = FormOf(Survey.Layers, ranks);
        model.Take(form);
        var trial = new Trial(ranks, form, new ModelBackup(model.Module), Evaluated(), model.Parameters, model.Bytes);
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
        if (rank is not { } kept) return null;
        var spectrum = layers[index].Spectrum;
        var (left, right) = spectrum.Factors(kept);
        using (left)
        using (right)
        {
            var factors = new LayerFactors(kept, left, right) { Form = spectrum.Form };
            return (nn.Module)Factorization.Pair(model.Layers[index].Layer, factors, ModuleAccess.ByReflection);
        }
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
