using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>A model on a page: its report and the identifier of its part of the page.</summary>
internal sealed record PageModel(ReportedModel Report, string Assembly, string Id, Detail Detail)
{
    public ModelPrediction Prediction => Report.Prediction;

    public ModelDeclaration Model => Report.Declared;

    /// <summary>The bounds to compare with.</summary>
    public IReadOnlyList<ComparedBound> Comparison { get; } = ComparedBound.Compare(Report.Prediction);

    /// <summary>The verdict as a word in its colour; the word alone says it too.</summary>
    public static Markup Chip(ModelPrediction prediction)
        => Markup.Of($"""<span class="chip {Class(prediction.Verdict)}">{Wording.Verdict(prediction)}</span>""");

    /// <summary>Whether training kept the rank budgets, in the same form; nothing where no record is at hand.</summary>
    public static Markup Chip(TrainedPrediction? trained) => trained is null ? Markup.Empty
        : Markup.Of($"""<span class="chip {Class(trained)}">{TrainedText.Verdict(trained)}</span>""");

    /// <summary>How many items a shortened list leaves out.</summary>
    public static Markup More(int count, string items) => count <= 0 ? Markup.Empty : Markup.Of($"<li>{Figure.Size(count)} more {items}</li>");

    private static string Class(TrainedPrediction trained) => trained.Exceeded.Count > 0 ? "over" : trained.IsWithinBudgets ? "fits" : "open";

    public static string Class(Verdict verdict) => verdict switch
    {
        Verdict.Fits => "fits",
        Verdict.TooFewSamples => "over",
        _ => "open",
    };
}
