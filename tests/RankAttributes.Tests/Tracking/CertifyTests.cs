using System.Globalization;
using System.Text.Json;
using RankAttributes.Tracking;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Tracking;

/// <summary>The last word: what is guaranteed, what it takes for granted, and what is missing where nothing is.</summary>
public sealed class CertifyTests
{
    [Fact]
    public void An_easy_problem_with_many_samples_is_certified_and_the_promise_is_kept_on_new_data()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = Separator();
        using var tracker = new BoundTracker(model, new TrackingOptions { Name = "separator", InputNorm = 2 });
        tracker.Measure(Points(20, 10_000));

        var certification = tracker.Certify();

        Assert.False(certification.IsVacuous);
        Assert.Equal(200_000, certification.Samples);
        Assert.Equal(certification.EmpiricalRampLoss!.Value + certification.Gap!.Value, certification.ErrorBound!.Value, 1e-12);
        var (inputs, labels) = Points(1, 100_000)[0];
        var error = 1 - (double)model.call(inputs).argmax(1).eq(labels).to_type(ScalarType.Float64).mean().item<double>();
        Assert.InRange(error, 0, certification.ErrorBound.Value);
        Assert.StartsWith(
            "With probability 95% over the training set, separator misclassifies new data with probability at most 0.", certification.Sentence,
                StringComparison.Ordinal);
        Assert.Contains("provided that", certification.Sentence, StringComparison.Ordinal);
        Assert.Contains("a then relu, b then nothing", certification.Sentence, StringComparison.Ordinal);
        Assert.Equal(["a.weight", "b.weight"], certification.Layers.Select(layer => layer.Name));
        Assert.Empty(certification.Shortfalls);

        var stricter = tracker.Certify(0.999999);
        Assert.True(stricter.ErrorBound > certification.ErrorBound);
    }

    [Theory]
    [InlineData(20, 10_000)]
    [InlineData(1, 30)]
    public void The_statements_on_the_page_are_what_is_printed(int batches, int size)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = Separator();
        using var tracker = new BoundTracker(model, new TrackingOptions { Name = "Separator", InputNorm = 2 });
        tracker.Measure(Points(batches, size));

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RankAttributes.sln"))) folder = folder.Parent!;
        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "how-to", "certificate-in-a-model-card.md"));
        Assert.Contains(tracker.Certify().Sentence, page.ReplaceLineEndings("\n").Replace("\n> ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_promise_is_the_same_in_words_and_as_json_in_every_culture()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = Separator();
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 2 });
        tracker.Measure(Points(2, 10_000));
        var expected = tracker.Certify();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var certification = tracker.Certify();
            Assert.Equal(expected.Sentence, certification.ToString());
            var json = JsonDocument.Parse(certification.ToJson()).RootElement;
            Assert.Equal(certification.Sentence, json.GetProperty("sentence").GetString());
            Assert.Equal(certification.ErrorBound, json.GetProperty("errorBound").GetDouble());
            Assert.Equal(certification.IsVacuous, json.GetProperty("isVacuous").GetBoolean());
            Assert.Equal(certification.Assumptions.Count, json.GetProperty("assumptions").GetArrayLength());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_vacuous_one_says_so_and_says_which_quantity_would_have_to_change_by_how_much()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = Separator();
        var few = Points(1, 30);
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 2 });
        tracker.Measure(few);

        var certification = tracker.Certify();

        Assert.True(certification.IsVacuous);
        Assert.Equal(1, certification.ErrorBound);
        Assert.Contains("is vacuous", certification.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("misclassifies", certification.Sentence, StringComparison.Ordinal);
        var samples = certification.Shortfalls.Single(shortfall => shortfall.Quantity.Contains("samples", StringComparison.Ordinal));
        Assert.Contains($"rise from 30 to {samples.Needed:#,##0}", certification.Sentence, StringComparison.Ordinal);

        // The same samples over and over: N rises and nothing else changes.
        var times = (int)Math.Ceiling(samples.Needed!.Value / 30);
        tracker.Measure(Enumerable.Repeat(few[0], times));
        Assert.False(tracker.Certify().IsVacuous);
        tracker.Measure(Enumerable.Repeat(few[0], times / 2));
        Assert.True(tracker.Certify().IsVacuous);
    }

    [Fact]
    public void The_rank_that_is_needed_is_enough_when_the_layers_are_cut_to_it()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var model = Wide();
        var points = Points(1, 2_500);
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 2 });
        tracker.Measure(points);
        var before = tracker.Certify();
        Assert.True(before.IsVacuous);
        var needed = before.Shortfalls.Single(shortfall => shortfall.Quantity.Contains("rank", StringComparison.Ordinal)).Needed!.Value;
        Assert.InRange(needed, 1, 39);

        using (no_grad())
        {
            foreach (var weight in model.parameters().Where(parameter => parameter.dim() == 2))
            {
                var (u, s, v) = linalg.svd(weight.to_type(ScalarType.Float64), false);
                s[TensorIndex.Slice((long)needed, null)] = 0;
                weight.copy_(u.matmul(diag(s)).matmul(v));
            }
        }

        tracker.Measure(points);
        Assert.False(tracker.Certify().IsVacuous);
    }

    [Fact]
    public void What_is_missing_is_named_and_no_number_is_printed()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = Separator();
        var points = Points(1, 1_000);
        using var tracker = new BoundTracker(model);
        Assert.Contains(tracker.Certify().Obstacles, obstacle => obstacle.Contains("call Measure", StringComparison.Ordinal));
        tracker.Measure(points);
        Assert.Equal(["a bound on the norm of every input must be known beforehand: set InputNorm"], tracker.Certify().Obstacles);

        using var known = new BoundTracker(model, new TrackingOptions { InputNorm = 2 });
        known.Measure(points);
        Assert.Empty(known.Certify().Obstacles);
        using (no_grad()) model.get_parameter("a.weight")!.mul_(1.0001);
        var changed = known.Certify();
        Assert.Null(changed.ErrorBound);
        Assert.Contains("call Measure again", Assert.Single(changed.Obstacles), StringComparison.Ordinal);

        using var narrow = new BoundTracker(model, new TrackingOptions { InputNorm = 0.5 });
        narrow.Measure(points);
        Assert.Contains("beyond the declared InputNorm 0.5", Assert.Single(narrow.Certify().Obstacles), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => narrow.Certify(1));
    }

    [Fact]
    public void The_ramp_loss_is_the_mean_of_what_the_margins_fall_short()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = Separator();
        var points = Points(1, 2_000);
        points[0].Labels.narrow(0, 0, 100).bitwise_xor_(ones(100, ScalarType.Int64));
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 2, Margin = 1.5 });
        tracker.Measure(points);

        var certification = tracker.Certify();

        var logits = model.call(points[0].Inputs);
        var own = logits.gather(1, points[0].Labels.unsqueeze(1)).squeeze(1);
        var margins = own - (logits.sum(1) - own);
        Assert.InRange(certification.Margin!.Value, 1.5 * Math.Exp(-0.25), 1.5);
        Assert.Equal((1 - (margins / certification.Margin.Value)).clamp(0, 1).mean().item<float>(), certification.EmpiricalRampLoss!.Value, 1e-5);
        Assert.Equal(0.05, certification.TrainError!.Value, 1e-9);
    }

    [Theory]
    [InlineData("norm")]
    [InlineData("attention")]
    [InlineData("embedding")]
    public void A_layer_without_a_Lipschitz_constant_is_named(string kind)
    {
        using var scope = NewDisposeScope();
        using var model = new WithObstacle(kind);
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 2, ActivationLipschitz = 1, Samples = 100 });
        tracker.Measure(Points(1, 100));

        Assert.Contains("odd", tracker.Certify().Sentence, StringComparison.Ordinal);
        Assert.Null(tracker.Certify().ErrorBound);
        Assert.Null(tracker.Snapshot(new TrainingProgress(0))[BoundKind.Certificate]);
    }

    [Fact]
    public void What_is_stated_takes_the_place_of_what_is_seen()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = Separator();
        using var silent = new ForwardOnly(model);
        var points = Points(20, 10_000);
        using var seen = new BoundTracker(model, new TrackingOptions { InputNorm = 2 });
        using var stated = new BoundTracker(silent, new TrackingOptions { InputNorm = 2, ActivationLipschitz = 1 });
        seen.Measure(points);
        stated.Measure(points);

        Assert.Equal(seen.Certify().ErrorBound!.Value, stated.Certify().ErrorBound!.Value, 1e-12);
        Assert.Contains("1-Lipschitz", stated.Certify().Sentence, StringComparison.Ordinal);
    }

    /// <summary>Points of the unit disk's two halves, a gap between them; the label is the half.</summary>
    private static IReadOnlyList<(Tensor Inputs, Tensor Labels)> Points(int batches, int size) =>
    [
        .. Enumerable.Range(0, batches).Select(_ =>
        {
            var labels = randint(2, size, ScalarType.Int64);
            var across = ((labels * 2) - 1) * (0.5 + (0.5 * rand(size)));
            return (stack([across.to_type(ScalarType.Float32), rand(size) - 0.5], 1), labels);
        }),
    ];

    private static Sequential Separator()
    {
        var (a, b) = (Linear(2, 2, hasBias: false), Linear(2, 2, hasBias: false));
        using var gradientFree = no_grad();
        a.weight.copy_(tensor(new float[,] { { 1, 0 }, { -1, 0 } }));
        b.weight.copy_(tensor(new float[,] { { -1, 1 }, { 1, -1 } }));
        return Sequential(("a", a), ("relu", ReLU()), ("b", b));
    }

    /// <summary>The same function with forty units, most of which do next to nothing.</summary>
    private static Sequential Wide()
    {
        var (a, b) = (Linear(2, 40, hasBias: false), Linear(40, 40, hasBias: false));
        var head = Linear(40, 2, hasBias: false);
        using var gradientFree = no_grad();
        a.weight.mul_(0.01)[0, 0] = 1;
        a.weight[1, 0] = -1;
        b.weight.copy_(eye(40) * 0.9)[0, 0] = 1;
        b.weight[1, 1] = 1;
        head.weight.mul_(0.01)[1, 0] = 1;
        head.weight[0, 1] = 1;
        return Sequential(("a", a), ("relu", ReLU()), ("b", b), ("relu2", ReLU()), ("head", head));
    }

    private sealed class ForwardOnly : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> net;

        public ForwardOnly(Sequential source)
            : base(nameof(ForwardOnly))
        {
            net = source;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var layers = net.children().Cast<Module<Tensor, Tensor>>().ToList();
            return layers[2].forward(layers[1].forward(layers[0].forward(x)));
        }
    }

    private sealed class WithObstacle : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(2, 4);
        private readonly Module odd;

        public WithObstacle(string kind)
            : base(nameof(WithObstacle))
        {
            odd = kind switch { "norm" => BatchNorm1d(4), "attention" => MultiheadAttention(4, 2), _ => Embedding(3, 4) };
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => first.call(x);
    }
}
