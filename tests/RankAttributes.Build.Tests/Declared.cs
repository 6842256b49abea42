using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Build.Tests;

/// <summary>Models that this assembly declares, nested and generic, for the report to find.</summary>
internal static partial class Declared
{
    [SchattenRegularize(p: 0.5, Rank = 3, SpectralNorm = 2)]
    [TrainingData(samples: 1234, InputNorm = 1.5, Margin = 0.25)]
    internal sealed partial class Net<T> : Module<Tensor, Tensor>
    {
        private readonly Linear fc = Linear(20, 30);
        [SchattenIgnore]
        private readonly Linear head = Linear(30, 4);

        public Net()
            : base("net") => RegisterComponents();

        public override Tensor forward(Tensor x) => head.forward(fc.forward(x));
    }

    /// <summary>Declares everything that a certificate before training asks for.</summary>
    [SchattenRegularize(p: 0.5, Rank = 2, SpectralNorm = 1)]
    [TrainingData(samples: 100_000, InputNorm = 1, Margin = 1)]
    internal sealed partial class Certified : Module<Tensor, Tensor>
    {
        private readonly Linear fc = Linear(20, 8, hasBias: false);
        private readonly Linear head = Linear(8, 4, hasBias: false);

        public Certified()
            : base("certified") => RegisterComponents();

        public override Tensor forward(Tensor x) => head.forward(functional.relu(fc.forward(x)));
    }
}
