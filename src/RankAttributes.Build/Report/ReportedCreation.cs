using RankAttributes.Declarations;

namespace RankAttributes.Build.Report;

/// <summary>A model at one of its creations.</summary>
/// <param name="Point">The creation as the source writes it.</param>
/// <param name="Member">The member that holds it, in words: <c>Program.Main</c>.</param>
/// <param name="Prediction">The numbers with the sizes chosen there.</param>
internal sealed record ReportedCreation(CreationPoint Point, string Member, ModelPrediction Prediction)
{
    /// <summary>Where the creation is written.</summary>
    public SourcePlace Place { get; init; }
}
