using RankAttributes.Tracking;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Tracking;

/// <summary>Spectral norms at every step: lower estimates that follow the weights, at a price that is spread over the steps.</summary>
public sealed class SpectralNormTests
{
    [Fact]
    public void They_follow_the_weights_from_below()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = Sequential(("a", Linear(60, 80)), ("b", Linear(80, 70)), ("c", Linear(70, 5)));
        using var tracker = new BoundTracker(model, new TrackingOptions { SpectralNormInterval = 4 });
        for (var step = 0; step < 400; step++)
        {
            tracker.EstimateSpectralNorms();
            using var gradientFree = no_grad();
            foreach (var weight in model.parameters().Where(parameter => parameter.dim() == 2)) weight.mul_(1.001).add_(0.0005);
        }

        using (no_grad())
        {
            foreach (var weight in model.parameters()) weight.mul_(1);
        }

        IReadOnlyList<SpectralNormEstimate> estimates = [];
        for (var call = 0; call < 4; call++) estimates = tracker.EstimateSpectralNorms();
        Assert.Equal(["a.weight", "b.weight", "c.weight"], estimates.Select(estimate => estimate.Name));
        foreach (var estimate in estimates)
        {
            var exact = Spectrum.Of(model.get_parameter(estimate.Name)!).SpectralNorm;
            Assert.InRange(estimate.SpectralNorm, exact * 0.99, exact * (1 + 1e-5));
        }
    }

    [Fact]
    public void Each_weight_is_visited_once_in_an_interval_and_never_all_at_once()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("a", Linear(6, 8)), ("b", Linear(8, 7)), ("c", Linear(7, 5)));
        using var tracker = new BoundTracker(model, new TrackingOptions { SpectralNormInterval = 8 });
        tracker.EstimateSpectralNorms();
        var ages = Enumerable.Range(1, 64).Select(_ => tracker.EstimateSpectralNorms().Select(estimate => estimate.Age).ToArray()).ToList();

        Assert.All(ages, age => Assert.InRange(age.Max(), 0, 8));
        Assert.All(ages, age => Assert.InRange(age.Count(value => value == 0), 0, 1));
        Assert.Equal(24, ages.Sum(age => age.Count(value => value == 0)));
    }

    [Fact]
    public void A_weight_that_breaks_and_heals_is_followed_again()
    {
        using var scope = NewDisposeScope();
        using var model = Linear(6, 8);
        using var tracker = new BoundTracker(model, new TrackingOptions { SpectralNormInterval = 1 });
        var healthy = tracker.EstimateSpectralNorms()[0].SpectralNorm;
        using var gradientFree = no_grad();
        var kept = model.weight.clone();
        model.weight.fill_(double.NaN);
        Assert.True(double.IsNaN(tracker.EstimateSpectralNorms()[0].SpectralNorm));
        model.weight.copy_(kept);
        Assert.Equal(healthy, tracker.EstimateSpectralNorms()[0].SpectralNorm, 1e-6);
    }
}
