using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using RankAttributes.Build.Report;

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
            // Without readable debug information the report has no line numbers; everything else in it is unaffected.
            return new SourceLocations(null, projectFolder);
        }
    }

    /// <summary>The head of the type that a person wrote; its first statement where the source cannot be read.</summary>
    public SourcePlace Of(MetadataReader metadata, TypeDefinition type)
    {
        if (Statements(type.GetMethods()) is not { } found) return default;
        var pattern = new Regex($@"\b(?:class|record)\s+@?{Regex.Escape(TypeNames.Simple(metadata.GetString(type.Name)))}\b", RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));
        return Place(found, Lines(found.Document, 1, found.First).Where(line => pattern.IsMatch(line.Text)).Select(line => line.Number).LastOrDefault());
    }

    /// <summary>Where a method that a person wrote holds an expression, however its lines are broken; else where something begins as it does; else its
    /// first statement.</summary>
    public SourcePlace Of(MetadataReader metadata, TypeDefinition type, string method, string expression, string start)
    {
        var methods = type.GetMethods().Where(handle => metadata.StringComparer.Equals(metadata.GetMethodDefinition(handle).Name, method)).ToList();

        // The statements of an asynchronous method or an iterator are those of the state machine that the compiler made of it.
        var machines = type.GetNestedTypes().SelectMany(nested => metadata.GetTypeDefinition(nested).GetMethods())
            .Where(handle => methods.Contains(Kickoff(handle)));
        if (Statements([.. methods, .. machines]) is not { } found) return default;
        var lines = Lines(found.Document, found.First, found.Last).ToList();
        var squeezed = Squeeze(expression);
        var candidates = lines.Where(line => line.Text.Contains(start)).Select(line => line.Number).ToList();
        return Place(found, candidates.Where(number => Holds(lines.Where(line => line.Number >= number).Select(line => line.Text), squeezed))
            .Concat(candidates).FirstOrDefault());
    }

    /// <summary>Whether an expression, without its white space, begins somewhere in the first of some lines.</summary>
    private static bool Holds(IEnumerable<string> lines, string squeezed)
    {
        var (text, first) = ("", -1);
        foreach (var line in lines)
        {
            var added = Squeeze(line);
            if (first < 0) first = added.Length;
            text += added;
            if (text.Length >= first + squeezed.Length) break;
        }

        return text.IndexOf(squeezed, StringComparison.Ordinal) is >= 0 and var found && found < first;
    }

    private static string Squeeze(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    private MethodDefinitionHandle Kickoff(MethodDefinitionHandle method)
        => symbols?.GetMetadataReader().GetMethodDebugInformation(method.ToDebugInformationHandle()).GetStateMachineKickoffMethod() ?? default;

    private SourcePlace Place((string Document, int First, int Last) statements, int line)
        => new(Relative(projectFolder, statements.Document), line > 0 ? line : statements.First);

    /// <summary>The first written statement of the methods, and the last of the same method.</summary>
    private (string Document, int First, int Last)? Statements(IEnumerable<MethodDefinitionHandle> methods)
    {
        if (symbols is null) return null;
        var reader = symbols.GetMetadataReader();
        foreach (var method in methods)
        {
            var points = reader.GetMethodDebugInformation(method.ToDebugInformationHandle()).GetSequencePoints()
                .Where(point => !point.IsHidden && !point.Document.IsNil).ToList();
            if (points.Count == 0) continue;
            var document = reader.GetString(reader.GetDocument(points[0].Document).Name).Replace('\\', '/');
            if (!document.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase)) return (document, points[0].StartLine, points.Max(point => point.EndLine));
        }

        return null;
    }

    private IEnumerable<(string Text, int Number)> Lines(string document, int first, int last)
    {
        var path = Path.Combine(projectFolder, Relative(projectFolder, document));
        try
        {
            return File.Exists(path) ? [.. File.ReadLines(path).Select((text, index) => (text, index + 1)).Skip(first - 1).Take(last - first + 1)] : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public void Dispose() => symbols?.Dispose();

    /// <summary>
    /// The longest end of the path that names a file of the project: compilers map folders to other names, and no report
    /// should hold the name of a folder outside the project. The bare file name where none does.
    /// </summary>
    internal static string Relative(string projectFolder, string document)
    {
        for (var start = document.IndexOf('/'); start >= 0; start = document.IndexOf('/', start + 1))
        {
            var end = document.Substring(start + 1);
            if (IsInside(end) && File.Exists(Path.Combine(projectFolder, end))) return end;
        }

        return document.Substring(document.LastIndexOf('/') + 1);
    }

    /// <summary>Whether a path stays in the folder that it is relative to: debug information may come from anywhere.</summary>
    private static bool IsInside(string path)
        => path.Length > 0 && path[0] != '/' && path.IndexOfAny(Path.GetInvalidPathChars()) < 0 && path.IndexOf(':') < 0 && !path.Split('/').Contains("..");
}
