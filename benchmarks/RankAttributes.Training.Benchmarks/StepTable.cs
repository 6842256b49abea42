using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Training.Benchmarks;

/// <summary>The whole training step (forward, loss, penalty, backward, Adam) of three networks, against the step without a penalty.</summary>
internal static class StepTable
{
    // Two whole turns of every weight.
    private const int Steps = 2 * AutomaticInterval, Rounds = 10, AutomaticInterval = 7;

    public static int Write(string[] contenders)
    {
        Console.WriteLine($"\np = {Contenders.P}, {get_num_threads()} threads\n\n| network | | ms a step | of the step without a penalty |\n|---|---|--:|--:|");
        foreach (var network in new[] { "MLP 784-1024-1024-10, batch 128", "CNN 1-32-64-128, 28 × 28, batch 64",
            "transformer 2 × 128, 4 heads, 32 tokens, batch 32" })
        {
            string[] names = ["none", .. contenders.Length > 0 ? contenders : Contenders.Names.Where(name => name != nameof(PenaltyMethod.NewtonSchulz))];
            var steps = names.Select(name => Step(network, name)).ToArray();
            var best = Training.Benchmarks.Rounds.Best([.. steps.Select(step => (Action)(() => { for (var i = 0; i < Steps; i++) step(); }))], Rounds);
            for (var index = 0; index < names.Length; index++)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {network} | {names[index]} | {best[index] / Steps:F2} | {best[index] / best[0]:F2} |"));
            }
        }

        return 0;
    }

    private static Action Step(string network, string name)
    {
        manual_seed(1);
        var (model, input) = network[0] switch
        {
            'M' => (Mlp(), randn(128, 784)),
            'C' => (Cnn(), randn(64, 1, 28, 28)),
            _ => (Transformer(), randn(32, 32, 128)),
        };
        var target = randint(10, [input.shape[0]], dtype: ScalarType.Int64);
        var optimizer = optim.Adam(model.parameters(), 1e-3);
        var penalty = name == "none" ? null : Contenders.Of(name, model);
        return () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.forward(input), target);
            if (penalty is not null) loss += penalty();
            loss.backward();
            optimizer.step();
        };
    }

    private static nn.Module<Tensor, Tensor> Mlp()
        => nn.Sequential(nn.Linear(784, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 10));

    private static nn.Module<Tensor, Tensor> Cnn()
        => nn.Sequential(
            nn.Conv2d(1, 32, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(64, 128, 3, padding: 1), nn.ReLU(), nn.Flatten(), nn.Linear(128 * 49, 10));

    private static nn.Module<Tensor, Tensor> Transformer()
        => nn.Sequential(new Encoder(), nn.Linear(128, 10));

    /// <summary>Two encoder layers and the mean over tokens.</summary>
    private sealed class Encoder : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.TransformerEncoder encoder
            = nn.TransformerEncoder(nn.TransformerEncoderLayer(128, 4, 512, dropout: 0), 2);

        public Encoder()
            : base(nameof(Encoder)) => RegisterComponents();

        public override Tensor forward(Tensor input) => encoder.forward(input.transpose(0, 1), null, null).mean([0L]);
    }
}
