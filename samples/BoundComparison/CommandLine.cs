using System.CommandLine;
using System.Globalization;
using Samples.Data;
using Samples.Options;

namespace BoundComparison;

/// <summary>The options of the command and their checks.</summary>
internal sealed class CommandLine
{
    private const int UsualEpochs = 10, QuickEpochs = 2, QuickSamples = 10_000, LargestWidth = 4096;
    private const string UsualWidths = "200,600,1000";

    private readonly Option<string?> data = new("--data")
    {
        Description =
            $"Folder of the four Fashion-MNIST IDX files, gzip or plain. Else ${DataFolder.EnvironmentVariable}, else data/fashion-mnist in the repository.",
        HelpName = "DIR",
    };

    private readonly Option<string> chart = new("--out")
    {
        Description = "File of the chart, an SVG; its folder is made if need be.",
        DefaultValueFactory = _ => "bound-comparison.svg",
        HelpName = "FILE",
    };

    private readonly Option<string> widths = new("--widths")
    {
        Description = "The widths, separated by commas.",
        DefaultValueFactory = _ => UsualWidths,
        HelpName = "LIST",
    };

    private readonly Option<bool> penalized = new("--penalized") { Description = "Train with the Schatten penalty of p = ½; without it, on the loss alone." };

    private readonly Option<bool> quick = new(
        "--quick") { Description = $"A look at everything in a minute: {QuickSamples:N0} training samples and {QuickEpochs} epochs." };

    private readonly Option<int?> epochs = NumberOption.Of("--epochs", 1, 1000,
        $"Passes over the training set, for each width; {UsualEpochs}, with --quick {QuickEpochs}.");

    private readonly Option<int?> samples = NumberOption.Of("--samples", 100, int.MaxValue,
        $"Use only the first N training samples (at least 100); all, with --quick {QuickSamples:N0}.");

    private readonly Option<int> seed = NumberOption.Of("--seed", 1, 0, int.MaxValue, "Seed of initialization and sample order.");

    public CommandLine()
    {
        widths.Validators.Add(result =>
        {
            if (Widths(result.GetValueOrDefault<string>()) is null)
                result.AddError($"--widths must be integers from 1 to {LargestWidth}, separated by commas.");
        });
        Root = new RootCommand(
            "Compares bounds on the generalization gap, side by side, for networks of several widths whose spectral norms are kept at 1.\n"
            + $"Exit codes: {ExitCode.Success} done, {ExitCode.BadOption} bad option, {ExitCode.BadData} data missing or damaged, "
            + $"{ExitCode.BadFolder} chart cannot be written.")
        {
            data, chart, widths, penalized, quick, epochs, samples, seed,
        };
    }

    public RootCommand Root { get; }

    public BoundComparisonOptions Options(ParseResult result)
    {
        var isQuick = result.GetValue(quick);
        return new BoundComparisonOptions(
            result.GetValue(data),
            result.GetValue(chart)!,
            Widths(result.GetValue(widths))!,
            result.GetValue(penalized),
            result.GetValue(epochs) ?? (isQuick ? QuickEpochs : UsualEpochs),
            result.GetValue(samples) ?? (isQuick ? QuickSamples : null),
            result.GetValue(seed),
            isQuick);
    }

    private static List<int>? Widths(string? list)
    {
        var widths = new SortedSet<int>();
        foreach (var text in (list ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var width) || width is < 1 or > LargestWidth) return null;
            widths.Add(width);
        }

        return [.. widths];
    }
}
