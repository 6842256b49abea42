using System.CommandLine;
using Samples.Data;
using Samples.Options;

namespace Quickstart;

/// <summary>The options of the command and their checks.</summary>
internal sealed class CommandLine
{
    private readonly Option<string?> data = new("--data")
    {
        Description = $"Folder of the four Fashion-MNIST IDX files, gzip or plain. Else ${DataFolder.EnvironmentVariable}, else "
            + "data/fashion-mnist in the repository, else a generated set.",
        HelpName = "DIR",
    };

    private readonly Option<bool> generated = new("--generated") { Description = "Train on a generated teacher-student set of planted rank." };

    private readonly Option<int> epochs = NumberOption.Of("--epochs", 10, 1, 1000, "Passes over the training set, in each of the two runs.");

    private readonly Option<int?> samples = NumberOption.Of("--samples", 100, int.MaxValue, "Use only the first N training samples (at least 100).");

    private readonly Option<int> seed = NumberOption.Of("--seed", 1, 0, int.MaxValue, "Seed of initialization, sample order and generated set.");

    private readonly Argument<string> file = new("file") { Description = "The file." };

    public CommandLine()
    {
        Load = new Command("load", "Loads a compressed model that this program saved, and tests it.") { file, data, generated, seed };
        Root = new RootCommand(
            "Trains the same small network twice, with and without the generated Schatten penalty, and shows what the penalty bought, and compresses both.\n"
            + $"Exit codes: {ExitCode.Success} done, {ExitCode.BadOption} bad option, {ExitCode.BadData} data missing or damaged.")
        {
            data, generated, epochs, samples, seed, Load,
        };
        Root.Validators.Add(result =>
        {
            if (result.GetValue(generated) && result.GetValue(data) is not null) result.AddError("--data and --generated exclude each other.");
        });
    }

    public RootCommand Root { get; }

    public Command Load { get; }

    public string File(ParseResult result) => result.GetValue(file)!;

    public QuickstartOptions Options(ParseResult result) => new(
        result.GetValue(data), result.GetValue(generated), result.GetValue(epochs), result.GetValue(samples), result.GetValue(seed));
}
