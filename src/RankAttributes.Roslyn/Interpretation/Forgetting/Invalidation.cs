using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>What code that is not followed may have changed: everything that it assigns, adds to, or hands on is unknown afterwards.</summary>
internal sealed class Invalidation
{
    private const string Unnamed = "code that is called without being named may change it";

    private readonly Interpreter interpreter;
    private readonly Havoc havoc;
    private readonly Subjects subjects;
    private readonly Effects effects;
    private readonly ForgottenCode code;
    private readonly HashSet<(IOperation Body, Frame Captured)> open = [];

    public Invalidation(Interpreter interpreter)
    {
        this.interpreter = interpreter;
        (havoc, subjects, effects) = (new Havoc(interpreter), new Subjects(interpreter), new Effects(interpreter));
        code = new ForgottenCode(interpreter, havoc, subjects, effects);
    }

    /// <summary>After a part that was not run, or not to its end. What it sets may be what it changes in its next pass.</summary>
    public void Forget(IOperation part, string reason)
    {
        var effect = new Effect(reason, IsLoop: false, new Surrounding(interpreter.Frame.Instance, null));
        code.Walk(part, effect);
        if (effect.HasSet) code.Walk(part, new Effect(reason, IsLoop: false, effect.Around));
    }

    /// <summary>Whether a function changes anything but its own variables.</summary>
    public bool Changes(FunctionValue function) => effects.Changes(function);

    /// <summary>Whether the language calls something at an operation that is not followed, and that changes something.</summary>
    public bool IsCalledAt(IOperation operation) => ImplicitCalls.Of(operation)
        .Any(call => code.Implementations.Of(call.Method, null, call.On, call.Type).Any(body => effects.Changes(body.Method)));

    /// <summary>After an operation at which the language, or the library, calls methods that are not followed.</summary>
    public void ForgetCalled(IOperation operation)
    {
        var effect = new Effect(Unnamed, IsLoop: false, new Surrounding(interpreter.Frame.Instance, null));
        var calls = ImplicitCalls.Of(operation).ToArray();
        code.Called(calls, effect);
        if (effect.HasSet) code.Called(calls, new Effect(Unnamed, IsLoop: false, effect.Around));
    }

    /// <summary>After the first use of a class, and wherever a library may come in.</summary>
    public void ForgetEntered(IOperation operation)
    {
        var (opened, callsLibrary) = (ImplicitCalls.Opened(operation), Purity.CallsLibrary(operation));
        if (code.Entries.MayEnter(opened, callsLibrary))
            code.Entries.Entered(operation, opened, callsLibrary, new Effect(Unnamed, IsLoop: false, new Surrounding(interpreter.Frame.Instance, null)));
    }

    /// <summary>An object of which any member may be called: by its name, at run time.</summary>
    public void ForgetDynamic(IOperation operation, Value value)
    {
        if (Purity.IsUsed(operation)) havoc.Whole(value, "a member of it is found by its name while the program runs");
    }

    /// <summary>After a function may have been called from outside of the reading.</summary>
    public void Forget(FunctionValue function, string reason)
    {
        if (function.Body is not { } body)
        {
            if (function.Receiver is { } changed) ForgetMethod(function, changed, reason);
            return;
        }

        if (!open.Add((body, function.Captured))) return;
        var outer = interpreter.Frame;
        interpreter.Frame = function.Captured;
        if (function.Receiver is { } receiver) ForgetMethod(function, receiver, reason);
        else Forget(body, reason);
        interpreter.Frame = outer;
        open.Remove((body, function.Captured));
    }

    private void ForgetMethod(FunctionValue function, Value receiver, string reason)
        => ForgetMethod(function.Method, Subjects.Known(receiver), new Effect(reason, IsLoop: false, new Surrounding(receiver, null)));

    private void ForgetMethod(IMethodSymbol method, IReadOnlyList<Value>? receivers, Effect effect)
    {
        code.Foreign.Called(method, receivers, null, [], effect);
        foreach (var (implementation, on) in code.Implementations.Of(method, receivers, null, null))
        {
            if (!code.Body(implementation, on, effect) && on is not null) code.OfLibrary(method, on, effect);
        }
    }

    /// <summary>After a member of an object that is not known was set.</summary>
    public void ForgetMember(ISymbol member, string reason)
    {
        foreach (var holder in subjects.OfType(member.ContainingType)) interpreter.Places.ForgetMember(holder, member, reason);
    }

    /// <summary>A place that was written to, though what it belongs to may be another object by now.</summary>
    public void ForgetPlace(IOperation place, string reason)
    {
        Forget(place.Parent ?? place, reason);
        if (place is IMemberReferenceOperation { Instance: not null, Member: IFieldSymbol member }) ForgetMember(member, reason);
        if (place is IArrayElementReferenceOperation { ArrayReference.Type: var type }) ForgetElements(type, reason);
    }

    /// <summary>After an indexer with source ran that is not followed.</summary>
    public void ForgetIndexed(IPropertyReferenceOperation element, Value holder)
    {
        var receivers = holder is UnknownValue ? null : new[] { holder };
        var effect = new Effect("an indexer that is not followed may change it", IsLoop: false, new Surrounding(null, null));
        var isSet = element.Parent is IAssignmentOperation or IIncrementOrDecrementOperation;
        foreach (var accessor in new[] { element.Property.GetMethod, isSet ? element.Property.SetMethod : null })
        {
            if (accessor is not null) code.Called(accessor, receivers, element.Instance, effect);
        }
    }

    /// <summary>After an element of a collection that is not known was set.</summary>
    public void ForgetElements(ITypeSymbol? collection, string reason)
    {
        foreach (var value in subjects.OfType(collection)) havoc.Elements(value, reason);
    }

    /// <summary>At the head of a loop of which one pass stands for all: a list that is only added to keeps what it has.</summary>
    public void Widen(IOperation part, string reason)
    {
        var effect = new Effect(reason, IsLoop: true, new Surrounding(interpreter.Frame.Instance, null));
        code.Walk(part, effect);
        if (effect.HasSet) code.Walk(part, new Effect(reason, IsLoop: true, effect.Around));
    }

    /// <summary>An object that code outside of the reading may have changed.</summary>
    public void Forget(Value value, string reason) => havoc.Object(value, reason);

    /// <summary>An object of which any member may have been called.</summary>
    public void ForgetWhole(Value value, string reason) => havoc.Whole(value, reason);

    /// <summary>An object whose own members may have been called.</summary>
    public void ForgetMembers(Value value, string reason) => havoc.Members(value, reason);

    /// <summary>After a library may have called a function that was passed in.</summary>
    public void ForgetOutside(IEnumerable<Value> handed, string reason) => code.Foreign.Ran(handed, reason);

    /// <summary>After a call that is not followed.</summary>
    public void ForgetCall(IMethodSymbol method, Value? receiver, IEnumerable<Value> arguments, string reason)
    {
        if (Purity.CallsByName(method))
        {
            foreach (var value in arguments.Append(receiver).OfType<Value>())
            {
                havoc.Whole(value, reason);
                interpreter.Deferred.KeepWhole(value);
            }

            interpreter.Objects.ForgetStatics(reason);
        }

        if (code.Foreign.Runs(method, receiver)) code.Foreign.Ran(Handed(method, arguments).Append(receiver).OfType<Value>(), reason);

        // Even a method that only reads walks through a query.
        foreach (var query in arguments.Append(receiver).OfType<QueryValue>()) havoc.Object(query, reason);

        if (Purity.LeavesAlone(method)) return;
        if (receiver is UnknownValue)
            ForgetMethod(method, subjects.OfType(method.ContainingType), new Effect(reason, IsLoop: false, new Surrounding(null, null)));
        else if (receiver is not null && !Purity.OnlyReads(method)) havoc.Object(receiver, reason);
        foreach (var argument in arguments) havoc.Object(argument, reason);
        if (arguments.Any(argument => argument is UnknownValue) && !Purity.OnlyReads(method)) ForgetParameters(method, reason);
        if (Equals(receiver, interpreter.Frame.Instance) || arguments.Any(argument => Equals(argument, interpreter.Frame.Instance))) ForgetOverrides(reason);
    }

    // An argument that is not known may be any object of its type.
    private IEnumerable<Value> Handed(IMethodSymbol method, IEnumerable<Value> arguments)
        => arguments.All(argument => Subjects.Known(argument) is not null) ? arguments
            : arguments.Concat(method.Parameters.Where(parameter => !parameter.Type.IsValueType).SelectMany(parameter => subjects.OfType(parameter.Type)));

    // An argument that is not known may be any collection of its type.
    private void ForgetParameters(IMethodSymbol method, string reason)
    {
        foreach (var type in method.Parameters.Select(parameter => parameter.Type))
        {
            if (type.SpecialType is SpecialType.System_Object or SpecialType.System_String || !Purity.IsCollection(type)) continue;
            foreach (var value in subjects.OfType(type)) havoc.Object(value, reason);
        }
    }

    /// <summary>A base class that is not read may call whatever the class overrides.</summary>
    public void ForgetOverrides(string reason) => code.Overrides(new Effect(reason, IsLoop: false, new Surrounding(interpreter.Frame.Instance, null)));

    public static bool Assigns(IOperation part, ISymbol variable) => part.DescendantsAndSelf().Any(operation => Sets(operation, variable));

    /// <summary>Whether an operation itself sets a variable.</summary>
    public static bool Sets(IOperation operation, ISymbol variable) => operation switch
    {
        IAssignmentOperation { Target: var target } => Refers(target, variable),
        IIncrementOrDecrementOperation { Target: var target } => Refers(target, variable),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: var value } => Refers(value, variable),
        _ => false,
    };

    public static bool Refers(IOperation target, ISymbol variable)
        => target.DescendantsAndSelf().Any(part => part switch
        {
            ILocalReferenceOperation { Local: var local } => SymbolEqualityComparer.Default.Equals(local, variable),
            IParameterReferenceOperation { Parameter: var parameter } => SymbolEqualityComparer.Default.Equals(parameter, variable),
            _ => false,
        });
}
