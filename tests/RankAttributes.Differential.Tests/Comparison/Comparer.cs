namespace RankAttributes.Differential.Comparison;

/// <summary>Holds a report against the live module.</summary>
internal static class Comparer
{
    /// <summary>Everything that the report says and is not so, and how many live weights it has exactly.</summary>
    public static (IReadOnlyList<Violation> Violations, int Exact) Compare(ReportedNetwork read, IReadOnlyList<LiveWeight> live)
    {
        var violations = new List<Violation>();
        var certain = read.Certain.GroupBy(matrix => matrix.Tensor, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var exact = 0;
        foreach (var weight in live)
        {
            var names = weight.Names.Select(ReadMatrix.WithoutEnding).ToList();
            var found = names.Where(certain.ContainsKey).ToList();
            if (found.Count > 1) violations.Add(new Violation(ViolationKind.Twice, $"the tied weight {string.Join(" = ", names)}"));
            if (found.Count == 0)
            {
                if (Missed(read, weight, names) is { } missed) violations.Add(missed);
                continue;
            }

            if (weight.Equals(certain[found[0]])) exact++;
            else violations.Add(new Violation(
                certain[found[0]].Select(matrix => matrix.Name).Distinct(StringComparer.Ordinal).Count() < certain[found[0]].Count ? ViolationKind.Twice
                    : ViolationKind.Wrong,
                $"{found[0]} is {string.Join('×', weight.Shape)} and read as {string.Join(", ", certain[found[0]].Select(matrix => $"{matrix.Outputs}×{matrix.Inputs}"))}"));
        }

        var held = live.SelectMany(weight => weight.Names).Select(ReadMatrix.WithoutEnding).ToHashSet(StringComparer.Ordinal);
        violations.AddRange(
            certain.Keys.Where(name => !held.Contains(name))
                .Select(name => new Violation(ViolationKind.Ghost, $"{name}, {certain[name][0].Outputs}×{certain[name][0].Inputs}")));
        return (violations, exact);
    }

    /// <summary>What is wrong with a weight that is not read for certain; <see langword="null"/> where it is one of several that may be, or under an
    /// unknown.</summary>
    private static Violation? Missed(ReportedNetwork read, LiveWeight weight, List<string> names)
    {
        if (names.Any(name => read.Unknown.Any(unknown => unknown.Covers(name)))) return null;
        var possible = read.Possible.Where(matrix => names.Contains(matrix.Tensor)).ToList();
        var text = $"{names[0]}, {string.Join('×', weight.Shape)}";
        if (possible.Count == 0) return new Violation(ViolationKind.Missing, text);
        return possible.Any(matrix => weight.Equals([matrix])) || weight.Equals(possible)
            ? null
            : new Violation(ViolationKind.Wrong, $"{text}, may be {string.Join(", ", possible.Select(matrix => $"{matrix.Outputs}×{matrix.Inputs}"))}");
    }
}
