using System.CommandLine;
using Certified.Training;
using RankAttributes.Codes;
using Samples.Data;
using Samples.Options;

namespace Certified;

/// <summary>The options of the command and their checks.</summary>
internal sealed class CommandLine
{
    private const int UsualDraws = 128, QuickDraws = 8, QuickSamples = 10_000;
    private const string QuickFolder = "quick";

    private readonly Option<string?> fashion = new("--fashion-mnist")
    {
        Description = $"Folder of the four Fashion-MNIST files. Else ${DataFolder.EnvironmentVariable}, else data/fashion-mnist in the repository.",
            HelpName = "DIR", Recursive = true,
    };

    private readonly Option<string?> mnist = new("--mnist")
    {
        Description = $"Folder of the four MNIST files. Else ${DataFolder.MnistVariable}, else data/mnist in the repository.", HelpName = "DIR",
            Recursive = true,
    };

    private readonly Option<string> folder = new("--out")
    {
        Description = "Folder of the results. A run that is finished there is not repeated.", DefaultValueFactory = _ => "certified-runs", HelpName = "DIR",
            Recursive = true,
    };

    private readonly Option<bool> quick = new("--quick")
    {
        Description =
            $"A look at everything in minutes: {QuickSamples:N0} training samples and few epochs, in the folder {QuickFolder} below that of the results.",
    };

    private readonly Option<string> datasets = new("--datasets")
    {
        Description = "Which datasets are trained, separated by commas, where their folders are known. Several are trained side by side, a process each.",
            DefaultValueFactory = _ => string.Join(',', Source.All.Select(source => source.Name)), HelpName = "LIST",
    };

    private readonly Option<string> methods = new(
        "--methods") { Description = "Methods to train: posterior, integers, or both separated by a comma.", DefaultValueFactory = _ =>
            "posterior,integers", HelpName = "LIST" };

    private readonly Option<int?> epochs = NumberOption.Of(
        "--epochs", 1, 10_000, "Passes over the training samples; by default those of the README's table, with --quick few.");

    private readonly Option<int?> draws = NumberOption.Of(
        "--draws", 1, 10_000, $"Among how many draws of a posterior one is chosen; {UsualDraws}, with --quick {QuickDraws}.");

    private readonly Option<int?> samples = NumberOption.Of(
        "--samples", 1000, int.MaxValue, $"Use only N training samples from all over the set; all, with --quick {QuickSamples:N0}.");

    private readonly Option<int> seed = NumberOption.Of("--seed", 1, 0, int.MaxValue, "Seed of initialization, order and noise.");

    private readonly Argument<string> file = new("file") { Description = "A file that this sample wrote." };

    private readonly Option<int> denseEpochs = NumberOption.Of("--dense-epochs", 8, 1, 10_000, "Passes of the dense network over the training samples.");

    private readonly Option<double> maxLoss = new("--max-loss")
    {
        Description = "How much of the dense network's validation accuracy may be lost. The search looks at it many times, so that the test loses more.",
            DefaultValueFactory = _ => 0.0025, HelpName = "SHARE",
    };

    private readonly Option<int> smallEpochs = NumberOption.Of("--epochs", 40, 1, 10_000, "Passes of the compressed network over the training samples.");

    public CommandLine()
    {
        methods.Validators.Add(result =>
        {
            foreach (var name in Names(result.GetValueOrDefault<string>()).Where(name => !Enum.TryParse<CodeMethod>(name, ignoreCase: true, out _)))
                result.AddError($"--methods knows no {name}; it knows posterior and integers.");
        });
        datasets.Validators.Add(result =>
        {
            foreach (var name in Names(result.GetValueOrDefault<string>()).Where(name => Source.All.All(source => source.Name != name)))
                result.AddError($"--datasets knows no {name}; it knows {string.Join(" and ", Source.All.Select(source => source.Name))}.");
        });
        (samples.Recursive, seed.Recursive) = (true, true);
        Verify = new Command("verify", "Decodes a file, counts its errors on the training samples, and says what that certifies.") { file };
        Small = new Command(
            "small", "Makes an ordinary network of 7.5 MB a small file that loses little accuracy, with the weaker bound that its length proves.")
        {
            denseEpochs, smallEpochs, maxLoss,
        };
        Root = new RootCommand(
            "Trains networks of a few hundred bytes on Fashion-MNIST and MNIST and certifies their error on new data.\n"
            + $"Exit codes: {ExitCode.Success} done, {ExitCode.BadOption} bad option, {ExitCode.BadData} data or file missing or damaged, "
            + $"{ExitCode.Interrupted} interrupted.")
        {
            fashion, mnist, datasets, folder, quick, methods, epochs, draws, samples, seed, Verify, Small,
        };
    }

    public RootCommand Root { get; }

    public Command Verify { get; }

    public Command Small { get; }

    public SmallSettings Settings(ParseResult result)
        => new(result.GetValue(denseEpochs), result.GetValue(smallEpochs), result.GetValue(maxLoss));

    public string File(ParseResult result) => result.GetValue(file)!;

    public CertifiedOptions Options(ParseResult result)
    {
        var isQuick = result.GetValue(quick);
        return new CertifiedOptions(
            result.GetValue(fashion),
            result.GetValue(mnist),
            isQuick ? Path.Combine(result.GetValue(folder)!, QuickFolder) : result.GetValue(folder)!,
            [.. Source.All.Where(source => Names(result.GetValue(datasets)).Contains(source.Name))],
            result.GetValue(epochs),
            result.GetValue(draws) ?? (isQuick ? QuickDraws : UsualDraws),
            result.GetValue(samples) ?? (isQuick ? QuickSamples : null),
            result.GetValue(seed),
            [.. Names(result.GetValue(methods)).Select(name => Enum.Parse<CodeMethod>(name, ignoreCase: true)).Distinct()],
            isQuick);
    }

    private static IEnumerable<string> Names(string? list) => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
