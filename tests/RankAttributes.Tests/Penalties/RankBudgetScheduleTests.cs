using RankAttributes.Tests.Models;
using RankAttributes.Tracking;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>Strengths that follow the ranks, and what a tracker says of a run that ends above its budget.</summary>
public sealed class RankBudgetScheduleTests
{
    [Fact]
    public void The_strength_rises_while_the_rank_stays_above_the_budget_and_falls_back_below_it()
    {
        using var scope = NewDisposeScope();
        var weight = Flat(20).requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(0.5, 1e-3, Rank: 4));
        var schedule = new RankBudgetSchedule(model, 1) { Rate = 2, Limit = 10 };
        Assert.Equal([2e-3, 4e-3, 8e-3, 1e-2], Enumerable.Range(0, 4).Select(_ => Update(schedule).Strength));
        Assert.False(Update(schedule).IsWithin);

        // At the budget it stays, below it falls, to the declared one and not further.
        Set(weight, 4);
        Assert.Equal((true, 1e-2), (Update(schedule).IsWithin, Update(schedule).Strength));
        Set(weight, 1);
        Assert.Equal([5e-3, 2.5e-3, 1.25e-3, 1e-3, 1e-3], Enumerable.Range(0, 5).Select(_ => Update(schedule).Strength));
    }

    [Fact]
    public void The_rank_is_led_to_the_budget_on_a_path()
    {
        using var scope = NewDisposeScope();
        var weight = Flat(16).requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(0.5, 1e-3, Rank: 4));
        var schedule = new RankBudgetSchedule(model, 10) { Rate = 100 };

        // The path is at 16, 8 and 4 after no, half and all of eight updates.
        Assert.True(Update(schedule).Strength > 1e-3);
        Set(weight, 8);
        Assert.Equal([1e-3, 1e-3, 1e-3], Enumerable.Range(0, 3).Select(_ => Math.Round(Update(schedule).Strength, 9)));
        Assert.True(Update(schedule).Strength > 1e-3);
        Set(weight, 4);
        for (var update = 5; update < 8; update++) Update(schedule);
        var arrived = schedule.Measure()[0].Strength;
        Update(schedule);
        Assert.Equal(arrived, Update(schedule).Strength, 1e-9);
    }

    [Fact]
    public void A_training_reaches_its_budget_where_the_declared_strength_does_not()
    {
        Assert.False(Trained(isScheduled: false).IsWithin);
        var reached = Trained(isScheduled: true);
        Assert.True(reached.IsWithin, reached.ToString());
    }

    [Fact]
    public void Only_weights_with_a_budget_are_measured_and_changed()
    {
        using var scope = NewDisposeScope();
        using var model = new Budgeted();
        Assert.Equal(["wide.weight", "within.weight"], new RankBudgetSchedule(model, 1).Update().Select(status => status.Name));
        var strengths = model.GetRegularizedWeights().ToDictionary(weight => weight.Name, weight => weight.Strength);
        Assert.Equal(1.5e-4, strengths["wide.weight"], 1e-12);
        Assert.Equal((1e-4, 1e-4), (strengths["within.weight"], strengths["free.weight"]));
    }

    [Fact]
    public void A_schedule_goes_on_after_a_checkpoint_as_it_would_have()
    {
        using var scope = NewDisposeScope();
        var settings = new PenaltySettings(0.5, 1e-3, Rank: 4);
        var (weight, other) = (Flat(20), Flat(15));
        var model = new OneWeight(weight, settings);
        var schedule = new RankBudgetSchedule(model, 3);
        schedule.Update();
        var resumed = new OneWeight(other, settings);
        resumed.SetPenaltyState(model.GetPenaltyState());
        weight.copy_(other);
        Assert.Equal(Update(schedule), Update(new RankBudgetSchedule(resumed, 3)));
    }

    [Fact]
    public void A_weight_that_is_not_finite_changes_no_strength()
    {
        using var scope = NewDisposeScope();
        var model = new OneWeight(Flat(20), new PenaltySettings(0.5, 1e-3, Rank: 4));
        model.Weight[0, 0] = float.NaN;
        Assert.Equal("layer.weight", Assert.Throws<NonFiniteWeightException>(() => new RankBudgetSchedule(model, 1).Update()).WeightName);
        Assert.Equal(1e-3, Assert.Single(model.GetRegularizedWeights()).Strength);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankBudgetSchedule(model, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankBudgetSchedule(model, 1) { Rate = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankBudgetSchedule(model, 1) { Limit = double.PositiveInfinity });
    }

    [Fact]
    public void A_tracker_tells_once_which_weights_end_above_their_budget()
    {
        using var scope = NewDisposeScope();
        using var model = new Budgeted();
        var problems = new List<string>();
        var tracker = new BoundTracker(model, new TrackingOptions { OnProblem = problems.Add });
        tracker.Snapshot(new TrainingProgress(1));
        Assert.Empty(problems);
        tracker.Dispose();
        tracker.Dispose();
        var problem = Assert.Single(problems);
        Assert.StartsWith("The run 'Budgeted' ends above its rank budget: 'wide.weight' has an effective rank of ", problem, StringComparison.Ordinal);
        Assert.Contains(", budget 2. A declared Rank is a target", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("within", problem, StringComparison.Ordinal);

        // Nothing was measured, or everything fits: nothing is said.
        problems.Clear();
        new BoundTracker(model, new TrackingOptions { OnProblem = problems.Add }).Dispose();
        model.Truncate();
        using (var after = new BoundTracker(model, new TrackingOptions { OnProblem = problems.Add })) after.Snapshot(new TrainingProgress(1));
        Assert.Empty(problems);
    }

    private static RankBudgetStatus Trained(bool isScheduled)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var target = randn(24, 2).matmul(randn(2, 30));
        var noisy = (target + 0.3 * randn(24, 30)).detach();
        var weight = (0.1 * randn(24, 30)).requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(0.5, 1e-3, Rank: 3));
        var schedule = new RankBudgetSchedule(model, 60) { Limit = 10_000 };
        for (var step = 0; step < 3_000; step++)
        {
            using var inner = NewDisposeScope();
            weight.grad?.zero_();
            ((weight - noisy).square().sum() + model.RegularizationLoss()).backward();
            using (no_grad()) weight.sub_(weight.grad! * (step < 2_000 ? 0.01 : 0.001));
            if (isScheduled && step % 50 == 49) schedule.Update();
        }

        return Assert.Single(schedule.Measure());
    }

    private static RankBudgetStatus Update(RankBudgetSchedule schedule) => Assert.Single(schedule.Update());

    /// <summary>A matrix with so many singular values of 1, so that its effective rank is their number.</summary>
    private static Tensor Flat(int rank) => TestMatrices.WithSpectrum(24, 30, index => index < rank ? 1 : 0);

    private static void Set(Tensor weight, int rank)
    {
        using var gradientFree = no_grad();
        weight.copy_(Flat(rank));
    }
}
