using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;

namespace RankAttributes.Build;

/// <summary>Lists the C# projects of a solution: of the classic format and of <c>.slnx</c>.</summary>
public sealed class FindSolutionProjects : Microsoft.Build.Utilities.Task
{
    private static readonly Regex ProjectLine = new(
        @"^Project\(""[^""]*""\)\s*=\s*""[^""]*""\s*,\s*""([^""]+)""", RegexOptions.Multiline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));

    /// <summary>The solution.</summary>
    [Required]
    public string Solution { get; set; } = "";

    /// <summary>The full paths of its projects, sorted.</summary>
    [Output]
    public ITaskItem[] Projects { get; private set; } = [];

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(Solution))!;
            var text = File.ReadAllText(Solution);
            Projects =
            [
                .. (Solution.EndsWith(".slnx", StringComparison.OrdinalIgnoreCase) ? InXml(text) : InLines(text))
                    .Where(project => project.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
                    .Select(project => Path.GetFullPath(Path.Combine(folder, project.Replace('\\', Path.DirectorySeparatorChar))))
                    .Distinct(StringComparer.Ordinal)
                    .OrderBy(project => project, StringComparer.Ordinal)
                    .Select(FileItem.Of),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException or ArgumentException
            or RegexMatchTimeoutException)
        {
            Log.LogError($"The solution {Solution} cannot be read: {exception.Message}");
        }

        return !Log.HasLoggedErrors;
    }

    private static IEnumerable<string> InLines(string text) => ProjectLine.Matches(text).Cast<Match>().Select(match => match.Groups[1].Value);

    private static IEnumerable<string> InXml(string text) => Parse(text).Descendants("Project").Attributes("Path").Select(path => path.Value);

    /// <summary>Without a document type: entities could grow without an end, or name files and addresses.</summary>
    private static XDocument Parse(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XDocument.Load(reader);
    }
}
