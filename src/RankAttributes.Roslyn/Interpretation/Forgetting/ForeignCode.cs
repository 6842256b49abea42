using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Code of the user's that comes in from outside: a function that was passed in, or the method that a derived class of an argument has in place of the one
/// that is named. It may set static members, and change all it ever got, and whatever was passed in with it.
/// </summary>
internal sealed class ForeignCode(Interpreter interpreter, Havoc havoc)
{
    private readonly HashSet<Value> known = [];

    /// <summary>Whether a call may run code that nobody sees.</summary>
    /// <param name="method">The method that is named. A property that is read is taken to change nothing.</param>
    /// <param name="receiver">What it is called on; <see langword="null"/> where that is not known.</param>
    public bool Runs(IMethodSymbol method, Value? receiver) => method.MethodKind switch
    {
        MethodKind.DelegateInvoke => receiver is not FunctionValue,
        MethodKind.PropertyGet => false,
        _ => !Purity.IsLibrary(method.ContainingType)
            && Dispatch.Of(receiver ?? Value.Null, receiver is null ? null : interpreter.Store.Find(receiver), method) is null,
    };

    /// <summary>After a call in code that is walked through.</summary>
    public void Called(IMethodSymbol method, IReadOnlyList<Value>? receivers, IOperation? instance, IEnumerable<Value> handed, Effect effect)
    {
        if (instance?.Syntax is BaseExpressionSyntax) return;
        if (!(method.IsStatic || receivers is null ? Runs(method, null) : receivers.Any(receiver => Runs(method, receiver)))) return;
        effect.Note();
        Ran(handed.Concat(receivers ?? []), effect.Reason);
    }

    /// <summary>After such a call.</summary>
    /// <param name="handed">What it is called on, and its arguments.</param>
    /// <param name="reason">Why they are no longer known.</param>
    public void Ran(IEnumerable<Value> handed, string reason)
    {
        known.UnionWith(handed.Where(value => value is ReferenceValue or ConditionalValue or RepeatedValue));
        foreach (var value in known.ToList()) havoc.Members(value, reason);
        havoc.Arguments(reason);
        interpreter.Objects.ForgetStatics(reason);
    }
}
