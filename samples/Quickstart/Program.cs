using Quickstart;
using Quickstart.Data;
using Quickstart.Output;
using Quickstart.Training;
using Samples.Data;
using Samples.Options;

var commandLine = new CommandLine();
commandLine.Root.SetAction((result, cancellation) => Task.FromResult(Run(commandLine.Options(result), cancellation)));
var parsed = commandLine.Root.Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCode.BadOption : exitCode;

static int Run(QuickstartOptions options, CancellationToken cancellation)
{
    try
    {
        using var data = DataSource.Load(options).WithTrainingSamples(options.Samples);
        var screen = new Screen(data, options.Epochs);
        var trainer = new Trainer(data, options.Epochs, options.Seed);
        var plain = screen.Follow("without penalty", (step, epoch) => trainer.Train(penalized: false, step, epoch, cancellation), trainer);
        var penalized = screen.Follow("with penalty", (step, epoch) => trainer.Train(penalized: true, step, epoch, cancellation), trainer);
        screen.Compare(plain, penalized);
        return ExitCode.Success;
    }
    catch (DatasetException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return ExitCode.BadData;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Interrupted; nothing is kept of a run that did not end.");
        return ExitCode.Interrupted;
    }
}
