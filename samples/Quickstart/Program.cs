using Quickstart;
using Quickstart.Data;
using Quickstart.Output;
using Quickstart.Training;
using RankAttributes;
using Samples.Data;
using Samples.Options;
using Samples.Output;

var commandLine = new CommandLine();
commandLine.Load.SetAction(result => Guarded(() => Load(commandLine.File(result), commandLine.Options(result))));
commandLine.Root.SetAction((result, cancellation) => Task.FromResult(Guarded(() => Run(commandLine.Options(result), cancellation))));
var parsed = commandLine.Root.Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCode.BadOption : exitCode;

static int Run(QuickstartOptions options, CancellationToken cancellation)
{
    using var all = DataSource.Load(options).WithTrainingSamples(options.Samples);
    var (data, validation) = DataSource.Split(all);
    var screen = new Screen(data, options.Epochs);
    var trainer = new Trainer(data, validation, options.Epochs, options.Seed);
    var plain = screen.Follow("without penalty", (step, epoch) => trainer.Train(penalized: false, step, epoch, cancellation), trainer);
    var penalized = screen.Follow("with penalty", (step, epoch) => trainer.Train(penalized: true, step, epoch, cancellation), trainer);
    screen.Compare(plain, penalized);
    return FreshProcess.Load(Trainer.ModelFile, options);
}

static int Load(string file, QuickstartOptions options)
{
    using var data = DataSource.Load(options);
    using var model = new Mlp();
    var layers = model.LoadCompressed(file);
    var parameters = model.parameters().Sum(parameter => parameter.numel());
    Console.WriteLine(
        $"Loaded {file} in a fresh process: {layers.Count} layers of low rank, {Format.Count(parameters)} parameters, "
        + $"test accuracy {Format.Percent(Trainer.Accuracy(model, data.Test))}.");
    return ExitCode.Success;
}

static int Guarded(Func<int> run)
{
    try
    {
        return run();
    }
    catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(exception.Message);
        return ExitCode.BadData;
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
