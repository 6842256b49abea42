using System.Text;
using System.Xml;

namespace RankAttributes.Pages;

/// <summary>Text as XML can hold it. A name may have characters that XML forbids even escaped, and the plotting library then fails.</summary>
internal static class XmlText
{
    /// <summary>The text with a space for each character that XML cannot hold.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1])) clean.Append(text[index]).Append(text[++index]);
            else clean.Append(XmlConvert.IsXmlChar(text[index]) && !char.IsControl(text[index]) ? text[index] : ' ');
        }

        return clean.ToString();
    }
}
