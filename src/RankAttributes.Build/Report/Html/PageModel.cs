using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>A model on a page: its report and the identifier of its part of the page.</summary>
internal sealed record PageModel(ModelReport Report, string Assembly, string Id)
{
    public ReportedModel Model => Report.Model;

    /// <summary>The verdict as a word in its colour; the word alone says it too.</summary>
    public static Markup Chip(ModelReport model) => Markup.Of($"""<span class="chip {Class(model.Verdict)}">{ReportText.Words(model)}</span>""");

    public static string Class(Verdict verdict) => verdict switch
    {
        Verdict.Fits => "fits",
        Verdict.TooFewSamples => "over",
        _ => "open",
    };
}
