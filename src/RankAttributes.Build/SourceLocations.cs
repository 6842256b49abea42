using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

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

    /// <summary>The first statement of the type that a person wrote: the file relative to the project, and the line.</summary>
    public (string? File, int Line) Of(MetadataReader metadata, TypeDefinition type)
    {
        if (symbols is null) return (null, 0);
        var reader = symbols.GetMetadataReader();
        foreach (var method in type.GetMethods())
        {
            foreach (var point in reader.GetMethodDebugInformation(method.ToDebugInformationHandle()).GetSequencePoints())
            {
                if (point.IsHidden || point.Document.IsNil) continue;
                var document = reader.GetString(reader.GetDocument(point.Document).Name).Replace('\\', '/');
                if (!document.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase)) return (Relative(document), point.StartLine);
            }
        }

        return (null, 0);
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
