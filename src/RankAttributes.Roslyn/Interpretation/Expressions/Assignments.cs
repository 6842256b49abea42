using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Plain assignments: of a value, of the parts of one, of a reference, and of a handler to an event.</summary>
internal sealed class Assignments(Interpreter interpreter)
{
    public Value Simple(ISimpleAssignmentOperation operation)
    {
        if (operation.IsRef)
        {
            if (operation.Target is ILocalReferenceOperation { Local: var alias } && interpreter.Facts.Count == 0)
            {
                interpreter.Places.DeclareAlias(alias, operation.Value);
                return Value.Null;
            }

            // Which of two places a reference leads to is not known, or it is kept where it is not followed.
            const string Reason = "a reference to it is kept";
            interpreter.Places.Lend(operation.Value);
            if (operation.Target is ILocalReferenceOperation { Local: var kept })
            {
                interpreter.Places.Assign(kept, Value.Unknown(Reason));
                interpreter.Places.Declare(kept, Value.Unknown(Reason));
            }

            return Value.Unknown(Reason);
        }

        var place = interpreter.Places.Once(operation.Target, operation.Value);
        var value = interpreter.Evaluate(operation.Value);
        if (value is NeverValue) return value;
        return place is null ? interpreter.Places.Assign(operation.Target, value)
            : interpreter.Places.Write(place, interpreter.Structures.Kept(value, operation.Target.Type));
    }

    public Value Deconstruct(IDeconstructionAssignmentOperation operation)
    {
        var assign = interpreter.Places.Prepare(operation.Target);
        var value = interpreter.Evaluate(operation.Value);
        var method = ImplicitCalls.Deconstruction(operation);
        var content = interpreter.Store.Find(value);
        if (method is not null && content is ObjectContent or PathContent
            && Dispatch.Of(value, content, method) is IMethodSymbol chosen && interpreter.Source.Body(chosen) is { } body)
        {
            var parts = interpreter.Invocations.TakeApart(chosen, body, value);
            return parts is NeverValue ? parts : assign(parts);
        }

        interpreter.Invalidation.ForgetCalled(operation);
        if (value is NeverValue) return value;
        return assign(content is PathContent && method is not null ? Value.Unknown($"what '{method.Name}' gives is not followed") : value);
    }

    public Value Event(IEventAssignmentOperation operation)
    {
        if (operation.EventReference is IEventReferenceOperation { Instance: { } raiser }) interpreter.Evaluate(raiser);
        var handler = interpreter.Evaluate(operation.HandlerValue);
        if (operation.EventReference is IEventReferenceOperation { Event.DeclaringSyntaxReferences.IsEmpty: true })
            interpreter.Invalidation.Forget(handler, "an event may change it at any time");
        interpreter.Invalidation.ForgetCalled(operation);
        return Value.Null;
    }
}
