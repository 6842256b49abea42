using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Tracking.Samples;

/// <summary>Modules without weight matrices of their own that no Lipschitz constant with φ(0) = 0 covers.</summary>
internal static class Unbounded
{
    /// <summary>What they are, by registered name: <c>'bn1' is a BatchNorm2d</c>.</summary>
    public static IEnumerable<string> In(nn.Module model)
    {
        foreach (var (name, module) in model.named_modules())
        {
            if (module is NormBase or LayerNorm or GroupNorm or MultiheadAttention) yield return $"'{name}' is a {module.GetType().Name}";
        }
    }
}
