using System.Diagnostics;
using BoundComparison;
using BoundComparison.Output;
using BoundComparison.Training;
using Samples.Data;
using Samples.Options;
using Samples.Output;
using Spectre.Console;

var commandLine = new CommandLine();
commandLine.Root.SetAction((result, cancellation) => Task.FromResult(Run(commandLine.Options(result), cancellation)));
var parsed = commandLine.Root.Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCode.BadOption : exitCode;

static int Run(BoundComparisonOptions options, CancellationToken cancellation)
{
    var console = AnsiConsole.Console;
    // Wide enough for every line when the output is a file or a pipe, whose width nobody knows.
    if (!console.Profile.Out.IsTerminal) console.Profile.Width = 160;
    try
    {
        using var data = FashionMnistFiles.Read(DataFolder.Require(options.DataFolder)).WithTrainingSamples(options.Samples);
        console.WriteLine($"Data: {data.Description}; {Format.Count(data.Train.Count)} training samples, {Format.Count(data.Test.Count)} test samples.");
        console.WriteLine(
            $"Networks: 784-w-w-10 without biases, spectral norms projected to 1, {options.Epochs} epochs, "
            + $"{(options.Penalized ? "with the penalty of p = ½" : "without a penalty")}.");
        if (options.Quick) console.WriteLine("--quick: a subset of the samples and few epochs. The figures show that everything works, and nothing else.");
        var trainer = new Trainer(data, options);
        var results = new List<WidthResult>();
        foreach (var width in options.Widths)
        {
            var clock = Stopwatch.StartNew();
            results.Add(trainer.Train(width, cancellation));
            console.WriteLine(
                $"width {width}: test accuracy {Format.Percent(results[^1].Snapshot.Progress.TestAccuracy ?? double.NaN)}, {Format.Seconds(clock.Elapsed)}");
        }

        console.WriteLine();
        console.Write(BoundTable.Of(results));
        console.WriteLine("Rates, constants and logarithms dropped, but for the certificate; at 1 or more they say nothing.");
        console.WriteLine($"At the largest width: {results[^1].Certification.Sentence}");
        Write(options.Chart,
            BoundChart.Draw(
                results, $"784-w-w-10 on {Format.Count(data.Train.Count)} images, {(options.Penalized ? "Schatten penalty, p = ½" : "no penalty")}"));
        console.WriteLine($"Chart: {Path.GetFullPath(options.Chart)}");
        return ExitCode.Success;
    }
    catch (DatasetException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return ExitCode.BadData;
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"The chart {options.Chart} cannot be written: {exception.Message} The table above is complete; give another file with --out.");
        return ExitCode.BadFolder;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Interrupted; nothing is kept of a run that did not end.");
        return ExitCode.Interrupted;
    }
}

static void Write(string path, string content)
{
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    File.WriteAllText(path, content);
}
