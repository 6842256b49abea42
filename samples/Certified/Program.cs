using Certified;
using Certified.Models;
using Certified.Output;
using Certified.Training;
using RankAttributes.Codes;
using Samples.Data;
using Samples.Options;
using Samples.Output;

var commandLine = new CommandLine();
commandLine.Root.SetAction((result, cancellation) => Task.FromResult(Guarded(() => Train(commandLine.Options(result), cancellation))));
commandLine.Verify.SetAction(
    (result, cancellation) =>
        Task.FromResult(Guarded(() => Verification.Run(commandLine.File(result), commandLine.Options(result), Console.WriteLine, cancellation))));
commandLine.Small.SetAction((result, cancellation) => Task.FromResult(Guarded(() =>
    new SmallRun(commandLine.Options(result), commandLine.Settings(result), Source.FashionMnist, Console.WriteLine, cancellation).Complete())));
var parsed = commandLine.Root.Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCode.BadOption : exitCode;

static int Guarded(Action run)
{
    try
    {
        run();
        return ExitCode.Success;
    }
    catch (Exception exception) when (exception is DatasetException or CodeFormatException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(exception.Message);
        return ExitCode.BadData;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Interrupted. The same command begins with the first run that is not finished.");
        return ExitCode.Interrupted;
    }
}

static void Train(CertifiedOptions options, CancellationToken cancellation)
{
    var found = options.Datasets.Where(source => source.Folder(options) is not null).ToList();
    if (found.Count == 0)
        throw new DatasetException(
            $"No data folder was given. Name one with --fashion-mnist or --mnist, or with {DataFolder.EnvironmentVariable} or {DataFolder.MnistVariable}.");
    if (options.Quick) Console.WriteLine("--quick: a subset of the samples and few epochs. The figures show that everything works, and nothing else.");
    var (folder, architecture, runs) = (new ResultFolder(options), EdgeArchitecture.Small, new List<(Source, RunResult)>());
    Console.WriteLine($"Network: {architecture}.");
    if (found.Count > 1) SideBySide.Train(found, Console.WriteLine, cancellation);
    foreach (var source in found)
    {
        using var data = source.Read(options);
        foreach (var method in options.Methods)
        {
            var effort = $"{Format.Count(data.Train.Count)} training samples, {source.Epochs(method, options)} epochs";
            Console.WriteLine($"\n{source.Title}, {method.ToString().ToLowerInvariant()}: {effort}");
            var result = folder.Finished(source, method, data.Train.Count);
            if (result is null)
            {
                result = new CodeRun(architecture, method, options, source, data).Complete(Console.WriteLine, folder.Network(source, method), cancellation);
                folder.Keep(source, method, data.Train.Count, result);
            }

            foreach (var row in result.Certificate.Table)
                Console.WriteLine(FormattableString.Invariant($"  {row.Name,-22} {row.Weights,5} weights {row.NonZero,5} used {row.Bits,8:0.0} bits"));
            Console.WriteLine(result.Certificate.Sentence);
            Console.WriteLine(result.Certificate.HeldOut!.Sentence);
            var size = Format.Count(result.Certificate.FileBytes);
            Console.WriteLine($"Written to {folder.Network(source, method)}, {size} bytes; its training in the page beside.");
            runs.Add((source, result));
        }
    }

    Console.WriteLine();
    foreach (var line in ResultTable.Of(runs)) Console.WriteLine(line);
}
