using System.CommandLine;
using FashionMnist.Models;
using Samples.Data;
using Samples.Options;

namespace FashionMnist;

/// <summary>The options of the command and their checks.</summary>
internal sealed class CommandLine
{
    private const int UsualEpochs = 15, QuickEpochs = 3, QuickSamples = 10_000;

    // Apart from the other runs, which they could not continue.
    private const string QuickFolder = "quick";

    private readonly Option<string?> data = new("--data")
    {
        Description =
            $"Folder of the four Fashion-MNIST IDX files, gzip or plain. Else ${DataFolder.EnvironmentVariable}, else data/fashion-mnist in the repository.",
        HelpName = "DIR",
    };

    private readonly Option<string> folder = new("--out")
    {
        Description = "Folder of the runs: checkpoints, snapshots, training pages, TensorBoard events. Runs found there are continued.",
        DefaultValueFactory = _ => "fashion-mnist-runs",
        HelpName = "DIR",
    };

    private readonly Option<string> models = new("--models")
    {
        Description = "Runs to train, separated by commas: networks (mlp, cnn) or single runs (mlp-p0.5).",
        DefaultValueFactory = _ => "mlp,cnn",
        HelpName = "LIST",
    };

    private readonly Option<bool> quick = new("--quick")
    {
        Description =
            $"A look at everything in minutes: {QuickSamples:N0} training samples and {QuickEpochs} epochs, in the folder {QuickFolder} below that "
            + $"of the runs.",
    };

    private readonly Option<int?> epochs = NumberOption.Of("--epochs", 1, 1000, $"Passes over the training set; {UsualEpochs}, with --quick {QuickEpochs}.");

    private readonly Option<int?> samples = NumberOption.Of("--samples", 100, int.MaxValue,
        $"Use only the first N training samples (at least 100); all, with --quick {QuickSamples:N0}.");

    private readonly Option<int> seed = NumberOption.Of("--seed", 1, 0, int.MaxValue, "Seed of initialization and sample order.");

    public CommandLine()
    {
        models.Validators.Add(result =>
        {
            foreach (var name in Names(result.GetValueOrDefault<string>()).Where(name => !Variant.All.Any(variant => Matches(variant, name))))
                result.AddError($"--models knows no {name}; it knows mlp, cnn, {string.Join(", ", Variant.All.Select(variant => variant.Folder))}.");
        });
        Root = new RootCommand(
            "Trains a fully connected and a convolutional network on Fashion-MNIST without a penalty and with Schatten penalties of p = 2, 1 and ½, tracks "
                + "their\n"
            + "bounds, and compares them in one table. Kill it whenever you like: run again, and it continues from its checkpoints.\n"
            + $"Exit codes: {ExitCode.Success} done, {ExitCode.BadOption} bad option, {ExitCode.BadData} data missing or damaged, "
            + $"{ExitCode.BadFolder} folder of the runs not usable.")
        {
            data, folder, models, quick, epochs, samples, seed,
        };
    }

    public RootCommand Root { get; }

    public FashionMnistOptions Options(ParseResult result)
    {
        var isQuick = result.GetValue(quick);
        var names = Names(result.GetValue(models)).ToList();
        return new FashionMnistOptions(
            result.GetValue(data),
            isQuick ? Path.Combine(result.GetValue(folder)!, QuickFolder) : result.GetValue(folder)!,
            [.. Variant.All.Where(variant => names.Exists(name => Matches(variant, name)))],
            result.GetValue(epochs) ?? (isQuick ? QuickEpochs : UsualEpochs),
            result.GetValue(samples) ?? (isQuick ? QuickSamples : null),
            result.GetValue(seed),
            isQuick);
    }

    private static IEnumerable<string> Names(string? list) => (list ?? "").Split(',', StringSplitOptions.TrimEntries);

    private static bool Matches(Variant variant, string name) => name == variant.Network || name == variant.Folder;
}
