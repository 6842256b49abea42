using System.Text;

namespace RankAttributes.Pages;

/// <summary>The style and script files that are part of this library.</summary>
internal static class PageResource
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(PageResource).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return "\n" + reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
