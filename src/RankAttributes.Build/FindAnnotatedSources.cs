using System.Text.RegularExpressions;
using Microsoft.Build.Framework;

namespace RankAttributes.Build;

/// <summary>
/// Warns of the first source that uses the attribute in a project whose compiler has no generator for it, or no library that declares it. Such code
/// mostly does not compile, and then leaves nothing to look into.
/// </summary>
public sealed class FindAnnotatedSources : Microsoft.Build.Utilities.Task
{
    private const int MaxSourceBytes = 4 * 1024 * 1024;

    private static readonly Regex Annotation = new(
        @"^\s*(?!//)[^""]*?\[[^\]""]*\bSchattenRegularize(?:Attribute)?\s*\(", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The files that are compiled.</summary>
    [Required]
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>Whether the compiler was given the library that declares the attribute.</summary>
    public bool HasLibrary { get; set; } = true;

    /// <summary>Whether a source uses the attribute.</summary>
    [Output]
    public bool Found { get; private set; }

    /// <inheritdoc />
    public override bool Execute()
    {
        foreach (var source in Sources)
        {
            if (FirstLine(source.GetMetadata("FullPath")) is not { } line) continue;
            Found = true;
            BuildWarning.Log(Log, "RANK2008", source.ItemSpec, line, "[SchattenRegularize] does nothing in this project: " + Reason());
            break;
        }

        return true;
    }

    private string Reason() => HasLibrary
        ? "the compiler was not given the generator of RankAttributes. Look for a target that removes Analyzer items, and reference the package from this "
            + "project itself."
        : "the compiler was not given RankAttributes.dll. A GlobalPackageReference, or IncludeAssets without 'compile', brings the package without its "
            + "library; "
          + "use a PackageReference.";

    private static int? FirstLine(string path)
    {
        try
        {
            var number = 0;
            using var text = new StringReader(BoundedFile.Read(path, MaxSourceBytes));
            while (text.ReadLine() is { } line)
            {
                number++;
                if (line.IndexOf("SchattenRegularize", StringComparison.Ordinal) >= 0 && Annotation.IsMatch(line)) return number;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RegexMatchTimeoutException)
        {
            // The compiler will say what is wrong with a file that cannot be read.
        }

        return null;
    }
}
