using RankAttributes.Training.Benchmarks;

// Not BenchmarkDotNet: it finishes one contender before the next starts, and a ratio is only worth something where both met the same
// machine. Here contenders take turns in every round. Memory is that of a fresh process per contender.
return args switch
{
    ["penalties", .. var sizes] => PenaltyTable.Write(sizes.Length == 0 ? [64, 128, 256, 512, 1024, 2048] : [.. sizes.Select(int.Parse)]),
    ["steps", .. var contenders] => StepTable.Write(contenders),
    ["trainings", var folder, var seeds] => TrainingTable.Write(folder, int.Parse(seeds)),
    ["tracking"] => TrackingTable.Write(),
    ["processes", .. var counts] => ProcessTable.Write(counts.Length == 0 ? [1, 2] : [.. counts.Select(int.Parse)]),
    ["process", var width, var method, var rounds] => ProcessStep.Time(int.Parse(width), method, int.Parse(rounds)),
    ["compression", var network, var folder, var epochs, var seeds, .. var trainings]
        => RankAttributes.Training.Benchmarks.Compression.CompressionTable.Write(network, folder, int.Parse(epochs), int.Parse(seeds), trainings),
    ["small", var folder, var epochs, var seeds]
        => RankAttributes.Training.Benchmarks.Compression.SmallNetworks.Write(folder, int.Parse(epochs), int.Parse(seeds)),
    ["units", var folder, var epochs, var seeds, .. var more] => RankAttributes.Training.Benchmarks.Compression.FewerUnits.Write(
        folder, int.Parse(epochs), int.Parse(seeds), isConvolutional: more.Contains("cnn"), tunesDense: more.Contains("dense")),
    ["memory", var contender, var size] => PenaltyTable.Once(contender, int.Parse(size)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: penalties [size …] | steps [contender …] | trainings FOLDER SEEDS | tracking | processes [count …] | "
        + "compression mlp|cnn|transformer FOLDER EPOCHS SEEDS [training …] | small FOLDER EPOCHS SEEDS | units FOLDER EPOCHS SEEDS [cnn] [dense]");
    return 2;
}
