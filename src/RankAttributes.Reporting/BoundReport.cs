namespace RankAttributes.Reporting;

/// <summary>What a build says about the models of one assembly.</summary>
/// <param name="Assembly">The assembly's simple name.</param>
/// <param name="Models">The models, ordered by type name.</param>
public sealed record BoundReport(string Assembly, IReadOnlyList<ModelReport> Models)
{
    /// <summary>The version of the schema of the JSON form.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Computes the report of an assembly's models.</summary>
    public static BoundReport Of(string assembly, IEnumerable<ReportedModel> models) => new(
        assembly,
        [.. models.OrderBy(model => model.TypeName, StringComparer.Ordinal).Select(ModelReport.Of)]);
}
