using Microsoft.CodeAnalysis.Text;

namespace RankAttributes.Roslyn.Reading;

/// <summary>
/// Whether code may be nested deeply, told from its text alone: to be wrong costs a thread where it is not, and so strings are not told from code. Whatever
/// is nested has a token for each level that neither a comma nor the end of a statement comes after, and so their number is a bound on the depth.
/// </summary>
internal static class Depth
{
    private const int MaxBrackets = 32;
    private const int MaxTokens = 250;
    private const int ChunkSize = 4_096;

    /// <summary>Whether brackets are nested deeply, or many tokens may be.</summary>
    public static bool LooksDeep(SourceText text)
    {
        var scan = new Scan();
        var chunk = new char[Math.Min(ChunkSize, text.Length)];
        for (var start = 0; start < text.Length; start += chunk.Length)
        {
            var count = Math.Min(chunk.Length, text.Length - start);
            text.CopyTo(start, chunk, 0, count);
            for (var index = 0; index < count; index++)
            {
                scan.Add(chunk[index]);
                if (scan.IsDeep) return true;
            }
        }

        return false;
    }

    private sealed class Scan
    {
        // Tokens in each open bracket since its last separator. Commas between type arguments separate nothing, and semicolons in the head of a loop.
        private readonly int[] tokens = new int[MaxBrackets + 1];
        private readonly int[] angles = new int[MaxBrackets + 1];
        private readonly bool[] areRound = new bool[MaxBrackets + 1];
        private int brackets;
        private int open;
        private char before;
        private bool isComment;
        private bool hasQuotes;
        private bool isAfterBlock;

        public bool IsDeep => brackets == MaxBrackets || open > MaxTokens;

        public void Add(char next)
        {
            var previous = before;
            before = next;
            if (next is '\n' or '\r') (isComment, hasQuotes) = (false, false);
            if (isComment || next <= ' ') return;

            // What comes after quotation marks may be text.
            if (next == '"') hasQuotes = true;
            if (next == '/' && previous == '/' && !hasQuotes) isComment = true;
            else if (char.IsLetterOrDigit(next) || next == '_') Word(isFirst: !(char.IsLetterOrDigit(previous) || previous == '_'), next);
            else Sign(previous, next);
        }

        private void Word(bool isFirst, char letter)
        {
            if (!isFirst) return;

            // The next member or statement begins, unless the block is part of an expression: switch, with, else, is, as, and, or, when.
            if (isAfterBlock && letter is not ('s' or 'w' or 'e' or 'i' or 'a' or 'o')) Separate();
            isAfterBlock = false;
            Count();
        }

        private void Sign(char previous, char sign)
        {
            isAfterBlock = sign == '}';
            switch (sign)
            {
                case '(' or '[' or '{':
                    Count();
                    brackets++;
                    (tokens[brackets], angles[brackets], areRound[brackets]) = (0, 0, sign == '(');
                    break;
                case ')' or ']' or '}' when brackets > 0:
                    Separate();
                    brackets--;
                    break;
                case ',' when angles[brackets] == 0:
                case ';' when !areRound[brackets]:
                    Separate();
                    break;
                default:
                    if (sign == '<') angles[brackets]++;
                    else if (sign == '>' && previous != '=' && angles[brackets] > 0) angles[brackets]--;
                    Count();
                    break;
            }
        }

        private void Count() => (tokens[brackets], open) = (tokens[brackets] + 1, open + 1);

        private void Separate() => (tokens[brackets], angles[brackets], open) = (0, 0, open - tokens[brackets]);
    }
}
