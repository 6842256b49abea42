using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace RankAttributes.Benchmarks.Keystrokes;

/// <summary>Generators and analyzers, with classes of their own to work on and an edit of each kind.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Assembly">What the compiler would load.</param>
/// <param name="Class">The source of the class with that number, one to a file.</param>
/// <param name="Library">What the classes refer to.</param>
/// <param name="Body">A text in a method body, once in a class.</param>
/// <param name="Dimension">A text that the generator reads, once in a class.</param>
internal sealed record Subject(string Name, Assembly Assembly, Func<int, string> Class, IReadOnlyList<string> Library, string Body, string Dimension)
{
    private const string Unrelated = "public static class Unrelated { public static int Value() => 10; }";

    /// <summary>One generator; <see langword="null"/> for all of the assembly.</summary>
    public IIncrementalGenerator? Only { get; init; }

    /// <summary>A text that chooses a size where a class is created, once in a class; <see langword="null"/> where none is created.</summary>
    public string? Creation { get; init; }

    public IReadOnlyList<string> Edits
        => ["unrelated file", "comment", "method body", "dimension", "member name", .. Creation is null ? [] : new[] { "creation" }];

    public CSharpCompilation Compilation(int classes) => CSharpCompilation.Create(
        "Edited",
        [Parse("Unrelated.cs", Unrelated), .. Enumerable.Range(0, classes).Select(index => Parse($"Class{index}.cs", Class(index)))],
        [.. Basic.Reference.Assemblies.Net80.References.All, .. Library.Select(path => MetadataReference.CreateFromFile(path))],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        Only is { } only ? [only.AsSourceGenerator()] : Made<IIncrementalGenerator>().Select(generator => generator.AsSourceGenerator()),
        parseOptions: Options,

        // Editors run every kind of output, that for implementation too.
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None));

    public IEnumerable<DiagnosticAnalyzer> Analyzers() => Made<DiagnosticAnalyzer>();

    /// <summary>The compilation after an edit of a kind, and the tree that was edited: the former one by now, in another round.</summary>
    public (CSharpCompilation Compilation, SyntaxTree Edited) Edit(CSharpCompilation compilation, string kind, int round)
    {
        var original = kind == "unrelated file" ? Unrelated : Class(0);
        var number = (100 + round).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var edited = kind switch
        {
            "unrelated file" => original.Replace("10", number, StringComparison.Ordinal),
            "comment" => original + "\n// " + number,
            "method body" => Replaced(original, Body, number),
            "member name" => Replaced(original, "Helper0", number),
            "creation" => Replaced(original, Creation!, number),
            _ => Replaced(original, Dimension, number),
        };
        var tree = compilation.SyntaxTrees[kind == "unrelated file" ? 0 : 1];
        var after = tree.WithChangedText(SourceText.From(edited));
        return (compilation.ReplaceSyntaxTree(tree, after), after);
    }

    private static CSharpParseOptions Options => new(LanguageVersion.CSharp12);

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(SourceText.From(text), Options, path);

    /// <summary>The text with a number in place of the one that a part of it ends with.</summary>
    private static string Replaced(string source, string part, string number)
        => source.Contains(part, StringComparison.Ordinal)
            ? source.Replace(part, part.TrimEnd("0123456789".ToCharArray()) + number, StringComparison.Ordinal)
            : throw new InvalidOperationException(part);

    private IEnumerable<T> Made<T>()
        => Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(T).IsAssignableFrom(type) && type.GetConstructor(Type.EmptyTypes) is not null)
        .Select(type => (T)Activator.CreateInstance(type)!);
}
