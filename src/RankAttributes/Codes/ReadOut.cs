using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>The last linear layer of a model, and what enters it for every sample.</summary>
/// <param name="Weight">The index of its weight among the coded parameters.</param>
/// <param name="Bias">The index of its bias, or <see langword="null"/>.</param>
/// <param name="Features">samples × inputs, row-major.</param>
/// <param name="Labels">The right classes.</param>
internal sealed record ReadOut(int Weight, int? Bias, float[] Features, int[] Labels)
{
    private const long MaxFeatures = 1L << 28;

    /// <summary>Finds the layer whose output is the model's output; <see langword="null"/> where there is none, or its inputs do not fit into memory.</summary>
    public static ReadOut? Find(nn.Module<Tensor, Tensor> model, EncodedModel encoded, IEnumerable<(Tensor Inputs, Tensor Labels)> samples)
    {
        var (features, labels) = (new List<float>(), new List<int>());
        Linear? last = null;
        foreach (var (inputs, classes) in samples)
        {
            using var scope = NewDisposeScope();
            var (entered, layer) = EnteredLast(model, inputs);
            if (layer is null || (last is not null && !ReferenceEquals(layer, last)) || entered!.dim() != 2) return null;
            last = layer;
            if (features.Count + entered.numel() > MaxFeatures) return null;
            features.AddRange(entered.to_type(ScalarType.Float32).cpu().data<float>());
            labels.AddRange(classes.to_type(ScalarType.Int32).cpu().data<int>());
        }

        if (last is null) return null;
        var names = encoded.Coded.Select(parameter => parameter.Name).ToList();
        var name = model.named_parameters().First(parameter => parameter.parameter.Handle == last.weight.Handle).name;
        var bias = last.bias is { } own ? model.named_parameters().First(parameter => parameter.parameter.Handle == own.Handle).name : null;
        return new ReadOut(names.IndexOf(name), bias is null ? null : names.IndexOf(bias), [.. features], [.. labels]);
    }

    private static (Tensor? Entered, Linear? Layer) EnteredLast(nn.Module<Tensor, Tensor> model, Tensor inputs)
    {
        var calls = new List<(Linear Layer, Tensor Input, Tensor Output)>();
        var hooks = model.modules().OfType<Linear>()
            .Select(layer => layer.register_forward_hook((_, input, output) =>
            {
                calls.Add((layer, input, output));
                return output;
            }))
            .ToList();
        try
        {
            var logits = model.call(inputs);
            var found = calls.LastOrDefault(call => call.Output.shape.AsSpan().SequenceEqual(logits.shape) && (call.Output == logits).all().item<bool>());
            return (found.Input, found.Layer);
        }
        finally
        {
            foreach (var hook in hooks) hook.remove();
        }
    }
}
