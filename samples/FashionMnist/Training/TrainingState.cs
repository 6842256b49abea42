using RankAttributes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FashionMnist.Training;

/// <summary>A network, its optimizer and what its penalty carries: all of a training that steps change.</summary>
internal sealed class TrainingState : IDisposable
{
    private readonly SGD optimizer;

    /// <summary>The state before the first step.</summary>
    public TrainingState(RunSettings settings)
    {
        manual_seed(settings.Seed);
        Model = settings.Variant.Create();
        optimizer = optim.SGD(Model.parameters(), settings.LearningRate, settings.Momentum);
        var parameters = Model.named_parameters().ToList();
        var tensors = new List<(string, Tensor)>(parameters.Select(item => ($"model.{item.name}", (Tensor)item.parameter)));
        foreach (var ((name, parameter), state) in parameters.Zip(optimizer.state_dict().State.Cast<SGD.State>()))
        {
            // The optimizer would make it at its first step; a momentum of zero is the same, and can be filled from a checkpoint.
            state.momentum_buffer = zeros_like(parameter, requires_grad: false);
            tensors.Add(($"momentum.{name}", state.momentum_buffer));
        }

        Tensors = tensors;
    }

    public nn.Module<Tensor, Tensor> Model { get; }

    /// <summary>What a checkpoint holds.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Tensors { get; }

    /// <summary>What it holds beside them: the directions that the penalty follows, and whose turn it is.</summary>
    public IReadOnlyDictionary<string, Tensor> Carried
    {
        get => (Model as IRankRegularized)?.GetPenaltyState() ?? new Dictionary<string, Tensor>();
        set => (Model as IRankRegularized)?.SetPenaltyState(value);
    }

    /// <summary>One step of gradient descent on cross-entropy and penalty.</summary>
    /// <returns>The cross-entropy, without the penalty.</returns>
    public double Step(Tensor inputs, Tensor labels, double learningRate)
    {
        using var scope = NewDisposeScope();
        var fit = nn.functional.cross_entropy(Model.call(inputs), labels);
        var loss = Model is IRankRegularized penalized ? fit + penalized.RegularizationLoss() : fit;
        foreach (var group in optimizer.ParamGroups) group.LearningRate = learningRate;
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        return fit.ToDouble();
    }

    /// <summary>The penalty as it is now, or <see langword="null"/> where there is none.</summary>
    public double? Penalty()
    {
        if (Model is not IRankRegularized penalized) return null;
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        return penalized.RegularizationLoss().ToDouble();
    }

    public void Dispose()
    {
        optimizer.Dispose();
        Model.Dispose();
    }
}
