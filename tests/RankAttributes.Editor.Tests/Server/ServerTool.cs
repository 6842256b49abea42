using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RankAttributes.Editor.Tests.Server;

/// <summary>The language server of the repository's tool manifest.</summary>
internal static class ServerTool
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private static readonly Lazy<string?> Missing = new(
        static () => Run(Find(), "tool", "restore") is { } failure ? "csharp-ls cannot be restored: " + failure : null);

    // The SDK remembers where it once restored a tool to, even if that folder is gone: a folder of its own has no such memory.
    private static readonly string Home = Directory.CreateTempSubdirectory("cli-home-").FullName;

    static ServerTool() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Directory.Delete(Home, recursive: true);

    /// <summary>Why the server cannot be had; <see langword="null"/> where it can.</summary>
    public static string? WhyMissing => Missing.Value;

    /// <summary>The folder of the tool manifest.</summary>
    public static string Root { get; } = Find();

    /// <summary>Runs the SDK and returns what it says if it fails.</summary>
    public static string? Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        KeepApart(start);
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

    /// <summary>Gives a command of the SDK the folder in which it finds the restored tool.</summary>
    public static void KeepApart(ProcessStartInfo start)
    {
        start.Environment["DOTNET_CLI_HOME"] = Home;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
    }

    private static string Find([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}

/// <summary>A test that drives the language server; skipped, with the reason, where that cannot be had.</summary>
internal sealed class ServerFactAttribute : FactAttribute
{
    public ServerFactAttribute() => Skip = ServerTool.WhyMissing;
}
