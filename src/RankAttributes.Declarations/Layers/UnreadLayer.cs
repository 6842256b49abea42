namespace RankAttributes.Declarations;

/// <summary>A layer, or a dimension of one, that cannot be read from the class.</summary>
/// <param name="Name">The layer, or the member that holds it.</param>
/// <param name="Reason">Why, as the end of a sentence that begins with the name.</param>
internal sealed record UnreadLayer(string Name, string Reason)
{
    /// <summary>The reason for code in which the compiler finds errors of its own.</summary>
    public const string BeingTyped = "it is still being typed";

    /// <summary>Whether the compiler's own errors say what is wrong, so that nothing needs to be added.</summary>
    public bool IsBeingTyped => Reason == BeingTyped;

    /// <summary>Whether the declaration of its assembly is of another version, or damaged.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Whether it is a module of another class, whose layers are read where that class is.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>The integer that cannot be read, as the source writes it, where a declared dimension could give it a value.</summary>
    public string? Expression { get; init; }
}
