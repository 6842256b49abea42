namespace RankAttributes.Roslyn.Generation;

internal static class ThisAssembly
{
    /// <summary>The version in <c>GeneratedCode</c>: major.minor only, so that a patch does not touch every generated file.</summary>
    public const string Version = "0.1";
}
