using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace RankAttributes.Build.Properties;

/// <summary>A project file, or a file of properties or targets that it imports, as text: what it sets, and what it imports by a path that needs no
/// evaluation.</summary>
internal sealed class ProjectFile
{
    private const int MaxBytes = 4 * 1024 * 1024;

    private static readonly Regex FileAbove = new(
        @"^\$\(\[MSBuild\]::GetPathOfFileAbove\(\s*'?([^',)]+)'?\s*(?:,\s*'?([^')]*)'?\s*)?\)\)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));

    private readonly XDocument document;
    private readonly string folder;

    private ProjectFile(string path, XDocument document) => (Path, this.document, folder) = (path, document, System.IO.Path.GetDirectoryName(path)!);

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The properties that it sets, with the line of each.</summary>
    public IEnumerable<(string Name, int Line)> Properties => document.Descendants()
        .Where(element => element.Parent?.Name.LocalName == "PropertyGroup")
        .Select(element => (element.Name.LocalName, ((IXmlLineInfo)element).LineNumber));

    /// <summary>The existing files that it imports.</summary>
    public IEnumerable<string> Imports => document.Descendants()
        .Where(element => element.Name.LocalName == "Import")
        .Select(element => Resolve(element.Attribute("Project")?.Value ?? ""))
        .OfType<string>()
        .Where(File.Exists);

    /// <summary>Whether a property is used in the file: then it is the project's own.</summary>
    public bool Uses(string property) => document.Descendants().Attributes().Select(attribute => attribute.Value)
        .Concat(document.Descendants().Where(element => !element.HasElements).Select(element => element.Value))
        .Any(text => text.IndexOf($"$({property})", StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>The file; <see langword="null"/> where it cannot be read, which is MSBuild's to say.</summary>
    public static ProjectFile? Open(string path)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(new StringReader(BoundedFile.Read(path, MaxBytes)), settings);
            return new ProjectFile(System.IO.Path.GetFullPath(path), XDocument.Load(reader, LoadOptions.SetLineInfo));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private string? Resolve(string import)
    {
        if (FileAbove.Match(import) is { Success: true } above)
            return Above(above.Groups[1].Value, above.Groups[2].Success ? Expand(above.Groups[2].Value) : System.IO.Path.Combine(folder, ".."));
        var path = Expand(import);
        return path.Length == 0 || path.Contains("$(") || path.IndexOfAny(System.IO.Path.GetInvalidPathChars()) >= 0
            ? null
            : System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, path));
    }

    private string Expand(string path)
        => path.Replace("$(MSBuildThisFileDirectory)", folder + System.IO.Path.DirectorySeparatorChar).Replace('\\', System.IO.Path.DirectorySeparatorChar);

    private string? Above(string name, string start)
    {
        var current = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, start));
        while (current is not null)
        {
            var path = System.IO.Path.Combine(current, name);
            if (File.Exists(path)) return path;
            current = System.IO.Path.GetDirectoryName(current.TrimEnd(System.IO.Path.DirectorySeparatorChar));
        }

        return null;
    }
}
