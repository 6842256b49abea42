using FashionMnist;
using FashionMnist.Output;
using FashionMnist.Training;
using Samples.Data;
using Samples.Options;

var commandLine = new CommandLine();
commandLine.Root.SetAction((result, cancellation) => Task.FromResult(Run(commandLine.Options(result), cancellation)));
var parsed = commandLine.Root.Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCode.BadOption : exitCode;

static int Run(FashionMnistOptions options, CancellationToken cancellation)
{
    try
    {
        using var data = FashionMnistFiles.Read(DataFolder.Require(options.DataFolder)).WithTrainingSamples(options.Samples);
        using var folder = new RunsFolder(options.Folder);
        var screen = new Screen();
        screen.Begin(data, options);
        var runs = new List<(RunSettings, RunResult)>();
        foreach (var variant in options.Variants)
        {
            var settings = new RunSettings(variant, options.Epochs, data.Train.Count, options.Seed);
            using var shaped = data.Reshaped(variant.InputShape);
            runs.Add((settings, new Run(settings, shaped, folder.Of(settings), screen).Complete(cancellation)));
        }

        screen.Compare(runs);
        return ExitCode.Success;
    }
    catch (DatasetException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return ExitCode.BadData;
    }
    catch (FolderException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return ExitCode.BadFolder;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Interrupted. The same command continues after the last epoch that ended.");
        return ExitCode.Interrupted;
    }
}
