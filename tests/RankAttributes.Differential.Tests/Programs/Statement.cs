using System.Text;

namespace RankAttributes.Differential.Programs;

/// <summary>A statement of a random program. A <c>§</c> in its text is replaced by a number of its own, so that names do not collide.</summary>
/// <param name="Open">The text before the nested statements.</param>
/// <param name="Body">The nested statements.</param>
/// <param name="Close">The text after them.</param>
internal sealed record Statement(string Open, IReadOnlyList<Statement> Body, string Close)
{
    public static Statement Line(string text) => new(text, [], "");

    public static Statement Block(string head, params IReadOnlyList<Statement> body) => new(head + " {", body, "}");

    public static Statement Sequence(params IReadOnlyList<Statement> body) => new("", body, "");

    public void Write(StringBuilder text, ref int names)
    {
        var name = (names++).ToString(System.Globalization.CultureInfo.InvariantCulture);
        text.Append(Open.Replace("§", name, StringComparison.Ordinal)).Append('\n');
        foreach (var statement in Body) statement.Write(text, ref names);
        if (Close.Length > 0) text.Append(Close.Replace("§", name, StringComparison.Ordinal)).Append('\n');
    }

    /// <summary>The statement with one part taken away, largest parts first.</summary>
    public IEnumerable<Statement> Smaller()
    {
        for (var half = Body.Count / 2; half > 1; half /= 2)
        {
            for (var start = 0; start < Body.Count; start += half) yield return this with { Body = [.. Body.Take(start), .. Body.Skip(start + half)] };
        }

        for (var index = 0; index < Body.Count; index++)
        {
            yield return this with { Body = [.. Body.Take(index), .. Body.Skip(index + 1)] };
            if (Body[index].Body.Count > 0) yield return this with { Body = [.. Body.Take(index), .. Body[index].Body, .. Body.Skip(index + 1)] };
        }

        for (var index = 0; index < Body.Count; index++)
        {
            foreach (var smaller in Body[index].Smaller()) yield return this with { Body = [.. Body.Take(index), smaller, .. Body.Skip(index + 1)] };
        }
    }
}
