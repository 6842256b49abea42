using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>LibTorch's operators that TorchSharp has no methods for, reached through a script.</summary>
internal static class TorchScript
{
    private static readonly Lazy<jit.CompilationUnit> Functions = new(() => jit.compile(
        """
        def version(x: Tensor) -> int:
            return x._version()

        """));

    /// <summary>How often a tensor was changed in place.</summary>
    public static long VersionOf(Tensor tensor) => Functions.Value.invoke("version", tensor) is Scalar version ? version.ToInt64() : 0;
}
