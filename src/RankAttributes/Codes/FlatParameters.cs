using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>All parameters of a model as one vector, in units of their steps.</summary>
internal sealed class FlatParameters : IDisposable
{
    private readonly Tensor steps;

    public FlatParameters(nn.Module model, bool hasScales)
    {
        var all = CodedParameter.Of(model, hasScales);
        Coded = [.. all.Select(pair => pair.Coded)];
        Live = [.. all.Select(pair => pair.Live)];
        using var scope = NewDisposeScope();
        steps = cat([.. Coded.Select(coded => full([coded.Count], coded.Step, ScalarType.Float32))]).to(Live[0].device).DetachFromDisposeScope();
    }

    public IReadOnlyList<CodedParameter> Coded { get; }

    public IReadOnlyList<Parameter> Live { get; }

    public long Count => steps.numel();

    public Device Device => steps.device;

    /// <summary>The parameters now, in units of their steps. To be called within a dispose scope.</summary>
    public Tensor Read()
    {
        using var gradientFree = no_grad();
        return Joined(parameter => parameter) / steps;
    }

    /// <summary>Their gradients with respect to these units, 0 where there are none; <see langword="null"/> where no parameter has one.</summary>
    public Tensor? ReadGradient()
    {
        using var gradientFree = no_grad();
        return Live.Any(parameter => parameter.grad is not null) ? Joined(parameter => parameter.grad ?? zeros_like(parameter)) * steps : null;
    }

    public void Write(Tensor units)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var values = units * steps;
        var start = 0L;
        foreach (var parameter in Live)
        {
            parameter.copy_(values.narrow(0, start, parameter.numel()).view(parameter.shape));
            start += parameter.numel();
        }
    }

    public void WriteGradient(Tensor gradient)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var values = gradient / steps;
        var start = 0L;
        foreach (var parameter in Live)
        {
            parameter.grad = values.narrow(0, start, parameter.numel()).view(parameter.shape).to_type(parameter.dtype).clone().DetachFromDisposeScope();
            start += parameter.numel();
        }
    }

    public void Dispose() => steps.Dispose();

    private Tensor Joined(Func<Parameter, Tensor> part) => cat([.. Live.Select(parameter => part(parameter).detach().to_type(ScalarType.Float32).flatten())]);
}
