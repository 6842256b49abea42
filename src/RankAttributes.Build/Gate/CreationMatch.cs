using RankAttributes.Build.Report;

namespace RankAttributes.Build.Gate;

/// <summary>Finds for each creation the numbers of a baseline that it is compared with.</summary>
internal static class CreationMatch
{
    /// <summary>
    /// A creation is compared with the same expression in the same member, else with the next one of that member, because a larger argument is another
    /// expression, else with the largest that the baseline knows of the model.
    /// </summary>
    public static IEnumerable<(ReportedCreation Creation, BaselineNumbers Former)> Of(IReadOnlyList<ReportedCreation> creations, BaselineModel former)
    {
        var left = former.Creations.ToList();
        var matched = new BaselineNumbers?[creations.Count];
        Take(static (now, then) => now.Member == then.Member && now.Point.Expression == then.Expression);
        Take(static (now, then) => now.Member == then.Member);
        return creations.Select((creation, index) => (creation, matched[index] ?? former.Largest));

        void Take(Func<ReportedCreation, BaselineCreation, bool> isSame)
        {
            for (var index = 0; index < creations.Count; index++)
            {
                if (matched[index] is not null || left.FindIndex(then => isSame(creations[index], then)) is not (>= 0 and var found)) continue;
                matched[index] = left[found].Numbers;
                left.RemoveAt(found);
            }
        }
    }
}
