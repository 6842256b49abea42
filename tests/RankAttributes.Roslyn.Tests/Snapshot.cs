using Snapshooter;

namespace RankAttributes.Roslyn.Tests;

/// <summary>The one place that knows the snapshot library.</summary>
internal static class Snapshot
{
    public static void Match(string text, string name)
        => Snapshooter.Xunit.Snapshot.Match(text.Replace("\r\n", "\n"), new SnapshotNameExtension(name));
}
