using System.Diagnostics.CodeAnalysis;
using RankAttributes.LowRank;

namespace RankAttributes.Compression;

/// <summary>Says what a trial did to a model, layer by layer; the model is in its first form meanwhile.</summary>
[RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
internal sealed class CompressionReport(CompressibleModel model, LayerSurvey survey)
{
    private readonly long parameters = model.Parameters, bytes = model.Bytes;

    public CompressionResult Of(Trial trial) => new([.. model.Candidates.Select(candidate => Layer(candidate, trial))])
    {
        AccuracyBefore = survey.Accuracy,
        AccuracyAfter = trial.Accuracy,
        IsTuningUndone = trial.IsTuningUndone,
        ParametersBefore = parameters,
        ParametersAfter = trial.Parameters,
        BytesBefore = bytes,
        BytesAfter = trial.Bytes,
        Times = trial.Times,
        IsWeightedByActivations = survey.Layers.Any(layer => layer.Spectrum.IsWeighted),
    };

    public CompressionLimitException NotReached(Trial nearest, IReadOnlyList<Trial> trials)
    {
        var best = Of(nearest);
        var speed = best.Times.Count > 0 ? FormattableString.Invariant($", {best.Times[^1].Speedup:F1} times faster at batch {best.Times[^1].Batch}") : "";
        return new CompressionLimitException(
            FormattableString.Invariant($"No trial kept all limits; the model is as it was. The best of {trials.Count} had {best.ParametersAfter:N0} parameters of ")
            + FormattableString.Invariant($"{best.ParametersBefore:N0}{speed}, and evaluated to {best.AccuracyAfter:F4} in place of {best.AccuracyBefore:F4}.")
            + (trials.All(trial => trial.IsTuningUndone) ? $" {CompressionTable.TuningUndone} Try a smaller learning rate, or one that falls." : ""),
            best);
    }

    public CompressionLimitException NothingToCompress()
    {
        var reasons = model.Candidates.Select(candidate => $"'{candidate.Name}': {candidate.Obstacle ?? "two layers would have no fewer weights than one"}");
        return new CompressionLimitException(
            model.Candidates.Count == 0 ? "The model has no linear layer and no convolution that could be compressed."
                : $"No layer can be compressed: {string.Join("; ", reasons)}.",
            null);
    }

    private CompressedLayer Layer(Candidate candidate, Trial trial)
    {
        var weight = candidate.Layer.Weight;
        var (rows, index) = (weight.numel() == 0 ? 0 : weight.shape[0], model.Layers.ToList().IndexOf(candidate));
        var (rank, layer) = index < 0 ? (null, null) : (trial.Ranks[index], trial.Survey.Layers[index]);
        var now = layer?.Spectrum.Form.Weight ?? weight;
        var reason = rank is not null ? "" : candidate.Obstacle ?? "at the rank needed, two layers would have no fewer weights";
        return new CompressedLayer(
            candidate.Name, rows, rows == 0 ? 0 : weight.numel() / rows, rank, weight.numel(), layer?.WeightsAt(rank) ?? weight.numel(),
            index < 0 ? 0 : survey.Positions[index], layer?.LostAt(rank) ?? 0, reason)
        {
            OutputsAfter = now.numel() == 0 ? 0 : now.shape[0],
            InputsAfter = now.numel() == 0 ? 0 : now.numel() / now.shape[0],
            IsConvolution = candidate.Layer is not FactorableLinear,
            IsSeparable = rank is not null && layer!.Spectrum.Form is FactorableSeparableConvolution,
        };
    }
}
