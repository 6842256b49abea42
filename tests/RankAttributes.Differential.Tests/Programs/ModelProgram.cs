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

    /// <summary>The program as one file, in a namespace of that number.</summary>
    public string Source(int number)
    {
        var names = 0;
        var text = new StringBuilder();
        text.Append(Vocabulary.Usings).Append(CultureInfo.InvariantCulture, $"namespace P{number};\n");
        foreach (var type in Types) text.Append(type).Append('\n');
        text.Append("[SchattenRegularize(0.5), TrainingData(1)]\n").Append(Head).Append("\n{\n");
        foreach (var member in Members) text.Append(member).Append('\n');
        text.Append(Signature).Append("\n{\n");
        Body.Write(text, ref names);
        text.Append("RegisterComponents();\n}\n}\npublic static class Creation { public static Net Make() { ")
            .Append(Before).Append(" return new Net(").Append(Creation).Append("); } }\n");
        return text.ToString();
    }

    /// <summary>The program with one part taken away, largest parts first.</summary>
    public IEnumerable<ModelProgram> Smaller()
    {
        foreach (var body in Body.Smaller()) yield return this with { Body = body };
        foreach (var types in Fewer(Types)) yield return this with { Types = types };
        foreach (var members in Fewer(Members)) yield return this with { Members = members };
    }

    private static IEnumerable<IReadOnlyList<string>> Fewer(IReadOnlyList<string> parts)
    {
        for (var length = parts.Count; length > 0; length /= 2)
        {
            for (var start = 0; start < parts.Count; start += length) yield return [.. parts.Take(start), .. parts.Skip(start + length)];
        }
    }
}
