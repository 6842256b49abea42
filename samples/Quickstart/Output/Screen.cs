using Quickstart.Training;
using Samples.Data;
using Samples.Output;
using Spectre.Console;

namespace Quickstart.Output;

/// <summary>What the user sees: a line per epoch, a progress bar where the output is a terminal, and the closing table.</summary>
internal sealed class Screen
{
    // Wide enough for every line when the output is a file or a pipe, whose width nobody knows.
    private const int WidthOfPlainOutput = 132;

    private readonly IAnsiConsole console = AnsiConsole.Console;
    private readonly long trainingSamples;
    private readonly int epochs;

    public Screen(Dataset data, int epochs)
    {
        this.epochs = epochs;
        trainingSamples = data.Train.Count;
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = WidthOfPlainOutput;
        console.WriteLine($"Data: {data.Description}; {Format.Count(trainingSamples)} training samples, {Format.Count(data.Test.Count)} test samples.");
        console.WriteLine(
            $"Model: depth {Mlp.RankDeclaration.Depth}, width {Mlp.RankDeclaration.Width}; at its declared ranks it needs about "
            + $"{Format.Count(Mlp.RankDeclaration.PredictedSampleComplexity)} samples by the paper's estimate.");
    }

    /// <summary>Shows one training while it runs.</summary>
    public TrainingRun Follow(string name, Func<Action, Action<EpochResult>, TrainingRun> train, Trainer trainer)
    {
        console.WriteLine();
        foreach (var line in EpochLine.Header(name)) console.WriteLine(line);
        if (!console.Profile.Out.IsTerminal) return train(() => { }, Show);

        TrainingRun? run = null;
        console.Progress().AutoClear(true).Start(progress =>
        {
            var task = progress.AddTask(name, maxValue: (double)epochs * trainer.StepsPerEpoch);
            run = train(() => task.Increment(1), Show);
        });
        return run!;

        void Show(EpochResult epoch) => console.WriteLine(EpochLine.Of(epoch));
    }

    /// <summary>Shows what the penalty bought.</summary>
    public void Compare(TrainingRun plain, TrainingRun penalized)
    {
        console.WriteLine();
        console.Write(ComparisonTable.Of(plain.Last, penalized.Last, trainingSamples));
        console.WriteLine(ComparisonTable.Verdict(plain.Last, penalized.Last));
        console.Write(ShippedTable.Of(plain, penalized, Mlp.Parameters));
        console.WriteLine($"Trained in {Format.Seconds(plain.Duration)} without and {Format.Seconds(penalized.Duration)} with the penalty.");
        console.WriteLine($"The run as a page: {Trainer.PageFile(penalized: true)}");
    }
}
