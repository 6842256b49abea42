namespace RankAttributes.Roslyn.Generation;

internal static class ThisAssembly
{
    /// <summary>
    /// The version in <c>GeneratedCode</c>, from that of the assembly: major.minor only, so that a patch does not touch every generated file.
    /// </summary>
    public static readonly string Version = typeof(ThisAssembly).Assembly.GetName().Version!.ToString(2);
}
