namespace RankAttributes.Tracking.Sinks;

/// <summary>The path of a file without symbolic links, so that two names of one file are one.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Follows every link on the way; what is not there yet stays as it is written.</summary>
    public static string Of(string path)
    {
        for (var link = 0; link < MaxLinks; link++)
        {
            if (FollowFirst(path) is not { } next) return path;
            path = next;
        }

        throw new IOException($"'{path}' has more than {MaxLinks} symbolic links on its way.");
    }

    private static string? FollowFirst(string path)
    {
        var root = Path.GetPathRoot(path) ?? "";
        var parts = path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var walked = root;
        for (var part = 0; part < parts.Length; part++)
        {
            walked = Path.Combine(walked, parts[part]);
            if (new FileInfo(walked).LinkTarget is not { } target) continue;
            return Path.GetFullPath(Path.Combine([Path.GetDirectoryName(walked)!, target, .. parts[(part + 1)..]]));
        }

        return null;
    }
}
