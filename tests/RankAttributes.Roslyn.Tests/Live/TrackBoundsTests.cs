using System.Runtime.Loader;
using CsCheck;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Tracking;
using TorchSharp;

namespace RankAttributes.Roslyn.Tests;

/// <summary>The generated <c>TrackBounds</c> knows what the source declares: names, indices, budgets and training data.</summary>
public class TrackBoundsTests
{
    private static readonly Gen<string> Settings = OneOf(
        "", "", "[SchattenIgnore] ", "[SchattenRegularize(1)] ", "[SchattenRegularize(0.25, Rank = 2)] ", "[SchattenRegularize(2, Strength = 0.5, Rank = 3)] ");

    private static readonly Gen<string> Layer = OneOf(
        "Linear(6, 5)", "Linear(7, 9, hasBias: false)", "Conv2d(2, 4, 3)", "ConvTranspose1d(3, 4, 2)", "Embedding(8, 3)", "Bilinear(3, 4, 2)",
        "LSTM(4, 3)", "Sequential(Linear(4, 6), ReLU(), Linear(6, 3))", "MultiheadAttention(4, 2)");

    private static readonly Gen<(long Samples, double InputNorm, double Margin)> Data =
        Gen.Select(Gen.Long[1, 1_000_000], OneOf(0, 0.5, 28), OneOf(0, 0.25, 3));

    [Fact]
    public void What_is_declared_is_what_is_tracked()
        => Gen.Select(Gen.Select(Settings, Layer).Array[1, 4], Settings.Where(text => text.Contains("Regularize", StringComparison.Ordinal)), Data)
            .Sample(drawn =>
    {
        var (fields, onClass, data) = drawn;
        var source = FormattableString.Invariant($$"""
            {{onClass}}
            [TrainingData({{data.Samples}}{{Named("InputNorm", data.InputNorm)}}{{Named("Margin", data.Margin)}})]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                {{string.Join("\n    ", fields.Select((field, index) => $"{field.Item1}private readonly Module f{index} = {field.Item2};"))}}
                public Net() : base("net") => RegisterComponents();
                public override Tensor forward(Tensor x) => x;
            }
            """);
        var compilation = Compile.Generate(Compile.Sources(source));
        var declared = ModelReader.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!;
        using var model = Create(compilation);
        using var tracker = Track(model);
        using var handMade = new BoundTracker(model, new TrackingOptions
        {
            Samples = data.Samples, InputNorm = Known(data.InputNorm), Margin = Known(data.Margin),
        });

        var (tracked, expected) = (tracker.Snapshot(new TrainingProgress(1)), handMade.Snapshot(new TrainingProgress(1)));
        Assert.Equal(
            declared.Layers.Select(layer => (layer.Name, layer.IsIgnored ? 1 : layer.Settings.P, Budget(layer), !layer.IsIgnored)).Order(),
            tracked.Layers.Select(layer => (Name(layer.Name), layer.P, layer.RankBudget, layer.IsRegularized)).Order());
        Assert.Equal((data.Samples, Known(data.InputNorm), Known(data.Margin)), (tracked.Samples!.Value, tracked.InputNorm, tracked.Margin));
        Assert.Equal(expected.Layers.Select(Text), tracked.Layers.Select(Text));
        Assert.Equal(expected.Bounds, tracked.Bounds);
        Assert.Equal(declared.TypeName, tracked.ModelType);
    }, iter: 40, threads: 1);

    [Fact]
    public void A_derived_model_is_tracked_with_its_own_declarations_and_a_plain_one_with_its_bases()
    {
        const string Base = """
            [SchattenRegularize(0.5), TrainingData(500)] public partial class Base : Module<Tensor, Tensor>
            {
                private readonly Linear fc = Linear(3, 4);
                public Base() : base("base") => RegisterComponents();
                public override Tensor forward(Tensor x) => fc.forward(x);
            }
            """;
        using var annotated = Create(Compile.Generate(Compile.Sources(
            $"{Base}\n[SchattenRegularize(1), TrainingData(70)] public partial class Net : Base {{ public Tensor Loss() => RegularizationLoss(); }}")));
        using var plain = Create(Compile.Generate(Compile.Sources($"{Base}\npublic class Net : Base {{ }}")));
        using (var tracker = Track(annotated)) Assert.Equal(70, tracker.Snapshot(new TrainingProgress(1)).Samples);
        using (var tracker = Track(plain)) Assert.Equal(500, tracker.Snapshot(new TrainingProgress(1)).Samples);

        // The interface that the derived class lists again still has the members that its base wrote.
        Assert.NotNull(((IRankRegularized)annotated).Penalty);
    }

    [Fact]
    public void Options_replace_what_is_declared_and_a_member_of_the_same_name_is_left_alone()
    {
        using var model = Create(Compile.Generate(Compile.Sources(Models.Model(
            "private Linear fc = Linear(3, 4); public object Own() => TrackBounds(new RankAttributes.Tracking.TrackingOptions { Samples = 9 });",
            "[SchattenRegularize(1), TrainingData(70)]"))));
        using var tracker = (BoundTracker)model.GetType().GetMethod("Own")!.Invoke(model, [])!;
        Assert.Equal(9, tracker.Snapshot(new TrainingProgress(1)).Samples);

        var generated = Compile.GeneratedText(Models.Model("private Linear fc = Linear(3, 4); private int TrackBounds => 1;"));
        Assert.DoesNotContain("TrackBounds", generated, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nested_generic_class_has_the_name_by_which_the_build_knows_it()
    {
        var compilation = Compile.Generate(Compile.Sources("namespace Demo { public static partial class Outer { "
            + Models.Model("private Linear fc = Linear(3, 4);", head: "public partial class Net<T>") + " } }"));
        using var model = Create(compilation, "Demo.Outer+Net`1", typeof(int));
        using var tracker = Track(model);
        Assert.Equal("Demo.Outer+Net`1", tracker.Snapshot(new TrainingProgress(1)).ModelType);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Named(string name, double value) => value == 0 ? "" : FormattableString.Invariant($", {name} = {value}");

    private static double? Known(double value) => value == 0 ? null : value;

    private static int? Budget(LayerDeclaration layer) => !layer.IsIgnored && layer.Settings.DeclaresRank ? layer.Settings.Rank : null;

    private static string Name(string weight) => weight.EndsWith(".weight", StringComparison.Ordinal) ? weight[..^".weight".Length] : weight;

    private static string Text(LayerSnapshot layer) => FormattableString.Invariant(
        $"{layer.Name} {layer.Outputs} {layer.Inputs} {layer.P} {layer.RankBudget} {layer.IsRegularized} {layer.EffectiveRank:R}");

    private static BoundTracker Track(torch.nn.Module model)
        => (BoundTracker)model.GetType().GetMethod("TrackBounds", [typeof(ISnapshotSink[])])!.Invoke(model, [Array.Empty<ISnapshotSink>()])!;

    private static torch.nn.Module Create(Microsoft.CodeAnalysis.Compilation compilation, string name = "Net", params Type[] arguments)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        image.Position = 0;
        var assembly = new AssemblyLoadContext("models", isCollectible: true).LoadFromStream(image);
        var type = assembly.GetType(name)!;
        return (torch.nn.Module)Activator.CreateInstance(arguments.Length == 0 ? type : type.MakeGenericType(arguments))!;
    }
}
