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
            if (scan.IsDeepAfter(chunk, count)) return true;
        }

        return false;
    }

    private sealed class Scan
    {
        // Tokens in each open bracket since its last separator. Commas between type arguments separate nothing, and semicolons in the head of a loop.
        private readonly int[] tokens = new int[MaxBrackets + 1];
        private readonly int[] angles = new int[MaxBrackets + 1];
        private readonly bool[] areRound = new bool[MaxBrackets + 1];
        private readonly char[] wordAfterBlock = new char[6];
        private int brackets;
        private int open;
        private char before;
        private bool isComment;
        private bool hasQuotes;
        private bool isAfterBlock;
        private bool isWord;
        private int lettersAfterBlock;

        private bool IsDeep => brackets == MaxBrackets || open > MaxTokens;

        /// <summary>Reads on. It runs at every keystroke, over the file that is edited: what comes most, letters and blanks, is passed over first.</summary>
        public bool IsDeepAfter(char[] text, int count)
        {
            for (var index = 0; index < count; index++)
            {
                var next = text[index];
                if (isComment)
                {
                    if (next is '\n' or '\r') (isComment, hasQuotes, before) = (false, false, next);
                    continue;
                }

                if (next is >= 'a' and <= 'z' or '_' || (next != ' ' && char.IsLetterOrDigit(next)))
                {
                    if (!isWord || lettersAfterBlock > 0) Word(isFirst: !isWord, next);
                    isWord = true;
                    continue;
                }

                if (isWord)
                {
                    if (lettersAfterBlock > 0) EndWordAfterBlock();
                    (isWord, before) = (false, 'a');
                }

                if (next > ' ')
                {
                    if (next == '/' && !hasQuotes && (before == '/' || (index + 1 < count && text[index + 1] == '/'))) isComment = true;
                    else Sign(before, next);
                }
                else if (next is '\n' or '\r')
                {
                    hasQuotes = false;
                }

                before = next;
                if (IsDeep) return true;
            }

            return IsDeep;
        }

        private void Word(bool isFirst, char letter)
        {
            if (isFirst)
            {
                Count();
                if (!isAfterBlock) return;
                (isAfterBlock, lettersAfterBlock) = (false, 0);
            }
            else if (lettersAfterBlock == 0)
            {
                return;
            }

            if (lettersAfterBlock < wordAfterBlock.Length) wordAfterBlock[lettersAfterBlock] = letter;
            lettersAfterBlock++;
        }

        // The next member or statement begins, unless the block is part of an expression or of a condition.
        private void EndWordAfterBlock()
        {
            var goesOn = lettersAfterBlock <= wordAfterBlock.Length
                && new string(wordAfterBlock, 0, lettersAfterBlock) is "switch" or "with" or "else" or "is" or "as" or "and" or "or" or "when";
            lettersAfterBlock = 0;
            if (goesOn) return;
            Separate();
            Count();
        }

        private void Sign(char previous, char sign)
        {
            // What comes after quotation marks may be text.
            if (sign == '"') hasQuotes = true;

            // The attributes of the next member; to index what was made is one level.
            if (isAfterBlock && sign == '[') Separate();
            isAfterBlock = sign == '}' || (isAfterBlock && sign == '#');
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
