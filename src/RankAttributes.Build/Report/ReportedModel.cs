using RankAttributes.Declarations;

namespace RankAttributes.Build.Report;

/// <summary>A model of a compiled assembly in a report.</summary>
/// <param name="Prediction">The declared network and its numbers.</param>
internal sealed record ReportedModel(ModelPrediction Prediction)
{
    /// <summary>Where the class is written.</summary>
    public SourcePlace Place { get; init; }

    /// <summary>The same model at each creation that the compiler saw, in the order of the assembly.</summary>
    public IReadOnlyList<ReportedCreation> Creations { get; init; } = [];

    /// <summary>The ranks that training reached beside the declared ones; <see langword="null"/> where no record is at hand.</summary>
    public TrainedPrediction? Trained { get; init; }

    /// <summary>The network.</summary>
    public ModelDeclaration Declared => Prediction.Model;

    /// <summary>Reports a declaration that was compared with the data it declares itself.</summary>
    public static ReportedModel Of(ModelDeclaration declared) => new(ModelPrediction.Of(declared, declared.Data));
}
