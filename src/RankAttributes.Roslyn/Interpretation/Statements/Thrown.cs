using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Exceptions on their way to a handler, out of whatever calls are open.</summary>
internal sealed class Thrown(Interpreter interpreter)
{
    private readonly List<ThrownException> pending = [];

    /// <summary>How many <c>try</c> statements are open.</summary>
    public int OpenAttempts { get; set; }

    /// <summary>Whether a handler may see an exception.</summary>
    public bool IsWatched => OpenAttempts > 0;

    public int Count => pending.Count;

    /// <summary>Leaves the present path with an exception.</summary>
    /// <param name="type">The type of the exception; <see langword="null"/> where it is not known.</param>
    public Value Throw(ITypeSymbol? type)
    {
        if (OpenAttempts > 0) pending.Add(new ThrownException(type, interpreter.Facts.Count, interpreter.Store.Save()));
        return new NeverValue();
    }

    /// <summary>Leaves the present path with an exception of the framework, where a handler may see it.</summary>
    /// <param name="name">The full name of its type.</param>
    /// <param name="reason">Why there is no value, where nothing handles it.</param>
    public Value Throw(string name, string reason)
        => OpenAttempts > 0 && interpreter.Source.TypeNamed(name) is { } type ? Throw(type) : interpreter.Doubt(reason);

    /// <summary>Before something that may throw: a library may refuse what is known, and what is not known may be nothing.</summary>
    public void Refuse() => interpreter.Doubt("it may be refused");

    /// <summary>The exceptions since a point, which are no longer on their way.</summary>
    public IReadOnlyList<ThrownException> Take(int since)
    {
        var taken = pending.GetRange(since, pending.Count - since);
        pending.RemoveRange(since, taken.Count);
        return taken;
    }

    /// <summary>Passes on exceptions that have no handler.</summary>
    public void Pass(IEnumerable<ThrownException> exceptions) => pending.AddRange(exceptions);
}

/// <summary>An exception that was thrown.</summary>
/// <param name="Type">Its type; <see langword="null"/> where it is not known.</param>
/// <param name="Facts">How many conditions without a value were open.</param>
/// <param name="State">The state that leaves.</param>
internal sealed record ThrownException(ITypeSymbol? Type, int Facts, Snapshot State);
