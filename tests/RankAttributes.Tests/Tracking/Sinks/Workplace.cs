namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>A folder of one test's own.</summary>
internal sealed class Workplace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sinks").FullName;

    public string Log => Path.Combine(Folder, "runs", "mlp.jsonl");

    public void Put(byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        File.WriteAllBytes(Log, content);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
