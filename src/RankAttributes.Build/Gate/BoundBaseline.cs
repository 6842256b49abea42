namespace RankAttributes.Build.Gate;

/// <summary>Reads a baseline from a file that may be missing, endless, or anything else.</summary>
internal static class BoundBaseline
{
    /// <summary>The baseline, or <see langword="null"/> and the reason in words.</summary>
    public static Baseline? Read(string path, out string problem)
    {
        problem = "";
        try
        {
            if (File.Exists(path)) return Baseline.Read(BoundedFile.Read(path, Baseline.MaxBytes));
            problem = "the file does not exist";
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
