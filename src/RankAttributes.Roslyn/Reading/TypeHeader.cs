namespace RankAttributes.Roslyn.Reading;

/// <summary>The head of a partial type declaration: <c>class</c>, <c>record struct</c>, …; the name with its type parameters.</summary>
internal sealed record TypeHeader(string Keyword, string Name);
