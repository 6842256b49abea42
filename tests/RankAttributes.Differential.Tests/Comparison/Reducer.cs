using RankAttributes.Differential.Programs;

namespace RankAttributes.Differential.Comparison;

/// <summary>Takes parts away from a program as long as it still shows a violation of the same kind.</summary>
internal static class Reducer
{
    private const int MaxRounds = 60;
    private const int MaxCandidates = 60;

    public static ModelProgram Reduce(ModelProgram program, ViolationKind kind)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var candidates = program.Smaller().ToList();
            var next = candidates.Chunk(MaxCandidates).Select(chunk => Smallest(chunk, kind)).FirstOrDefault(smaller => smaller is not null);
            if (next is null) return program;
            program = next;
        }

        return program;
    }

    private static ModelProgram? Smallest(IReadOnlyList<ModelProgram> candidates, ViolationKind kind)
        => Batch.Run(candidates, analyzes: kind is ViolationKind.Views or ViolationKind.Failure)
        .Zip(candidates)
        .Where(pair => pair.First.Violations.Any(violation => violation.Kind == kind))
        .Select(pair => pair.Second)
        .MinBy(candidate => candidate.Source(0).Length);
}
