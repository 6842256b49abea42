namespace RankAttributes.Roslyn.Tests;

/// <summary>Model sources that several tests share.</summary>
internal static class Models
{
    public const string Mlp = """
        namespace Demo;

        [SchattenRegularize(p: 0.5, Strength = 1e-3, Rank = 16)]
        [TrainingData(samples: 60_000)]
        public sealed partial class Mlp : Module<Tensor, Tensor>
        {
            private readonly Linear fc1 = Linear(784, 512);
            [SchattenRegularize(p: 1.0, Rank = 8)]
            private readonly Module<Tensor, Tensor> fc2 = Linear(outputSize: 512, inputSize: 512, hasBias: false);
            [SchattenIgnore]
            private readonly Linear head;

            public Mlp() : base("mlp")
            {
                head = Linear(512, 10);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => head.forward(fc2.forward(fc1.forward(x)));
        }
        """;

    /// <summary>A class with the given head, attributes and fields.</summary>
    public static string Model(string fields, string attributes = "[SchattenRegularize(0.5)]", string head = "public partial class Net")
        => $$"""
            {{attributes}}
            {{head}} : Module<Tensor, Tensor>
            {
                {{fields}}
                public Net() : base("net") => RegisterComponents();
                public override Tensor forward(Tensor x) => x;
            }
            """;
}
