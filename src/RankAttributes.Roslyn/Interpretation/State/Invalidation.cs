using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>What code that is not followed may have changed: everything that it assigns, adds to, or hands on is unknown afterwards.</summary>
internal sealed class Invalidation(Interpreter interpreter)
{
    private readonly Havoc havoc = new(interpreter);

    /// <summary>After a part that was not run, or not to its end.</summary>
    public void Forget(IOperation part, string reason) => Walk(part, new Effect(reason, IsLoop: false, interpreter.Frame.Instance));

    /// <summary>After a function may have been called from outside of the reading.</summary>
    public void Forget(FunctionValue function, string reason)
    {
        if (function.Body is not { } body) return;
        var outer = interpreter.Frame;
        interpreter.Frame = function.Captured;
        Forget(body, reason);
        interpreter.Frame = outer;
    }

    /// <summary>At the head of a loop of which one pass stands for all: a list that is only added to keeps what it has.</summary>
    public void Widen(IOperation part, string reason) => Walk(part, new Effect(reason, IsLoop: true, interpreter.Frame.Instance));

    /// <summary>An object that code outside of the reading may have changed.</summary>
    public void Forget(Value value, string reason) => havoc.Object(value, reason);

    /// <summary>After a call that is not followed.</summary>
    public void ForgetCall(IMethodSymbol method, Value? receiver, IEnumerable<Value> arguments, string reason)
    {
        if (Purity.LeavesAlone(method)) return;
        if (receiver is not null && !Purity.OnlyReads(method)) havoc.Object(receiver, reason);
        foreach (var argument in arguments) havoc.Object(argument, reason);
        if (Equals(receiver, interpreter.Frame.Instance) || arguments.Any(argument => Equals(argument, interpreter.Frame.Instance))) ForgetOverrides(reason);
    }

    /// <summary>A base class that is not read may call whatever the class overrides.</summary>
    public void ForgetOverrides(string reason) => ForgetOverrides(new Effect(reason, IsLoop: false, interpreter.Frame.Instance));

    public static bool Assigns(IOperation part, ISymbol variable) => part.DescendantsAndSelf().Any(operation => operation switch
    {
        IAssignmentOperation { Target: var target } => Refers(target, variable),
        IIncrementOrDecrementOperation { Target: var target } => Refers(target, variable),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: var value } => Refers(value, variable),
        _ => false,
    });

    public static bool Refers(IOperation target, ISymbol variable)
        => target.DescendantsAndSelf().Any(part => part is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, variable));

    private void Walk(IOperation part, Effect effect)
    {
        foreach (var operation in part.DescendantsAndSelf())
        {
            interpreter.Budget.Step();
            switch (operation)
            {
                case IAssignmentOperation assignment:
                    Target(assignment.Target, effect);
                    break;
                case IIncrementOrDecrementOperation step:
                    Target(step.Target, effect);
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                    Target(argument.Value, effect);
                    break;
                case IInvocationOperation call:
                    Call(call, effect);
                    break;
                case IObjectCreationOperation creation when !Purity.LeavesAlone(creation.Constructor):
                    foreach (var argument in creation.Arguments) Handed(argument.Value, effect);
                    break;
                case IMethodReferenceOperation reference:
                    Body(reference.Method, effect);
                    break;
                case IReturnOperation { ReturnedValue: { } value }:
                    Handed(value, effect);
                    break;
                case IVariableInitializerOperation initializer:
                    Handed(initializer.Value, effect);
                    break;
            }

            if (operation is ISimpleAssignmentOperation { Value: var assigned }) Handed(assigned, effect);
        }
    }

    private void Target(IOperation target, Effect effect)
    {
        switch (target)
        {
            case ILocalReferenceOperation { Local: var local }:
                interpreter.Places.Forget(local, effect.Reason);
                break;
            case IParameterReferenceOperation { Parameter: var parameter }:
                interpreter.Places.Forget(parameter, effect.Reason);
                break;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements) Target(element, effect);
                break;
            case IDeclarationExpressionOperation declaration:
                Target(declaration.Expression, effect);
                break;
            case IPropertyReferenceOperation { Property: { IsIndexer: true }, Instance: { } list }:
                foreach (var value in Peek(list, effect)) havoc.Elements(value, effect.Reason);
                break;
            case IMemberReferenceOperation { Instance: { } instance, Member: var member }:
                foreach (var value in Peek(instance, effect)) interpreter.Places.SetMember(value, member, Value.Unknown(effect.Reason), runsSetter: false);
                if (member is IPropertySymbol property && interpreter.Source.Setter(property) is { } setter && effect.Enter(setter)) Walk(setter, effect);
                break;
            case IArrayElementReferenceOperation element:
                foreach (var value in Peek(element.ArrayReference, effect)) havoc.Elements(value, effect.Reason);
                break;
            case IImplicitIndexerReferenceOperation element:
                foreach (var value in Peek(element.Instance, effect)) havoc.Elements(value, effect.Reason);
                break;
        }
    }

    private void Call(IInvocationOperation call, Effect effect)
    {
        var method = call.TargetMethod;
        var receivers = call.Instance is { } instance ? Peek(instance, effect).ToList() : [];
        if (TorchSymbols.IsRegistration(method))
        {
            var rest = effect.IsLoop ? Joining.EarlierPasses : Value.Rest(effect.Reason);
            foreach (var receiver in receivers) havoc.Registrations(receiver, rest, Registrations.Beginning(call));
            return;
        }

        if (Body(method, call.Instance is IInstanceReferenceOperation ? effect : effect with { Instance = receivers.Count == 1 ? receivers[0] : null }))
        {
            foreach (var argument in call.Arguments) Handed(argument.Value, effect);
            return;
        }

        foreach (var receiver in receivers)
        {
            if (Purity.OnlyReads(method)) continue;
            if (Purity.Appends(method)) havoc.Append(receiver, effect.IsLoop ? Joining.EarlierPasses : Value.Rest(effect.Reason));
            else if (!Purity.LeavesAlone(method)) havoc.Object(receiver, effect.Reason);
        }

        if (Purity.LeavesAlone(method) || Purity.OnlyReads(method) || Purity.Appends(method)) return;
        foreach (var argument in call.Arguments) Handed(argument.Value, effect);
        if (call.Instance is IInstanceReferenceOperation) ForgetOverrides(effect);
    }

    // How often they are called is not known, even in a loop.
    private void ForgetOverrides(Effect effect)
    {
        var once = effect with { IsLoop = false, Instance = interpreter.Frame.Instance };
        foreach (var method in interpreter.Source.Type.GetMembers().OfType<IMethodSymbol>())
        {
            if (method is { IsOverride: true, Name: not ("forward" or "Dispose") }) Body(method, once);
        }
    }

    private bool Body(IMethodSymbol method, Effect effect)
    {
        if (interpreter.Source.Body(method) is not { } body) return false;
        if (effect.Enter(body)) Walk(body, effect);
        return true;
    }

    private void Handed(IOperation value, Effect effect)
    {
        foreach (var handed in Peek(value, effect)) havoc.Object(handed, effect.Reason);
    }

    /// <summary>What an expression refers to, without evaluating anything; nothing where that cannot be told.</summary>
    private IEnumerable<Value> Peek(IOperation operation, Effect effect) => operation switch
    {
        IConversionOperation conversion => Peek(conversion.Operand, effect),
        IParenthesizedOperation inner => Peek(inner.Operand, effect),
        IInstanceReferenceOperation => effect.Instance is { } instance ? [instance] : [],
        ILocalReferenceOperation { Local: var local } => Alternatives(interpreter.Places.Peek(local)),
        IParameterReferenceOperation { Parameter: var parameter } => Alternatives(interpreter.Places.Peek(parameter)),
        IFieldReferenceOperation { Instance: { } holder, Field: var field }
            => Peek(holder, effect).SelectMany(value => Alternatives(interpreter.Places.PeekMember(value, field))),
        IPropertyReferenceOperation { Instance: { } holder, Property: { IsIndexer: false } property }
            => Peek(holder, effect).SelectMany(value => Alternatives(interpreter.Places.PeekMember(value, property))),
        IArrayElementReferenceOperation { ArrayReference: var array } => Peek(array, effect).SelectMany(Items),
        IPropertyReferenceOperation { Instance: { } indexed } => Peek(indexed, effect).SelectMany(Items),
        IConditionalOperation { WhenFalse: { } otherwise } choice => Peek(choice.WhenTrue, effect).Concat(Peek(otherwise, effect)),
        ICoalesceOperation coalesce => Peek(coalesce.Value, effect).Concat(Peek(coalesce.WhenNull, effect)),
        _ => [],
    };

    private IEnumerable<Value> Items(Value value) => interpreter.Store.Find(value) switch
    {
        ListContent list => list.Items.SelectMany(Alternatives),
        DictionaryContent dictionary => dictionary.Entries.SelectMany(entry => Alternatives(entry.Value)),
        ContainerContent container => container.Children.SelectMany(child => Alternatives(child.Value)),
        _ => [],
    };

    private static IEnumerable<Value> Alternatives(Value? value) => value switch
    {
        null => [],
        ConditionalValue choice => Alternatives(choice.Then).Concat(Alternatives(choice.Else)),
        RepeatedValue repeated => Alternatives(repeated.Once),
        _ => [value],
    };

    private sealed record Effect(string Reason, bool IsLoop, Value? Instance)
    {
        // Copies of an effect share it: a body that comes to call itself is walked once for each object it is called on.
        private readonly HashSet<(IOperation Body, bool IsLoop, Value? Instance)> entered = [];

        public bool Enter(IOperation body) => entered.Add((body, IsLoop, Instance));
    }
}
