using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Code that somebody outside of the reading keeps: a function that a library got, a query that it walks through when it likes, an asynchronous method that
/// continues by itself. It may run at any time from then on, so that no statement leaves anything known of what it changes.
/// </summary>
internal sealed class Deferred(Interpreter interpreter)
{
    private const string Reason = "code that was handed on may change it at any time";

    private readonly Dictionary<(object Code, object On), FunctionValue> functions = [];
    private readonly HashSet<Value> objects = [];
    private long settled = -1;

    public bool IsEmpty => functions.Count + objects.Count == 0;

    /// <summary>A function that may be called at any time from now on.</summary>
    public void Keep(FunctionValue function)
    {
        if (function.Body is null ? function.Receiver is not null && !Purity.OnlyReads(function.Method) : interpreter.Invalidation.Changes(function))
            functions[(function.Body ?? (object)function.Method, function.Receiver ?? (object)function.Captured)] = function;
    }

    /// <summary>An object of which any member may be called at any time from now on.</summary>
    public void KeepWhole(Value value)
    {
        if (value is ReferenceValue) objects.Add(value);
    }

    /// <summary>After a statement.</summary>
    public void Settle()
    {
        if (IsEmpty || interpreter.Store.Version == settled) return;
        foreach (var function in functions.Values.ToList()) interpreter.Invalidation.Forget(function, Reason);
        foreach (var value in objects.ToList()) interpreter.Invalidation.ForgetWhole(value, Reason);
        settled = interpreter.Store.Version;
    }
}
