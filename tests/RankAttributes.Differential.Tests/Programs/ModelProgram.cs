using System.Globalization;
using System.Text;

namespace RankAttributes.Differential.Programs;

/// <summary>A random model class with what it needs and one creation of it.</summary>
/// <param name="Head">The class's modifiers, name, parameters and base.</param>
/// <param name="Types">Classes and records beside the model.</param>
/// <param name="Members">Fields, properties and helpers.</param>
/// <param name="Signature">What stands before the constructor's body.</param>
/// <param name="Body">The constructor's statements.</param>
/// <param name="Creation">The arguments of the creation.</param>
internal sealed record ModelProgram(
    string Head, IReadOnlyList<string> Types, IReadOnlyList<string> Members, string Signature, Statement Body, string Creation)
{
    /// <summary>Whether everything that the constructor depends on can be computed from the source.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Statements before the creation.</summary>
    public string Before { get; init; } = "";

    /// <summary>How the program is cut into files; 0 for one file.</summary>
    public int Cut { get; init; }

    /// <summary>Whether a second file creates the model too, with a configuration whose class has the name of the first file's.</summary>
    public bool IsCreatedTwice => Cut > 0 && Types.Any(type => type.Contains("class Config", StringComparison.Ordinal));

    /// <summary>
    /// The program's files, in a namespace of that number. Cut, it has its types, two parts of the class and its creations in files of their own, in one
    /// order or the other, with the constructor in the first part or the second.
    /// </summary>
    public IReadOnlyList<string> Files(int number)
    {
        if (Cut == 0) return [Source(number)];
        var head = Vocabulary.Usings + string.Create(CultureInfo.InvariantCulture, $"namespace P{number};\n");
        var (names, constructor) = (0, new StringBuilder());
        Constructor(constructor, ref names);
        var isFirst = Cut % 2 == 0;
        var half = Cut % 3 == 0 ? Members.Count : Members.Count / 2;
        var first = $"{head}[SchattenRegularize(0.5), TrainingData(1)]\n{Head}\n{{\n{string.Join('\n', Members.Take(half))}\n"
            + $"{(isFirst ? constructor : "")}}}\n";
        var second = $"{head}public partial class Net\n{{\n{string.Join('\n', Members.Skip(half))}\n{(isFirst ? "" : constructor)}}}\n";
        string[] files =
        [
            head + string.Join('\n', Types).Replace("int Or", "virtual int Or", StringComparison.Ordinal), first, second,
            .. IsCreatedTwice ? [head + Owned("Creation", "A + 2"), head + Owned("Again", "B + 5")] : new[] { head + Created("Creation") },
        ];
        return Cut > 4 ? [.. files.Reverse()] : files;
    }

    /// <summary>The program as one file, in a namespace of that number.</summary>
    public string Source(int number)
    {
        var names = 0;
        var text = new StringBuilder();
        text.Append(Vocabulary.Usings).Append(CultureInfo.InvariantCulture, $"namespace P{number};\n");
        foreach (var type in Types) text.Append(type).Append('\n');
        text.Append("[SchattenRegularize(0.5), TrainingData(1)]\n").Append(Head).Append("\n{\n");
        foreach (var member in Members) text.Append(member).Append('\n');
        Constructor(text, ref names);
        return text.Append("}\n").Append(Created("Creation")).ToString();
    }

    /// <summary>The program with one part taken away, largest parts first.</summary>
    public IEnumerable<ModelProgram> Smaller()
    {
        if (Cut > 0) yield return this with { Cut = 0 };
        foreach (var body in Body.Smaller()) yield return this with { Body = body };
        foreach (var types in Fewer(Types)) yield return this with { Types = types };
        foreach (var members in Fewer(Members)) yield return this with { Members = members };
    }

    private void Constructor(StringBuilder text, ref int names)
    {
        text.Append(Signature).Append("\n{\n");
        Body.Write(text, ref names);
        text.Append("RegisterComponents();\n}\n");
    }

    private string Created(string name) => $"public static class {name} {{ public static Net Make() {{ {Before} return new Net({Creation}); }} }}\n";

    // The two hold the same, and are told apart by their code alone.
    private string Owned(string name, string size)
        => $"file sealed class Own : Config {{ public override int Or => {size}; }}\n" + Created(name)
            .Replace("new Config", "new Own", StringComparison.Ordinal).Replace("new() {", "new Own {", StringComparison.Ordinal);

    private static IEnumerable<IReadOnlyList<string>> Fewer(IReadOnlyList<string> parts)
    {
        for (var length = parts.Count; length > 0; length /= 2)
        {
            for (var start = 0; start < parts.Count; start += length) yield return [.. parts.Take(start), .. parts.Skip(start + length)];
        }
    }
}
