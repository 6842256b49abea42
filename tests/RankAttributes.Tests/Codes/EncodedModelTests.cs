using RankAttributes.Codes;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Codes;

public sealed class EncodedModelTests : IDisposable
{
    private static readonly CodeOptions Options = new() { InputShape = [6], Architecture = [8, 3, 10] };

    private readonly string folder = Directory.CreateTempSubdirectory("codes-").FullName;

    [Fact]
    public void A_file_is_read_back_as_the_same_network()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Perceptron(deviation: 0.3);
        var encoded = EncodedModel.Of(model, Options);
        encoded.ApplyTo(model);
        var output = model.call(ones(2, 6));
        var path = Path.Combine(folder, "network.rac");
        encoded.Save(path);

        using var other = new Perceptron();
        var loaded = NetworkDescription.Load(path, other, Options);
        loaded.ApplyTo(other);

        Assert.Equal(output.data<float>().ToArray(), other.call(ones(2, 6)).data<float>().ToArray());
        Assert.Equal(encoded.Bits, loaded.Bits);
        Assert.Equal(encoded.Table, loaded.Table);
        Assert.Equal([8L, 3, 10], NetworkDescription.ReadArchitecture(path));

        // The file is the description, its mark, checksums and whole bytes apart; symmetries shorten the one and not the other.
        Assert.InRange(new FileInfo(path).Length * 8, encoded.Bits, encoded.Bits + encoded.SymmetryBits + (13 * 8) + 2 + 14);
    }

    [Fact]
    public void Rounding_changes_a_weight_by_at_most_a_little_more_than_half_a_step()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Perceptron();
        var before = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.detach().clone());
        EncodedModel.Of(model, new CodeOptions { HasScales = false }).ApplyTo(model);
        Assert.All(
            model.named_parameters(), pair =>
                Assert.InRange((pair.parameter - before[pair.name]).abs().max().ToDouble(), 0, 0.551 * (pair.parameter.dim() > 1 ? 1 : 0.5)));
    }

    [Fact]
    public void Reordered_units_and_changed_signs_of_components_are_the_same_file()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var model = new Perceptron();
        var before = EncodedModel.Of(model, Options).ToBytes();
        var parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        using (no_grad())
        {
            var order = randperm(8);
            foreach (var name in new[] { "first.weight", "first.bias" }) parameters[name].copy_(parameters[name].index_select(0, order));
            parameters["down.weight"].copy_(parameters["down.weight"].index_select(1, order));
            parameters["down.weight"][1].neg_();
            parameters["up.weight"].narrow(1, 1, 1).neg_();
        }

        Assert.Equal(before, EncodedModel.Of(model, Options).ToBytes());
    }

    [Fact]
    public void Orders_and_signs_are_counted_where_they_are_free_and_nowhere_else()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var perceptron = new Perceptron();
        Assert.Equal(Log2Factorial(8) + Log2Factorial(3) + 3 + Log2Factorial(10), EncodedModel.Of(perceptron, Options).SymmetryBits, 1e-9);

        // Channels of the stem, signs between the depthwise filter and what joins it; the residual ties the other channels to the groups.
        using var convolutions = new Convolutions();
        Assert.Equal(Log2Factorial(4) + 4, EncodedModel.Of(convolutions, new CodeOptions { InputShape = [1, 6, 6] }).SymmetryBits, 1e-9);
        Assert.Equal(0, EncodedModel.Of(convolutions, new CodeOptions()).SymmetryBits);
    }

    [Fact]
    public void Components_of_a_factorized_layer_share_its_bits()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var model = new Perceptron();
        using (no_grad()) model.named_parameters().First(pair => pair.name == "down.weight").parameter[2].zero_();
        var encoded = EncodedModel.Of(model, Options);
        Assert.Equal(["down.weight", "down.weight", "down.weight"], encoded.Components.Select(component => component.First));
        Assert.Equal(
            encoded.Table.Where(row => row.Name is "down.weight" or "up.weight").Sum(row => row.Bits), encoded.Components.Sum(component => component.Bits),
                1e-9);
        Assert.True(encoded.Components.Min(component => component.Bits) < 0.8 * encoded.Components.Max(component => component.Bits));
    }

    [Fact]
    public void Looking_for_symmetries_leaves_weights_and_mode_as_they_are()
    {
        using var scope = NewDisposeScope();
        using var model = new Perceptron();
        var before = model.parameters().Select(parameter => parameter.detach().clone()).ToList();
        model.train();
        EncodedModel.Of(model, Options);
        Assert.True(model.training);
        Assert.All(model.parameters().Zip(before), pair => Assert.True(pair.First.allclose(pair.Second, 1e-6, 1e-7)));
    }

    [Fact]
    public void A_drawn_network_is_read_back()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var model = new Perceptron();
        using var training = new CodeTraining(model, CodeMethod.Posterior, Options, 100);
        var drawn = training.DrawBest(Blobs.Of(100), draws: 3);
        drawn.ApplyTo(model);
        var output = model.call(ones(2, 6));
        var path = Path.Combine(folder, "network.rac");
        drawn.Save(path);
        var loaded = Assert.IsType<DrawnModel>(NetworkDescription.Load(path, model, Options));
        loaded.ApplyTo(model);
        Assert.Equal(output.data<float>().ToArray(), model.call(ones(2, 6)).data<float>().ToArray());
        Assert.Equal((drawn.Nats, drawn.Draw, drawn.Draws), (loaded.Nats, loaded.Draw, loaded.Draws));
    }

    [Fact]
    public void The_best_of_more_draws_costs_more_bits_and_never_gives_a_draw_another_network()
    {
        using var scope = NewDisposeScope();
        using var model = new Perceptron();
        using var training = new CodeTraining(model, CodeMethod.Posterior, Options, 100);
        var one = training.DrawBest(Blobs.Of(100), draws: 1);
        var again = training.DrawBest(Blobs.Of(100), draws: 1);
        Assert.Equal(one.ToBytes(), again.ToBytes());
        var many = training.DrawBest(Blobs.Of(100), draws: 16);
        Assert.Equal(4, many.Bits - (many.Nats / Math.Log(2)) - many.HeaderBits, 1e-9);
    }

    [Fact]
    public void Counting_less_of_draws_that_are_lost_changes_no_choice()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var model = new Perceptron();
        using var training = new CodeTraining(model, CodeMethod.Posterior, Options, 4_000);
        var samples = Blobs.Of(4_000, batch: 200);
        var best = training.DrawBest(samples, draws: 24);
        var bounds = Enumerable.Range(0, 24).Select(draw => new DrawnModel(best.Coded, best.Mean.ToArray(), best.Deviation.ToArray(), draw, 24, Options))
            .Select(network =>
        {
            network.ApplyTo(model);
            return network.ErrorBound(new ErrorCounter(model, Options.TieTolerance).Count(samples).Errors, 4_000, 0.05);
        }).ToList();
        Assert.Equal(bounds.IndexOf(bounds.Min()), best.Draw);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static double Log2Factorial(int n) => Enumerable.Range(1, n).Sum(i => Math.Log2(i));
}
