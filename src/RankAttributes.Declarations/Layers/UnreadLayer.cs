namespace RankAttributes.Declarations;

/// <summary>A layer, or a dimension of one, that cannot be read from the class.</summary>
/// <param name="Name">The layer, or the member that holds it.</param>
/// <param name="Reason">Why, as the end of a sentence that begins with the name.</param>
internal sealed record UnreadLayer(string Name, string Reason)
{
    /// <summary>Whether it is a module of another class, whose layers are read where that class is.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>The integer that cannot be read, as the source writes it, where a declared dimension could give it a value.</summary>
    public string? Expression { get; init; }
}
