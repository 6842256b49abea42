using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch.optim;

namespace RankAttributes.Penalties;

/// <summary>
/// Tells whether an optimizer is computing the loss: <c>LBFGS</c>, and any other that takes a closure, compares values and gradients from
/// one evaluation to the next, so that a gradient that stands for several steps would mislead it.
/// </summary>
/// <remarks>Nothing but the calls that are running tells this: the optimizer changes weights as any other does.</remarks>
internal static class OptimizerClosure
{
    /// <summary>Whether this code runs inside <c>optimizer.step(closure)</c>; about 20 microseconds.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026",
        Justification = "A frame whose method is gone counts as an optimizer's, which costs time but no accuracy.")]
    public static bool IsRunning
    {
        get
        {
            var calls = new StackTrace(1, fNeedFileInfo: false);
            if (calls.GetFrame(0)?.GetMethod() is null) return true;
            for (var index = 0; index < calls.FrameCount; index++)
            {
                for (var type = calls.GetFrame(index)?.GetMethod()?.DeclaringType; type is not null; type = type.DeclaringType)
                {
                    if (type.IsAssignableTo(typeof(Optimizer))) return true;
                }
            }

            return false;
        }
    }
}
