namespace RankAttributes.Build.Report;

/// <summary>How much of each model a page shows. The JSON form has everything.</summary>
/// <param name="IsFolded">Whether a model is folded away until it is asked for.</param>
/// <param name="IsBrief">Whether there are figures and explanations, or only what decides.</param>
/// <param name="MaxLayers">The most layers in a table; those with the smallest shares are added up.</param>
/// <param name="MaxItems">The most creations and unread layers.</param>
internal sealed record Detail(bool IsFolded, bool IsBrief, int MaxLayers, int MaxItems)
{
    private const int ManyModels = 12;

    /// <summary>Whether a model may be shown in part.</summary>
    public bool IsShortened => MaxLayers < int.MaxValue;

    /// <summary>What a page of so many models may show, most first.</summary>
    public static IReadOnlyList<Detail> Levels(int models)
    {
        var isFolded = models > ManyModels;
        return
        [
            new(isFolded, false, int.MaxValue, int.MaxValue),
            new(isFolded, false, 60, 60),
            new(isFolded, true, 24, 12),
            new(isFolded, true, 6, 3),
        ];
    }
}
