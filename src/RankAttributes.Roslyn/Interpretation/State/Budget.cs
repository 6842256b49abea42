using System.Runtime.CompilerServices;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>How much one reading may do. A loop over a wrong bound must not hold up an editor.</summary>
internal sealed class Budget(CancellationToken cancellation)
{
    private const int MaxSteps = 250_000;

    // To walk through so many parts, to join them or to add them costs about as much as a statement does.
    private const int WalkedPerStep = 16;
    private const int ComparedPerStep = 4;
    private const int JoinedPerStep = 2;
    private const int AddedPerStep = 2;

    // An object, a call and what runs at last cost as much as some plain statements.
    private const int StepsPerObject = 4;
    private const int StepsPerCall = 4;

    private int steps;

    /// <summary>What the reading has done so far, in statements and what costs as much.</summary>
    public int Spent => steps;

    /// <summary>Whatever is looked at may be walked through from end to end.</summary>
    public void Walk(Content content)
    {
        if (content.Weight >= WalkedPerStep) Step(content.Weight / WalkedPerStep);
    }

    /// <summary>So many things are compared with a type.</summary>
    public void Compare(int things)
    {
        if (things >= ComparedPerStep) Step(things / ComparedPerStep);
    }

    /// <summary>An object is made, which is kept until the reading ends.</summary>
    public void Make() => Step(StepsPerObject);

    /// <summary>Other code is entered, with what it needs.</summary>
    public void Enter() => Step(StepsPerCall);

    /// <summary>A thing gets more parts, all at once.</summary>
    public void Grow(Content? before, Content after)
    {
        var added = after.Weight - (before?.Weight ?? 0);
        if (added >= AddedPerStep) Step(added / AddedPerStep);
    }

    /// <summary>Two states of a thing become one, which may hold the parts of both.</summary>
    public void Join(Content one, Content other) => Step((one.Weight + other.Weight) / JoinedPerStep);

    public void Step(int cost = 1)
    {
        steps += cost;
        if (steps > MaxSteps) throw new ReadingStoppedException("the constructor takes too many steps to follow");
        if (steps >> 8 != (steps - cost) >> 8) cancellation.ThrowIfCancellationRequested();
        RuntimeHelpers.EnsureSufficientExecutionStack();
    }
}

/// <summary>A reading was given up; everything the class holds is unknown for this reason.</summary>
internal sealed class ReadingStoppedException(string reason) : Exception(reason);
