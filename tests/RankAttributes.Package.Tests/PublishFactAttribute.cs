using System.Runtime.InteropServices;

namespace RankAttributes.Package.Tests;

/// <summary>A test that publishes for Linux on x64, the one system whose runtime packs this project restores.</summary>
internal sealed class PublishFactAttribute : FactAttribute
{
    public PublishFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64) Skip = "It publishes for linux-x64.";
    }

    /// <summary>Whether the test links native code, which the SDK leaves to the system's linker.</summary>
    public bool NeedsLinker
    {
        get => false;
        set
        {
            if (value && Linker is null) Skip ??= "Native AOT links with clang or gcc, and neither is installed.";
        }
    }

    /// <summary>The compiler driver that links; the SDK's own choice is clang.</summary>
    public static string? Linker { get; } = new[] { "clang", "gcc" }.FirstOrDefault(
        name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name))));
}
