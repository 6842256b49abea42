namespace RankAttributes.Reporting;

/// <summary>A model at one of its creations.</summary>
/// <param name="Creation">The creation.</param>
/// <param name="Report">The numbers with the sizes chosen there.</param>
public sealed record CreationReport(ReportedCreation Creation, ModelReport Report);

internal static class Creations
{
    /// <summary>The model with the sizes of a creation; a layer that the creation says nothing about keeps its own.</summary>
    public static ReportedModel At(this ReportedModel model, ReportedCreation creation) => model with
    {
        Layers = [.. model.Layers.Select((layer, index) => index < creation.Shapes.Count
            ? layer with { Outputs = creation.Shapes[index].Outputs, Inputs = creation.Shapes[index].Inputs }
            : layer)],
        Creations = [],
    };
}
