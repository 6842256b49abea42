using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>What the code that is walked through does to the values of a reading.</summary>
/// <param name="Reason">Why they are unknown afterwards.</param>
/// <param name="IsLoop">Whether it is a loop of which one pass stands for all.</param>
/// <param name="Around">What the code belongs to.</param>
internal sealed record Effect(string Reason, bool IsLoop, Surrounding Around)
{
    // Copies of an effect share it: a body that comes to call itself is walked once for each object it is called on.
    private readonly HashSet<(IOperation Body, bool IsLoop, Value? Instance)> entered = [];
    private readonly System.Runtime.CompilerServices.StrongBox<bool> hasSet = new();

    /// <summary>Whether a variable or member was set.</summary>
    public bool HasSet => hasSet.Value;

    public void Note() => hasSet.Value = true;

    public bool Enter(IOperation body) => entered.Add((body, IsLoop, Around.Instance));
}
