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
    private readonly Dictionary<string, SourceText> sources = new(StringComparer.Ordinal);

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
        var name = TypeNames.Simple(metadata.GetString(type.Name));
        var pattern = new Regex($@"\b(?:class|record)\s+@?{Regex.Escape(name)}\b", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        var lines = found.Source.Lines;
        for (var number = Math.Min(found.First, lines.Length); number > 0; number--)
            if (lines[number - 1].Contains(name) && pattern.IsMatch(lines[number - 1])) return new SourcePlace(found.Source.File, number);
        return new SourcePlace(found.Source.File, found.First);
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
        var (lines, squeezed, candidate) = (found.Source.Lines, Squeeze(expression), 0);
        var last = Math.Min(found.Last, lines.Length);
        for (var number = Math.Max(found.First, 1); number <= last; number++)
        {
            if (!lines[number - 1].Contains(start)) continue;
            if (Holds(lines, number, last, squeezed)) return new SourcePlace(found.Source.File, number);
            if (candidate == 0) candidate = number;
        }

        return new SourcePlace(found.Source.File, candidate > 0 ? candidate : found.First);
    }

    /// <summary>Whether an expression, without its white space, begins somewhere in a line; the lines after it may hold the rest.</summary>
    private static bool Holds(string[] lines, int number, int last, string squeezed)
    {
        var text = Squeeze(lines[number - 1]);
        var first = text.Length;
        while (number < last && text.Length < first + squeezed.Length) text += Squeeze(lines[number++]);
        return text.IndexOf(squeezed, StringComparison.Ordinal) is >= 0 and var found && found < first;
    }

    private static string Squeeze(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    private MethodDefinitionHandle Kickoff(MethodDefinitionHandle method)
        => symbols?.GetMetadataReader().GetMethodDebugInformation(method.ToDebugInformationHandle()).GetStateMachineKickoffMethod() ?? default;

    /// <summary>The first written statement of the methods, and the last of the same method.</summary>
    private (SourceText Source, int First, int Last)? Statements(IEnumerable<MethodDefinitionHandle> methods)
    {
        if (symbols is null) return null;
        var reader = symbols.GetMetadataReader();
        foreach (var method in methods)
        {
            var (document, first, last) = (default(DocumentHandle), 0, 0);
            foreach (var point in reader.GetMethodDebugInformation(method.ToDebugInformationHandle()).GetSequencePoints())
            {
                if (point.IsHidden || point.Document.IsNil) continue;
                if (document.IsNil) (document, first) = (point.Document, point.StartLine);
                last = Math.Max(last, point.EndLine);
            }

            if (document.IsNil) continue;
            var name = reader.GetString(reader.GetDocument(document).Name).Replace('\\', '/');
            if (!name.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase)) return (Source(name), first, last);
        }

        return null;
    }

    /// <summary>A document that the compiler named; each is looked for and read once.</summary>
    private SourceText Source(string document)
    {
        if (!sources.TryGetValue(document, out var source)) sources.Add(document, source = new SourceText(projectFolder, Relative(projectFolder, document)));
        return source;
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

    /// <summary>A file of the project, as far as it can be read.</summary>
    private sealed class SourceText(string projectFolder, string file)
    {
        private const int MaxBytes = 16 * 1024 * 1024;

        private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];

        private readonly Lazy<string[]> lines = new(() => Read(Path.Combine(projectFolder, file)));

        /// <summary>The path that a report shows.</summary>
        public string File => file;

        /// <summary>Its lines; none where it cannot be read.</summary>
        public string[] Lines => lines.Value;

        private static string[] Read(string path)
        {
            try
            {
                return BoundedFile.Read(path, MaxBytes).Split(LineEnds, StringSplitOptions.None);
            }
            catch (Exception exception) when (BoundReportTask.IsExpected(exception))
            {
                return [];
            }
        }
    }
}
