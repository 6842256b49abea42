namespace RankAttributes.Reporting;

/// <summary>The shape of one layer where a model is created.</summary>
/// <param name="Outputs">Rows m, or 0 where they are not known.</param>
/// <param name="Inputs">Columns n, or 0 where they are not known.</param>
public readonly record struct LayerShape(long Outputs, long Inputs);

/// <summary>A creation of a model whose class leaves sizes open: <c>new Mlp(784, 512)</c>.</summary>
/// <param name="Expression">The creation as the source writes it.</param>
/// <param name="Member">The member it stands in: <c>Program.Main</c>.</param>
/// <param name="Shapes">The shapes at this creation, one for each layer of the model and in their order.</param>
public sealed record ReportedCreation(string Expression, string Member, IReadOnlyList<LayerShape> Shapes)
{
    /// <summary>Where the creation is written.</summary>
    public SourcePlace Place { get; init; }
}
