using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RankAttributes.Editor.Tests.Server;

/// <summary>The language server of the repository's tool manifest.</summary>
internal static class ServerTool
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private static readonly Lazy<string?> Missing = new(static () => Restore() is { } failure ? "csharp-ls cannot be restored: " + failure : null);

    /// <summary>Why the server cannot be had; <see langword="null"/> where it can.</summary>
    public static string? WhyMissing => Missing.Value;

    /// <summary>The SDK remembers where a tool was restored to, also when that folder has been removed since: then it restores once more.</summary>
    private static string? Restore()
    {
        var failure = Run(Find(), "tool", "restore");
        return failure ?? (Run(Find(), "tool", "run", "csharp-ls", "--", "--version") is null ? null : Run(Find(), "tool", "restore"));
    }

    /// <summary>The folder of the tool manifest.</summary>
    public static string Root { get; } = Find();

    /// <summary>Runs the SDK and returns what it says if it fails.</summary>
    public static string? Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Longest))
            {
                process.Kill(entireProcessTree: true);
                return "it takes too long.";
            }

            return process.ExitCode == 0 ? null : (output.Result + errors.Result).Trim();
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            return failure.Message;
        }
    }

    private static string Find([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}

/// <summary>A test that drives the language server; skipped, with the reason, where that cannot be had.</summary>
internal sealed class ServerFactAttribute : FactAttribute
{
    public ServerFactAttribute() => Skip = ServerTool.WhyMissing;
}
