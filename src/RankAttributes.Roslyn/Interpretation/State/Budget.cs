using System.Runtime.CompilerServices;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>How much one reading may do. A loop over a wrong bound must not hold up an editor.</summary>
internal sealed class Budget(CancellationToken cancellation)
{
    private const int MaxSteps = 400_000;

    private int steps;

    public void Step(int cost = 1)
    {
        steps += cost;
        if (steps > MaxSteps) throw new ReadingStoppedException("the constructor takes too many steps to follow");
        if ((steps & 0xFF) == 0) cancellation.ThrowIfCancellationRequested();
        RuntimeHelpers.EnsureSufficientExecutionStack();
    }
}

/// <summary>A reading was given up; everything the class holds is unknown for this reason.</summary>
internal sealed class ReadingStoppedException(string reason) : Exception(reason);
