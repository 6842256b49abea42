using FashionMnist.Training;
using RankAttributes.Tracking;
using Samples.Data;
using Samples.Output;
using Spectre.Console;

namespace FashionMnist.Output;

/// <summary>What the user sees: a line per epoch, a progress bar where the output is a terminal, and the closing table.</summary>
internal sealed class Screen
{
    // Wide enough for every line when the output is a file or a pipe, whose width nobody knows.
    private const int WidthOfPlainOutput = 160;

    private readonly IAnsiConsole console = AnsiConsole.Console;

    public Screen()
    {
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = WidthOfPlainOutput;
    }

    public void Begin(Dataset data, FashionMnistOptions options)
    {
        console.WriteLine($"Data: {data.Description}; {Format.Count(data.Train.Count)} training samples, {Format.Count(data.Test.Count)} test samples.");
        console.WriteLine(
            $"Runs: {options.Variants.Count} of {options.Epochs} epochs in {options.Folder}; training.html in the folder of each is rewritten as it goes.");
        if (options.Quick) console.WriteLine("--quick: a subset of the samples and few epochs. The figures show that everything works, and nothing else.");
    }

    public void AlreadyFinished(RunSettings settings) => console.WriteLine($"\n{settings.Variant.Folder}: finished before, not trained again.");

    public void Notice(string message) => console.WriteLine(message);

    /// <summary>Shows a training while it runs.</summary>
    /// <param name="settings">What is trained.</param>
    /// <param name="done">The epochs that are done.</param>
    /// <param name="train">The training; it calls what it is given after every step.</param>
    public void Follow(RunSettings settings, int done, Action<Action> train)
    {
        console.WriteLine($"\n{settings.Variant.Folder}{(done > 0 ? $", continued after epoch {done} of {settings.Epochs}" : "")}");
        console.WriteLine(EpochLine.Header);
        if (!console.Profile.Out.IsTerminal)
        {
            train(() => { });
            return;
        }

        console.Progress().AutoClear(true).Start(progress =>
        {
            var task = progress.AddTask(settings.Variant.Folder, maxValue: (double)settings.Epochs * settings.StepsPerEpoch);
            task.Increment((double)done * settings.StepsPerEpoch);
            train(() => task.Increment(1));
        });
    }

    public void Show(BoundSnapshot snapshot) => console.WriteLine(EpochLine.Of(snapshot));

    public void Show(Certification certification) => console.WriteLine(certification.Sentence);

    public void Compare(IReadOnlyList<(RunSettings Settings, RunResult Result)> runs)
    {
        console.WriteLine();
        console.Write(ComparisonTable.Of(runs));
        console.WriteLine("Ranks: effective rank at the declared p (at p = 1 without a penalty) / numerical rank, after the proximal step.");
        console.WriteLine(
            "Bounds are on test error less training error: rates, constants dropped, which say nothing at 1 or more; the certificate keeps every constant.");
    }
}
