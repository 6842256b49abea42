using System.CommandLine;
using System.Diagnostics;
using DistributedTraining;
using RankAttributes.Mpi;
using RankAttributes.Tracking;
using Samples.Data;
using Samples.Options;
using Samples.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

var data = new Option<string?>("--data") { Description = $"Folder of the four Fashion-MNIST IDX files. Else ${DataFolder.EnvironmentVariable}.",
    HelpName = "DIR" };
var output = new Option<string>("--out") { Description = "Folder of the checkpoint and the page.", HelpName = "DIR", DefaultValueFactory = _ => "distributed" };
var epochs = NumberOption.Of("--epochs", 5, 1, 1000, "Passes over the training set, earlier runs counted in.");
var batch = NumberOption.Of("--batch", 256, 1, 60_000, "Samples of a step, over all processes.");
var command = new RootCommand("Trains one network on all processes that mpirun starts, and continues where an interrupted run stopped.") { data, output, epochs,
    batch };
command.SetAction(options =>
{
    try
    {
        using var images = FashionMnistFiles.Read(DataFolder.Require(options.GetValue(data)));
        return Distributed.Run(world => Train(world, images, options.GetValue(output)!, options.GetValue(epochs), options.GetValue(batch)));
    }
    catch (DatasetException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return ExitCode.BadData;
    }
});
return command.Parse(args).Invoke();

static void Train(World world, Dataset images, string folder, int epochs, int batch)
{
    using var model = new Mlp();
    using var optimizer = optim.Adam(model.parameters(), 1e-3);
    var file = Path.Combine(folder, "checkpoint.dat");
    var done = Checkpoint.Load(world.FromRoot(() => File.Exists(file) ? File.ReadAllBytes(file) : null), model, optimizer);
    using var parallel = world.DataParallel(model);
    BoundTracker? tracker = null;
    world.OnRoot(() =>
    {
        Directory.CreateDirectory(folder);
        tracker = model.TrackBounds(new TrainingPageSink(Path.Combine(folder, "run.html")), new JsonLinesSink(Path.Combine(folder, "run.jsonl")));
        Console.WriteLine($"{world.Size} process(es), {world.Library}");
    });
    for (var epoch = done + 1; epoch <= epochs; epoch++)
    {
        var watch = Stopwatch.StartNew();
        IReadOnlyList<double> sums = [];
        using var scope = NewDisposeScope();
        foreach (var (x, y) in Batches(images.Train, batch, epoch).Shard(world))
        {
            using var inner = NewDisposeScope();
            using var step = parallel.Step(x.shape[0]);
            optimizer.zero_grad();
            var fit = functional.cross_entropy(model.call(x), y) * step.Weight;
            var penalty = parallel.Penalty();
            (fit + penalty).backward();
            sums = step.Reduce(fit, penalty);
            optimizer.step();
        }

        parallel.Measure(tracker, images.Test.Batches(1000).Shard(world));
        world.OnRoot(() =>
        {
            Checkpoint.Save(file, model, optimizer, epoch);
            tracker!.Snapshot(new TrainingProgress(epoch) { Epoch = epoch });
            var accuracy = Evaluation.Of(model, images.Test).Accuracy;
            Console.WriteLine(
                FormattableString.Invariant(
                    $"epoch {epoch}: loss {sums[0]:F3}, penalty {sums[1]:F3}, test accuracy {100 * accuracy:F2}%, {watch.Elapsed.TotalSeconds:F1} s"));
        });
    }

    world.OnRoot(() => tracker!.Dispose());
}

static IEnumerable<(Tensor, Tensor)> Batches(LabeledSamples samples, int size, int epoch)
{
    foreach (var indices in SampleOrder.Of(samples.Count, size, seed: 1, epoch))
    {
        using var inputs = samples.Inputs[indices];
        using var labels = samples.Labels[indices];
        yield return (inputs, labels);
    }
}
