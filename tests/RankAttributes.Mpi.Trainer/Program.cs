using System.CommandLine;
using RankAttributes.Mpi;
using RankAttributes.Mpi.Trainer;
using RankAttributes.Tracking;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

var steps = new Option<int>("--steps") { DefaultValueFactory = _ => 20 };
var adam = new Option<bool>("--adam");
var doubles = new Option<bool>("--double");
var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 64 };
var normalize = new Option<bool>("--normalize");
var zeroSets = new Option<bool>("--zero-sets-none");
var fault = new Option<string>("--fault") { DefaultValueFactory = _ => "" };
var timeout = new Option<double>("--timeout") { DefaultValueFactory = _ => 60 };
var compare = new Option<int>("--compare") { DefaultValueFactory = _ => 5 };
var write = new Option<string>("--write") { DefaultValueFactory = _ => "" };
var checkpoint = new Option<string>("--checkpoint") { DefaultValueFactory = _ => "" };
var command = new RootCommand(
    "Trains a small network on all processes.") { steps, adam, doubles, batch, normalize, zeroSets, fault, timeout, compare, write, checkpoint };
command.SetAction(parsed => Distributed.Run(
    world => Train(world, parsed),
    new DistributedOptions { Timeout = TimeSpan.FromSeconds(parsed.GetValue(timeout)), ComparisonInterval = parsed.GetValue(compare) }));
return command.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });

void Train(World world, ParseResult options)
{
    set_num_threads(1);
    random.manual_seed(100 + world.Rank);                                    // Copies begin apart: rank 0's must count.
    using var model = new Net { Normalizes = options.GetValue(normalize) };
    if (options.GetValue(doubles)) model.to(ScalarType.Float64);
    var file = options.GetValue(checkpoint)!;
    if (file != "" && world.FromRoot(() => File.Exists(file) ? File.ReadAllBytes(file) : null) is { } saved) model.load(new MemoryStream(saved));

    using var parallel = world.DataParallel(model);
    using optim.Optimizer optimizer = options.GetValue(adam) ? optim.Adam(model.parameters(), 1e-3) : optim.SGD(model.parameters(), 0.05, momentum: 0.9);
    random.manual_seed(7);
    var type = options.GetValue(doubles) ? ScalarType.Float64 : ScalarType.Float32;
    var (data, labels) = (randn([1000, 20], type), randint(10, 1000));
    var size = options.GetValue(batch);
    IReadOnlyList<double> sums = [];
    foreach (var (x, y) in Batches(data, labels, size, options.GetValue(steps)).Shard(world))
    {
        using var scope = NewDisposeScope();
        if (world.Rank == world.Size - 1 && parallel.Steps == options.GetValue(steps) / 2 && options.GetValue(fault) is { Length: > 0 } kind)
        {
            if (kind == Fault.Skip) break;
            Fault.Happen(kind, model);
        }

        using var step = parallel.Step(x.shape[0]);
        if (options.GetValue(zeroSets)) model.zero_grad();
        else optimizer.zero_grad();
        using var fit = functional.cross_entropy(model.call(x), y) * step.Weight;
        using var penalty = parallel.Penalty();
        (fit + penalty).backward();
        sums = step.Reduce(fit, penalty);
        optimizer.step();
    }

    using var tracker = world.IsRoot ? new BoundTracker(model) : null;
    var measured = parallel.Measure(tracker, Batches(data, labels, size, 3).Shard(world));
    world.OnRoot(() =>
    {
        Console.WriteLine(
            FormattableString.Invariant(
                $"measured {measured!.Samples} samples, accuracy {measured.Accuracy:F6}, input norm {measured.InputNorm:F6}, {measured.Layers.Count} layers"));
        if (file != "") model.save(file);
        Console.WriteLine(FormattableString.Invariant($"loss {sums[0]:R} penalty {sums[1]:R}"));
    });
    if (options.GetValue(write) is not { Length: > 0 } prefix) return;
    using var output = File.Create($"{prefix}.{world.Rank}");
    foreach (var (_, tensor) in model.named_parameters().Select(item => (item.name, (Tensor)item.parameter))
        .Concat(model.named_buffers().Select(item => (item.name, item.buffer))))
    {
        using var numbers = tensor.detach().to_type(ScalarType.Float64);
        output.Write(numbers.bytes);
    }
}

static IEnumerable<(Tensor, Tensor)> Batches(Tensor data, Tensor labels, int size, int count)
{
    for (var index = 0; index < count; index++)
    {
        var start = index * size % (data.shape[0] - size);
        using var x = data.narrow(0, start, size);
        using var y = labels.narrow(0, start, size);
        yield return (x, y);
    }
}
