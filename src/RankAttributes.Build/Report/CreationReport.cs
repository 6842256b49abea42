namespace RankAttributes.Build.Report;

/// <summary>A model at one of its creations.</summary>
/// <param name="Creation">The creation.</param>
/// <param name="Report">The numbers with the sizes chosen there.</param>
internal sealed record CreationReport(ReportedCreation Creation, ModelReport Report);
