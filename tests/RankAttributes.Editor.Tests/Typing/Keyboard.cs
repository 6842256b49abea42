using System.Text;

namespace RankAttributes.Editor.Tests.Typing;

/// <summary>A text as it stands after each key, typed from the first character to the last.</summary>
internal static class Keyboard
{
    private const string Opening = "([{\"";
    private const string Closing = ")]}\"";

    /// <summary>Every prefix that ends with something to see.</summary>
    public static IEnumerable<string> Plain(string text)
    {
        for (var length = 1; length <= text.Length; length++)
        {
            if (!char.IsWhiteSpace(text[length - 1])) yield return text[..length];
        }
    }

    /// <summary>The same with the brackets and quotes that an editor adds behind the caret, and that are typed over.</summary>
    public static IEnumerable<string> WithClosingBrackets(string text)
    {
        var typed = new StringBuilder();
        var behind = new Stack<char>();
        foreach (var key in text)
        {
            if (behind.Count > 0 && behind.Peek() == key) behind.Pop();
            else if (Opening.IndexOf(key, StringComparison.Ordinal) is >= 0 and var bracket) behind.Push(Closing[bracket]);
            typed.Append(key);
            if (!char.IsWhiteSpace(key)) yield return typed + string.Concat(behind);
        }
    }
}
