namespace RankAttributes.Build.Report;

/// <summary>What a build says about the models of one assembly.</summary>
/// <param name="Assembly">The assembly's simple name.</param>
/// <param name="Models">The models, ordered by type name.</param>
internal sealed record BoundReport(string Assembly, IReadOnlyList<ReportedModel> Models)
{
    /// <summary>The version of the schema of the JSON form.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Diagnostics that the user suppressed, ordered by rule and place.</summary>
    public IReadOnlyList<SuppressedDiagnostic> Suppressed { get; init; } = [];

    /// <summary>The reason why there may be suppressed diagnostics beside those; <see langword="null"/> where there are none.</summary>
    public string? SuppressedUnknown { get; init; }

    /// <summary>What training records could not be compared, as sentences without a period.</summary>
    public IReadOnlyList<string> RecordGaps { get; init; } = [];

    /// <summary>Computes the report of an assembly's models.</summary>
    public static BoundReport Of(string assembly, IEnumerable<ReportedModel> models, IEnumerable<SuppressedDiagnostic>? suppressed = null) => new(
        assembly,
        [.. models.OrderBy(model => model.Declared.TypeName, StringComparer.Ordinal)])
    {
        Suppressed =
        [
            .. (suppressed ?? []).Distinct()
                .OrderBy(item => item.Id, StringComparer.Ordinal)
                .ThenBy(item => item.Place.File, StringComparer.Ordinal)
                .ThenBy(item => item.Place.Line)
                .ThenBy(item => item.How, StringComparer.Ordinal),
        ],
    };
}
