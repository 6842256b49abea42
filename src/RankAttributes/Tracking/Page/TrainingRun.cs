namespace RankAttributes.Tracking.Page;

/// <summary>A training run as its page shows it.</summary>
/// <param name="History">The snapshots in the order of their steps, at least one.</param>
/// <param name="Certification">What is guaranteed at the end; <see langword="null"/> before.</param>
/// <param name="IsComplete">Whether the run is over; the page of a run that continues reloads itself.</param>
internal sealed record TrainingRun(IReadOnlyList<BoundSnapshot> History, Certification? Certification, bool IsComplete)
{
    /// <summary>The last snapshot.</summary>
    public BoundSnapshot Newest => History[^1];

    /// <summary>Whether every snapshot has an epoch and no two share one, so that the axis can count epochs.</summary>
    public bool HasEpochs { get; } = CountsEpochs(History);

    /// <summary>What the axis across counts.</summary>
    public string Across => HasEpochs ? "epoch" : "step";

    /// <summary>Where a snapshot lies on the axis across.</summary>
    public double Place(BoundSnapshot snapshot) => HasEpochs ? snapshot.Progress.Epoch!.Value : snapshot.Progress.Step;

    private static bool CountsEpochs(IReadOnlyList<BoundSnapshot> history)
    {
        for (var index = 0; index < history.Count; index++)
        {
            if (history[index].Progress.Epoch is not { } epoch || (index > 0 && epoch <= history[index - 1].Progress.Epoch)) return false;
        }

        return true;
    }
}
