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
        if (ImplicitCalls.Deconstruction(operation) is { } method && interpreter.Store.Find(value) is ObjectContent made
            && Dispatch.Implementation(made.Type, method) is IMethodSymbol chosen && interpreter.Source.Body(chosen) is { } body)
        {
            var parts = interpreter.Invocations.TakeApart(chosen, body, value);
            return parts is NeverValue ? parts : assign(parts);
        }

        interpreter.Invalidation.ForgetCalled(operation);
        return value is NeverValue ? value : assign(value);
    }

    public Value Event(IEventAssignmentOperation operation)
    {
        var handler = interpreter.Evaluate(operation.HandlerValue);
        if (operation.EventReference is IEventReferenceOperation { Event.DeclaringSyntaxReferences.IsEmpty: true })
            interpreter.Invalidation.Forget(handler, "an event may change it at any time");
        interpreter.Invalidation.ForgetCalled(operation);
        return Value.Null;
    }
}
