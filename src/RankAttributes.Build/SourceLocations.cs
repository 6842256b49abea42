using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using RankAttributes.Reporting;

namespace RankAttributes.Build;

/// <summary>
/// Where a type is written, from the debug information beside or inside the assembly. The declaration itself holds no line, so that
/// an edit above a class does not change what is generated for it.
/// </summary>
internal sealed class SourceLocations : IDisposable
{
    private readonly MetadataReaderProvider? symbols;
    private readonly string projectFolder;

    private SourceLocations(MetadataReaderProvider? symbols, string projectFolder) => (this.symbols, this.projectFolder) = (symbols, projectFolder);

    public static SourceLocations Open(PEReader image, string path, string projectFolder)
    {
        try
        {
            image.TryOpenAssociatedPortablePdb(path, file => File.Exists(file) ? File.OpenRead(file) : null, out var symbols, out _);
            return new SourceLocations(symbols, projectFolder);
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            // Without readable debug information the report has no line numbers; everything else in it stands.
            return new SourceLocations(null, projectFolder);
        }
    }

    /// <summary>The head of the type that a person wrote; its first statement where the source cannot be read.</summary>
    public SourcePlace Of(MetadataReader metadata, TypeDefinition type)
    {
        var (document, place) = FirstStatement(metadata, type, _ => true);
        return place.File is { } file && Head(document, TypeNames.Simple(metadata.GetString(type.Name)), place.Line) is { } line ? new SourcePlace(file, line) : place;
    }

    /// <summary>The first statement of a method that a person wrote.</summary>
    public SourcePlace Of(MetadataReader metadata, TypeDefinition type, string method)
        => FirstStatement(metadata, type, definition => metadata.StringComparer.Equals(definition.Name, method)).Place;

    private (string Document, SourcePlace Place) FirstStatement(MetadataReader metadata, TypeDefinition type, Func<MethodDefinition, bool> isWanted)
    {
        if (symbols is null) return ("", default);
        var reader = symbols.GetMetadataReader();
        foreach (var method in type.GetMethods())
        {
            if (!isWanted(metadata.GetMethodDefinition(method))) continue;
            foreach (var point in reader.GetMethodDebugInformation(method.ToDebugInformationHandle()).GetSequencePoints())
            {
                if (point.IsHidden || point.Document.IsNil) continue;
                var document = reader.GetString(reader.GetDocument(point.Document).Name).Replace('\\', '/');
                if (!document.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase)) return (document, new SourcePlace(Relative(document), point.StartLine));
            }
        }

        return ("", default);
    }

    /// <summary>The line of the type's head: the nearest above its first statement. Debug information has statements only.</summary>
    private int? Head(string document, string name, int statement)
    {
        var path = Path.Combine(projectFolder, Relative(document));
        if (!File.Exists(path)) return null;
        try
        {
            var pattern = new Regex($@"\b(?:class|record)\s+@?{Regex.Escape(name)}\b", RegexOptions.CultureInvariant);
            return File.ReadLines(path).Take(statement)
                .Select((text, index) => pattern.IsMatch(text) ? index + 1 : 0)
                .Where(line => line > 0)
                .Select(line => (int?)line)
                .LastOrDefault();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => symbols?.Dispose();

    /// <summary>
    /// The longest end of the path that names a file of the project: compilers map folders to other names, and no report
    /// should hold the name of a folder outside the project. The bare file name where none does.
    /// </summary>
    private string Relative(string document)
    {
        for (var start = document.IndexOf('/'); start >= 0; start = document.IndexOf('/', start + 1))
        {
            var end = document.Substring(start + 1);
            if (end.Length > 0 && end.IndexOfAny(Path.GetInvalidPathChars()) < 0 && File.Exists(Path.Combine(projectFolder, end))) return end;
        }

        return document.Substring(document.LastIndexOf('/') + 1);
    }
}
