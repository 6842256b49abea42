namespace RankAttributes.Build.Report;

/// <summary>A model where its sizes are chosen: <c>new Mlp(784, 512)</c>.</summary>
/// <param name="Expression">The creation as the source writes it.</param>
/// <param name="Member">The member it stands in, in words: <c>Program.Main</c>.</param>
/// <param name="Layers">The weight matrices it makes, from input to output.</param>
/// <param name="Unread">What could not be read.</param>
internal sealed record ReportedCreation(string Expression, string Member, IReadOnlyList<ReportedLayer> Layers, IReadOnlyList<UnreadLayer> Unread)
{
    /// <summary>Where the creation is written.</summary>
    public SourcePlace Place { get; init; }
}
