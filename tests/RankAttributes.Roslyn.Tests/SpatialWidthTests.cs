using System.Runtime.Loader;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;
using TorchSharp;
using TorchSharp.Modules;

namespace RankAttributes.Roslyn.Tests;

/// <summary>The spatial width behind each convolution, read from <c>forward</c>, against what comes out of the live layers.</summary>
public class SpatialWidthTests
{
    private const string Plain = """
        private readonly Conv2d c1 = Conv2d(1, 4, 5, padding: 2); private readonly Conv2d c2 = Conv2d(4, 6, (3, 5), stride: (2, 1), dilation: (1, 2));
        private readonly Module<Tensor, Tensor> pool = MaxPool2d(2); private readonly Module<Tensor, Tensor> last = Conv2d(6, 3, 3, padding: Padding.Same); private readonly Linear head;
        public Net() : base("n") { head = Linear(3, 2); RegisterComponents(); }
        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = functional.relu(c1.call(input));
            x = pool.call(x);
            x = functional.dropout(c2.call(x), 0.1, training);
            x = last.call(functional.avg_pool2d(x, 2, padding: 1)) + 1;
            return head.call(x.mean(new long[] { 2, 3 })).MoveToOuterDisposeScope();
        }
        """;

    private const string Sequence = """
        private readonly Sequential seq = Sequential(("c1", Conv2d(1, 4, 3)), ("a", ReLU()), ("p", AvgPool2d(3, stride: 2, padding: 1)), ("bn", BatchNorm2d(4)), ("up", ConvTranspose2d(4, 2, 4, stride: 2, padding: 1, output_padding: 1)), ("ad", AdaptiveAvgPool2d(new long[] { 5, 4 })), ("c2", Conv2d(2, 3, 2)), ("f", Flatten()), ("fc", Linear(36, 2)));
        public Net() : base("n") { RegisterComponents(); }
        public override Tensor forward(Tensor x) => seq.call(x);
        """;

    private const string Helpers = """
        private readonly ModuleList<Conv2d> convs = ModuleList(Conv2d(1, 2, 3), Conv2d(2, 2, 3, stride: 2), Conv2d(2, 2, 1));
        public Net() : base("n") { RegisterComponents(); }
        private static Tensor Activate(Tensor x) => functional.gelu(x);
        public override Tensor forward(Tensor x) { foreach (var conv in convs) x = Activate(conv.call(x)); return torch.flatten(x, 1); }
        """;

    [Theory]
    [InlineData(Plain, 28, 28)]
    [InlineData(Plain, 31, 40)]
    [InlineData(Sequence, 28, 20)]
    [InlineData(Helpers, 19, 16)]
    public void The_width_is_that_of_the_live_output(string members, int height, int width)
    {
        var compilation = Compile.Generate(Compile.Sources(
            $"[SchattenRegularize(0.5), TrainingData(1000, InputShape = new[] {{ 1, {height}, {width} }})] public partial class Net : Module<Tensor, "
            + $"Tensor> {{ {members} }}"));
        var declared = ModelReader.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Layers
            .Where(layer => layer.Kind.IsConvolution()).ToDictionary(layer => layer.Name, layer => layer.SpatialWidth);

        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        image.Position = 0;
        using var model = (torch.nn.Module<torch.Tensor, torch.Tensor>)Activator.CreateInstance(
            new AssemblyLoadContext("spatial", isCollectible: true).LoadFromStream(image).GetType("Net")!)!;
        var live = new Dictionary<string, long>();
        foreach (var (name, module) in model.named_modules())
        {
            if (module is Convolution convolution)
                convolution.register_forward_hook(
                    (_, _, output) => { live[name] = output.shape.Skip(2).Aggregate(1L, (product, size) => product * size); return output; });
        }

        model.call(torch.zeros(1, 1, height, width)).Dispose();
        Assert.NotEmpty(live);
        Assert.Equal(live.OrderBy(pair => pair.Key, StringComparer.Ordinal), declared.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("x = c1.call(x); return x;", false)]
    [InlineData("x = torch.cat(new[] { x, x }, 2); return c1.call(x);", true)]
    [InlineData("x = torch.stft(x, 4); return c1.call(x);", true)]
    [InlineData("return x;", true)]
    public void What_is_no_plain_chain_is_a_lower_estimate(string body, bool isLower)
    {
        var compilation = Compile.Sources(
            $"[SchattenRegularize(0.5, SpectralNorm = 1), TrainingData(1000, InputNorm = 8, Margin = 1, InputShape = new[] {{ 1, 8, 8 }})] public "
            + $"partial class Net : Module<Tensor, Tensor> {{ private readonly Conv2d c1 = Conv2d(1, 4, 3); public Net() : base(\"n\") {{ "
            + $"RegisterComponents(); }} public override Tensor forward(Tensor x) {{ {body} }} }}");
        var model = ModelReader.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!;
        Assert.Equal(isLower, ModelPrediction.Of(model, model.Data).IsLowerEstimate);
        Assert.Equal(isLower ? 0 : 36, model.Layers[0].SpatialWidth);
    }
}
