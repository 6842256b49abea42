namespace RankAttributes.Pages;

/// <summary>A sentence with formulas in plain text, <c>‖A‖_F</c> and <c>σ^p</c>, as markup with indices and exponents of one letter.</summary>
public static class Formula
{
    /// <summary>The sentence, escaped.</summary>
    public static Markup Of(string text)
    {
        var parts = new List<Markup>();
        var from = 0;
        for (var at = 1; at + 1 < text.Length; at++)
        {
            if (text[at] is not ('^' or '_') || !char.IsLetterOrDigit(text[at + 1]) || (at + 2 < text.Length && char.IsLetter(text[at + 2]))) continue;
            var small = text.Substring(at + 1, 1);
            parts.Add(Markup.Of($"{text.Substring(from, at - from)}"));
            parts.Add(text[at] == '^' ? Markup.Of($"<sup>{small}</sup>") : Markup.Of($"<sub>{small}</sub>"));
            from = at + 2;
        }

        parts.Add(Markup.Of($"{text.Substring(from)}"));
        return Markup.Join(parts);
    }
}
