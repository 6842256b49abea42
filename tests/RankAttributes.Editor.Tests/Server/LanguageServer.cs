using System.Diagnostics;
using System.Text.Json;
using StreamJsonRpc;

namespace RankAttributes.Editor.Tests.Server;

/// <summary>The server as an editor runs it: started, initialized, asked over its standard streams, and shut down.</summary>
internal sealed class LanguageServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Process process;
    private readonly JsonRpc connection;

    private LanguageServer(Process process, JsonRpc connection) => (this.process, this.connection) = (process, connection);

    public static async Task<LanguageServer> Start(string folder)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["tool", "run", "csharp-ls"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true,
                RedirectStandardError = true };
        ServerTool.KeepApart(start);
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var connection = new JsonRpc(
            new HeaderDelimitedMessageHandler(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, new SystemTextJsonFormatter()));
        connection.AddLocalRpcTarget(new Answers(folder));
        connection.StartListening();
        var server = new LanguageServer(process, connection);
        await server.Ask("initialize", new
        {
            processId = Environment.ProcessId,
            rootUri = new Uri(folder).AbsoluteUri,
            workspaceFolders = new[] { new { uri = new Uri(folder).AbsoluteUri, name = "App" } },
            capabilities = new
            {
                workspace = new { configuration = true, workspaceFolders = true, didChangeConfiguration = new { dynamicRegistration = true } },
                textDocument = new
                {
                    synchronization = new { didSave = true },
                    hover = new { contentFormat = new[] { "markdown", "plaintext" } },
                    completion = new { completionItem = new { documentationFormat = new[] { "markdown" } } },
                    definition = new { linkSupport = true },
                    publishDiagnostics = new { codeDescriptionSupport = true },
                    diagnostic = new { relatedDocumentSupport = false },
                },
                experimental = new { csharp = new { metadataUris = true } },
            },
        });
        await server.Tell("initialized", new { });
        await server.Tell("workspace/didChangeConfiguration", new { settings = new { csharp = Answers.Settings } });
        return server;
    }

    public async Task<JsonElement> Ask(string method, object parameters)
    {
        using var timeout = new CancellationTokenSource(Patience);
        return await connection.InvokeWithParameterObjectAsync<JsonElement>(method, parameters, timeout.Token);
    }

    public Task Tell(string method, object parameters) => connection.NotifyWithParameterObjectAsync(method, parameters);

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await connection.InvokeWithCancellationAsync("shutdown", cancellationToken: timeout.Token);
            await connection.NotifyAsync("exit");
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or ConnectionLostException or RemoteRpcException)
        {
            process.Kill(entireProcessTree: true);
        }

        connection.Dispose();
        process.Dispose();
    }

    /// <summary>What a server asks its editor.</summary>
    private sealed class Answers(string folder)
    {
        public static readonly object Settings = new { analyzersEnabled = true };

        [JsonRpcMethod("workspace/configuration", UseSingleObjectParameterDeserialization = true)]
        public object?[] Configuration(JsonElement asked)
            => [.. asked.GetProperty("items").EnumerateArray()
                .Select(item => item.TryGetProperty("section", out var section) && section.GetString() == "csharp" ? Settings : null)];

        [JsonRpcMethod("workspace/workspaceFolders")]
        public object[] Folders() => [new { uri = new Uri(folder).AbsoluteUri, name = "App" }];

        [JsonRpcMethod("client/registerCapability", UseSingleObjectParameterDeserialization = true)]
        public object? Register(JsonElement asked) => null;

        [JsonRpcMethod("window/workDoneProgress/create", UseSingleObjectParameterDeserialization = true)]
        public object? Progress(JsonElement asked) => null;

        [JsonRpcMethod("workspace/diagnostic/refresh")]
        public object? Refresh() => null;
    }
}
