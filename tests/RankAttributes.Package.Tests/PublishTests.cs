using System.Diagnostics;
using System.Globalization;
using RankAttributes.Bounds;

namespace RankAttributes.Package.Tests;

/// <summary>What of the package can be published trimmed, as a single file, and compiled ahead of time: docs/publishing.md says the same.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [PublishFact]
    public void The_bounds_can_be_trimmed_into_a_single_file()
        => Assert.Equal(Expected(), Publish(Calculator(), "--self-contained", "-p:PublishTrimmed=true", "-p:PublishSingleFile=true", "-warnaserror"));

    [PublishFact(NeedsLinker = true)]
    public void The_bounds_can_be_compiled_ahead_of_time()
        => Assert.Equal(Expected(), Publish(Calculator(), "-p:PublishAot=true", $"-p:CppCompilerAndLinker={PublishFactAttribute.Linker}", "-warnaserror"));

    [PublishFact]
    public void A_model_can_be_published_as_a_single_file()
        => Assert.Equal(Trained, Publish(Training(), "--self-contained", "-p:PublishSingleFile=true"));

    [PublishFact]
    public void Where_a_model_is_trimmed_every_warning_is_TorchSharps()
    {
        var output = Training().Dotnet("publish", "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishTrimmed=true",
            "-p:TrimmerSingleWarn=false", "-o", "out");
        var warnings = output.Split('\n').Where(line => line.Contains("warning IL", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(warnings);
        Assert.All(warnings, warning => Assert.Contains(": TorchSharp.", warning, StringComparison.Ordinal));

        // The loss and the tracker still know what was declared, and a compressed checkpoint finds its place.
        NativeTorch.LinkInto(consumer.At("out"));
        Assert.Equal(Trained, Run(consumer.At("out/App")));
    }

    private const string Trained = "fc1.weight 0.5 4 rest.1.weight 0.5 4 9000\nfc1.weight rest.1.weight True\nrest.1 2\n0";

    private Consumer Calculator()
        => consumer.Project(properties: "<OutputType>Exe</OutputType><InvariantGlobalization>true</InvariantGlobalization>").Write("Program.cs", """
        using RankAttributes.Bounds;

        LayerConstraint[] layers = [new(64, 784) { P = 0.5, Rank = 8, IsHardRank = true }, new(10, 64) { P = 0.5, Rank = 8, IsHardRank = true }];
        var certificate = GeneralizationCertificate.BeforeTraining(layers, 60_000, CertificateOptions.Default.ForMargin(1));
        Console.WriteLine($"{SampleComplexity.Predict(layers).Samples:R} {certificate.Gap:R}");
        """);

    private static string Expected()
    {
        LayerConstraint[] layers = [new(64, 784) { P = 0.5, Rank = 8, IsHardRank = true }, new(10, 64) { P = 0.5, Rank = 8, IsHardRank = true }];
        var certificate = GeneralizationCertificate.BeforeTraining(layers, 60_000, CertificateOptions.Default.ForMargin(1));
        return string.Create(CultureInfo.InvariantCulture, $"{SampleComplexity.Predict(layers).Samples:R} {certificate.Gap:R}");
    }

    private Consumer Training() => consumer.Project(properties: "<OutputType>Exe</OutputType>").Write("Program.cs", """
        using RankAttributes;
        using RankAttributes.Tracking;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        var model = new Net();
        using var loss = model.RegularizationLoss();
        loss.backward();
        using (var tracker = model.TrackBounds(new JsonLinesSink("run.jsonl"), new TrainingPageSink("run.html"))) tracker.Snapshot(new TrainingProgress(1));
        Console.WriteLine(string.Join(' ', JsonLinesSink.Read("run.jsonl")[0] is var read
            ? read.Layers.Select(layer => $"{layer.Name} {layer.P} {layer.RankBudget}").Append($"{read.Samples}") : []));
        Console.WriteLine(string.Join(' ', model.GetRegularizedWeights().Select(weight => weight.Name)) + " " + (model.fc1.weight.grad.abs().sum().item<float>() > 0));

        // A checkpoint whose second layer was compressed to rank 2, in the format of Module.save.
        using (var file = new BinaryWriter(File.Create("small.dat")))
        {
            (string Name, long[] Shape)[] tensors =
                [("fc1.weight", [30, 20]), ("fc1.bias", [30]), ("rest.1.down.weight", [2, 30]), ("rest.1.up.weight", [10, 2]), ("rest.1.up.bias", [10])];
            file.Write7BitEncodedInt64(tensors.Length);
            foreach (var (name, shape) in tensors)
            {
                file.Write(name);
                file.Write7BitEncodedInt64((long)ScalarType.Float32);
                file.Write7BitEncodedInt64(shape.Length);
                foreach (var length in shape) file.Write7BitEncodedInt64(length);
                file.Write(new byte[4 * shape.Aggregate((a, b) => a * b)]);
            }
        }

        Console.WriteLine(string.Join(' ', CompressedCheckpoint.Load(model, "small.dat").Select(layer => $"{layer.Name} {layer.Rank}")));
        Console.WriteLine(model.forward(ones(1, 20)).abs().sum().item<float>());

        [SchattenRegularize(p: 0.5, Rank = 4), TrainingData(9_000)]
        public sealed partial class Net : Module<Tensor, Tensor>
        {
            public readonly Linear fc1 = Linear(20, 30);
            private readonly Module<Tensor, Tensor> rest = Sequential(ReLU(), Linear(30, 10));

            public Net() : base("net") => RegisterComponents();

            public override Tensor forward(Tensor x) => rest.forward(fc1.forward(x));
        }
        """);

    /// <summary>Publishes the consumer and runs it; what it printed.</summary>
    private static string Publish(Consumer consumer, params string[] options)
    {
        consumer.Dotnet(["publish", "-c", "Release", "-r", "linux-x64", "-o", "out", .. options]);
        NativeTorch.LinkInto(consumer.At("out"));
        return Run(consumer.At("out/App"));
    }

    private static string Run(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
