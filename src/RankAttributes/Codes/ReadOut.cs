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
        (Linear Layer, Tensor Input, Tensor Output)? last = null;
        var hooks = model.modules().OfType<Linear>()
            .Select(layer => layer.register_forward_hook((_, input, output) =>
            {
                last?.Input.Dispose();
                last?.Output.Dispose();

                // The model may dispose both before its forward pass ends.
                last = (layer, input.detach().clone().DetachFromDisposeScope(), output.detach().clone().DetachFromDisposeScope());
                return output;
            }))
            .ToList();
        try
        {
            var logits = model.call(inputs);
            if (last is not { } call) return (null, null);
            using var given = call.Output;
            var entered = call.Input.alias();
            call.Input.Dispose();
            return given.shape.AsSpan().SequenceEqual(logits.shape) && (given == logits).all().item<bool>() ? (entered, call.Layer) : (null, null);
        }
        finally
        {
            foreach (var hook in hooks) hook.remove();
        }
    }
}
