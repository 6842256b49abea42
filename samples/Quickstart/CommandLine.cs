using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Quickstart.Data;

namespace Quickstart;

/// <summary>The options of the command and their checks.</summary>
internal sealed class CommandLine
{
    private readonly Option<string?> data = new("--data")
    {
        Description = $"Folder of the four Fashion-MNIST IDX files, gzip or plain. Else ${DataSource.EnvironmentVariable}, else "
            + "data/fashion-mnist in the repository, else a generated set.",
        HelpName = "DIR",
    };

    private readonly Option<bool> generated = new("--generated") { Description = "Train on a generated teacher-student set of planted rank." };

    private readonly Option<int> epochs = Number("--epochs", 10, 1, 1000, "Passes over the training set, in each of the two runs.");

    private readonly Option<int?> samples = new("--samples") { Description = "Use only the first N training samples (at least 100).", HelpName = "N" };

    private readonly Option<int> seed = Number("--seed", 1, 0, int.MaxValue, "Seed of initialization, sample order and generated set.");

    public CommandLine()
    {
        samples.Validators.Add(result =>
        {
            if (Given(result) is < 100) result.AddError("--samples must be at least 100.");
        });
        Root = new RootCommand(
            "Trains the same small network twice, with and without the generated Schatten penalty, and shows what the penalty bought.\n"
            + $"Exit codes: {ExitCode.Success} done, {ExitCode.BadOption} bad option, {ExitCode.BadData} data missing or damaged.")
        {
            data, generated, epochs, samples, seed,
        };
        Root.Validators.Add(result =>
        {
            if (result.GetValue(generated) && result.GetValue(data) is not null) result.AddError("--data and --generated exclude each other.");
        });
    }

    public RootCommand Root { get; }

    public QuickstartOptions Options(ParseResult result) => new(
        result.GetValue(data), result.GetValue(generated), result.GetValue(epochs), result.GetValue(samples), result.GetValue(seed));

    private static Option<int> Number(string name, int usual, int least, int most, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (Given(result) is not { } value || (value >= least && value <= most)) return;
            result.AddError(most == int.MaxValue ? $"{name} must be at least {least}." : $"{name} must lie between {least} and {most}.");
        });
        return option;
    }

    // What is no number at all is reported by the parser, and asking the result for its value would throw.
    private static int? Given(OptionResult result) =>
        result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) ? value : null;
}
