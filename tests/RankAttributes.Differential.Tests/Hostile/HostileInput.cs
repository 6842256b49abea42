using RankAttributes.Differential.Programs;

namespace RankAttributes.Differential.Hostile;

/// <summary>A source that the compiler's process must survive.</summary>
/// <param name="Name">What it is, for messages.</param>
/// <param name="Source">The whole file.</param>
internal sealed record HostileInput(string Name, string Source)
{
    /// <summary>A folder with further sources to change; a variable of the environment.</summary>
    public const string FolderVariable = "RANKATTRIBUTES_HOSTILE_SOURCES";

    private static readonly Lazy<IReadOnlyList<string>> Written = new(() =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder
            ? [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText)]
            : []);

    /// <summary>The changed program of a seed.</summary>
    public static HostileInput Of(int seed)
    {
        var random = new Random(seed);
        var source = Written.Value.Count > 0 && random.Next(2) == 0
            ? Written.Value[random.Next(Written.Value.Count)]
            : RandomPrograms.Of((ulong)random.Next(100_000)).Source(0);
        return new HostileInput($"seed {seed}", Mutator.Mutate(source, random));
    }
}
