using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RankAttributes.Differential.Hostile;

/// <summary>Makes sources that nobody writes out of sources that people write.</summary>
internal static class Mutator
{
    private const int LongestMutant = 200_000;

    private static readonly string[] Statements =
    [
        "v0 = v0 + v0; ", "w = w + w; ", "RegisterComponents(); ", "parts.AddRange(parts); ", "while (true) { w++; } ", "for (;;) { n += w; } ",
            "if (w > 1) w += n; ",
        "list.Add(this); ", "int Tree(int d) => d < 1 ? 1 : Tree(d - 1) + Tree(d - 1); w = Tree(n + 20); ", "f0 = nn.Sequential(f0, f0); ", "kind += kind; ",
            "return; ", "throw null!; ",
    ];

    /// <summary>A source with a few changes, each of a random kind at a random place.</summary>
    public static string Mutate(string source, Random random)
    {
        for (var change = random.Next(1, 5); change > 0 && source.Length is > 0 and < LongestMutant; change--)
        {
            source = random.Next(4) switch
            {
                0 => Lines(source, random),
                1 => Deep(source, random),
                _ => Tokens(source, random),
            };
        }

        return source;
    }

    private static string Lines(string source, Random random)
    {
        var lines = source.Split('\n').ToList();
        var at = random.Next(lines.Count);
        var other = random.Next(lines.Count);
        switch (random.Next(5))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(other, lines[at]);
                break;
            case 2:
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
            case 3:
                lines.RemoveRange(at, Math.Min(random.Next(1, 12), lines.Count - at));
                break;
            default:
                lines.InsertRange(at, Enumerable.Repeat(lines[other], random.Next(2, 40)));
                break;
        }

        return string.Join('\n', lines);
    }

    private static string Tokens(string source, Random random)
    {
        var tokens = SyntaxFactory.ParseTokens(source).Where(token => !token.IsKind(SyntaxKind.EndOfFileToken)).Select(token => token.ToFullString()).ToList();
        if (tokens.Count == 0) return source;
        var at = random.Next(tokens.Count);
        var other = random.Next(tokens.Count);
        switch (random.Next(6))
        {
            case 0:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens.Insert(at, tokens[at]);
                break;
            case 2:
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            case 3:
                tokens.Insert(at, Statements[random.Next(Statements.Length)]);
                break;
            case 4:
                tokens.RemoveRange(at, Math.Min(random.Next(2, 30), tokens.Count - at));
                break;
            default:
                // A name in place of another: what refers to itself, what is of another type.
                Replace(tokens, token => SyntaxFacts.IsValidIdentifier(token.Trim()), random, _ => tokens[other]);
                break;
        }

        return string.Concat(tokens);
    }

    /// <summary>Something of a depth or size that a person does not write.</summary>
    private static string Deep(string source, Random random)
    {
        var tokens = SyntaxFactory.ParseTokens(source).Select(token => token.ToFullString()).ToList();
        var many = new[] { 10, 100, 400, 1500 }[random.Next(4)];
        switch (random.Next(6))
        {
            case 0:
                Replace(tokens, IsNumber, random, number => new string('(', many) + number.Trim() + new string(')', many) + " ");
                break;
            case 1:
                Replace(tokens, IsNumber, random, number => $"({number.Trim()}{string.Concat(Enumerable.Repeat(" + 1", many))}) ");
                break;
            case 2:
                Replace(tokens, token => token.TrimEnd().EndsWith(';'), random, end =>
                    end + string.Concat(Enumerable.Repeat(Statements[random.Next(Statements.Length)], Math.Min(many, 40))));
                break;
            case 3:
                Replace(tokens, token => token.TrimEnd().EndsWith(';'), random, end =>
                    end + string.Concat(Enumerable.Repeat("if (w > 0) { ", many)) + new string('}', many));
                break;
            case 4:
                Replace(tokens, token => token.TrimEnd().EndsWith(';'), random, end =>
                    end + "parts.Add(" + string.Concat(Enumerable.Repeat("nn.Sequential(", many)) + "ReLU()" + new string(')', many) + ");");
                break;
            default:
                Replace(tokens, IsNumber, random, _ => new[] { "int.MaxValue", "0", "-1", "9999999999999", "1e300", "int.MinValue" }[random.Next(6)] + " ");
                break;
        }

        return string.Concat(tokens);
    }

    private static void Replace(List<string> tokens, Func<string, bool> which, Random random, Func<string, string> by)
    {
        var start = random.Next(Math.Max(1, tokens.Count));
        for (var step = 0; step < tokens.Count; step++)
        {
            var index = (start + step) % tokens.Count;
            if (!which(tokens[index])) continue;
            tokens[index] = by(tokens[index]);
            return;
        }
    }

    private static bool IsNumber(string token) => long.TryParse(token.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
