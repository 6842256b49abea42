using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Indexers that a class of the program declares: they run what it says.</summary>
internal sealed class Indexers(Interpreter interpreter)
{
    /// <summary>Whether an indexer has source, or may stand for one that has.</summary>
    public static bool IsOwn(IPropertySymbol indexer) => !indexer.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty;

    public Value Get(IPropertyReferenceOperation element, Value holder) => Each(element, holder, (one, indexer, indexes)
        => indexer.GetMethod is { } method && interpreter.Source.Getter(indexer) is { } body
            ? interpreter.Invocations.Invoke(method, body, one, element.Arguments, indexes) : null);

    public void Set(IPropertyReferenceOperation element, Value holder, Value value) => Each(element, holder, (one, indexer, indexes) =>
    {
        if (interpreter.Source.Setter(indexer) is not { } body) return null;
        interpreter.Invocations.RunSetter(body, one, indexer, value, indexes);
        return Value.Null;
    });

    /// <summary>An element of an indexer with source that is read and written, where evaluating its index twice does more than once: unknown;
    /// <see langword="null"/> for anything else.</summary>
    public Value? Twice(IAssignmentOperation operation) => Twice(operation, operation.Target);

    public Value? Twice(IIncrementOrDecrementOperation operation) => Twice(operation, operation.Target);

    private Value? Twice(IOperation operation, IOperation target)
    {
        if (target is not IPropertyReferenceOperation { Property: { IsIndexer: true } indexer } || !IsOwn(indexer)
            || !interpreter.Places.ChangesSomething(target))
            return null;
        const string Reason = "an element is read and written whose index changes something";
        interpreter.Invalidation.Forget(operation, Reason);
        return interpreter.Doubt(Reason);
    }

    private Value Each(IPropertyReferenceOperation element, Value holder, Func<Value, IPropertySymbol, IReadOnlyList<Value>, Value?> run)
    {
        var indexes = element.Arguments.Select(index => interpreter.Evaluate(index.Value)).ToList();
        if (indexes.Any(index => index is NeverValue)) return new NeverValue();
        return interpreter.Each(holder, one =>
        {
            if (Chosen(one, element.Property) is { } indexer && run(one, indexer, indexes) is { } done) return done;
            interpreter.Invalidation.ForgetIndexed(element, one);
            return interpreter.Doubt("an indexer that is not followed");
        });
    }

    // Of an object that is passed in, the class may be a derived one.
    private IPropertySymbol? Chosen(Value holder, IPropertySymbol indexer)
        => interpreter.Store.Find(holder) is { } content && content is ObjectContent or PathContent
            ? Dispatch.Of(holder, content, indexer) as IPropertySymbol
            : null;
}
