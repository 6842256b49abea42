using RankAttributes.Build.Report;

namespace RankAttributes.Build;

/// <summary>Reads a baseline from a file that may be missing, too long, or anything else.</summary>
internal static class BoundBaseline
{
    /// <summary>The baseline, or <see langword="null"/> and the reason in words.</summary>
    public static Baseline? Read(string path, out string problem)
    {
        problem = "";
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) problem = "the file does not exist";
            else if (file.Length > Baseline.LongestText) problem = "it is too long for a report";
            else return Baseline.Read(File.ReadAllText(path));
        }
        catch (BaselineException exception)
        {
            problem = exception.Message.TrimEnd('.');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception.Message.TrimEnd('.');
        }

        return null;
    }
}
