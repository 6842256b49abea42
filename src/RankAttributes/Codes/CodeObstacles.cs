using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>What a description does not reach.</summary>
internal sealed class CodeObstacles(nn.Module<Tensor, Tensor> model, CodeOptions options)
{
    private const int SamplesAlone = 4;

    /// <summary>Everything that speaks against a certificate, in words.</summary>
    /// <param name="inputs">A batch on which the model is tried.</param>
    public IReadOnlyList<string> Of(Tensor inputs)
    {
        var structural = Buffers().Concat(Modules()).ToList();
        return structural.Count > 0 ? structural : [.. Behaviour(inputs)];
    }

    private IEnumerable<string> Buffers() => model.named_buffers()
        .Where(buffer => !options.FixedBuffers.Contains(buffer.name))
        .Select(buffer =>
            $"the buffer '{buffer.name}' is not part of the code: fold it into the weights before they are encoded, or name it in FixedBuffers if the "
            + $"constructor computes it without data");

    private IEnumerable<string> Modules()
    {
        foreach (var (name, module) in model.named_modules())
        {
            var type = module.GetType().Name;
            if (type.StartsWith("BatchNorm", StringComparison.Ordinal))
                yield return $"'{name}' normalizes by statistics of data: fold it into the layer before it, or normalize per sample";
            else if (module.training && type.Contains("Dropout", StringComparison.Ordinal))
                yield return $"the dropout '{name}' is on: call model.eval()";
        }
    }

    private IEnumerable<string> Behaviour(Tensor inputs)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        var (once, twice) = (model.call(inputs), model.call(inputs));
        var scale = Math.Max(once.abs().amax().item<float>(), float.Epsilon);
        if ((once - twice).abs().amax().item<float>() > options.TieTolerance * scale / 2)
        {
            yield return "forward draws random numbers: the same samples give different outputs the second time";
            yield break;
        }

        for (var sample = 0L; sample < Math.Min(SamplesAlone, inputs.shape[0]); sample++)
        {
            var alone = model.call(inputs.narrow(0, sample, 1));
            if ((alone - once.narrow(0, sample, 1)).abs().amax().item<float>() <= options.TieTolerance * scale / 2) continue;
            yield return "the output for a sample depends on the other samples of its batch";
            yield break;
        }
    }
}
