using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Walks through code that is not run, and through what it calls, and makes unknown whatever it may change.</summary>
internal sealed class ForgottenCode
{
    private readonly Interpreter interpreter;
    private readonly Havoc havoc;
    private readonly Subjects subjects;
    private readonly Effects effects;

    public ForgottenCode(Interpreter interpreter, Havoc havoc, Subjects subjects, Effects effects)
    {
        (this.interpreter, this.havoc, this.subjects, this.effects) = (interpreter, havoc, subjects, effects);
        Entries = new LibraryEntries(interpreter, this, subjects, effects);
        Implementations = new Implementations(interpreter);
        Foreign = new ForeignCode(interpreter, havoc);
    }

    /// <summary>Where code is entered that is not called.</summary>
    public LibraryEntries Entries { get; }

    public Implementations Implementations { get; }

    public ForeignCode Foreign { get; }

    public void Walk(IOperation part, Effect effect)
    {
        var code = WalkedCode.Of(part);
        interpreter.Budget.Step(code.Size);
        // What it makes may be called before the making is met: an argument comes after its call.
        foreach (var made in code.Made) interpreter.Store.Note(made);
        foreach (var step in code.Steps)
        {
            var operation = step.Operation;
            switch (operation)
            {
                case IAssignmentOperation assignment:
                    Target(assignment.Target, effect);
                    break;
                case IIncrementOrDecrementOperation increment:
                    Target(increment.Target, effect);
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
                    Called(reference.Method, Receivers(reference.Instance, effect), reference.Instance, effect);
                    break;
                case ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation
                    when operation.Type is { TypeKind: TypeKind.Interface }:
                    foreach (var query in (subjects.Named(operation, effect.Around) ?? []).OfType<QueryValue>()) havoc.Object(query, effect.Reason);
                    break;
                case IReturnOperation { ReturnedValue: { Syntax: RefExpressionSyntax or { Parent: RefExpressionSyntax } } lent }:
                    Target(lent, effect);
                    break;
                case IReturnOperation { ReturnedValue: { } value }:
                    Handed(value, effect);
                    break;
                case IVariableInitializerOperation initializer:
                    Handed(initializer.Value, effect);
                    break;
            }

            if (step.Implicit.Count > 0) Called(step.Implicit, effect);
            Entries.Entered(operation, step.Opened, step.CallsLibrary, effect);
            if (step.IsDynamic)
            {
                foreach (var value in subjects.Of(operation, effect.Around)) havoc.Whole(value, effect.Reason);
            }

            if (operation is ISimpleAssignmentOperation { Value: var assigned }) Handed(assigned, effect);
        }
    }

    private void Target(IOperation target, Effect effect)
    {
        switch (target)
        {
            case ILocalReferenceOperation { Local: var local }:
                effect.Note();
                interpreter.Places.Forget(local, effect.Reason);
                break;
            case IParameterReferenceOperation { Parameter: var parameter }:
                effect.Note();
                interpreter.Places.Forget(parameter, effect.Reason);
                break;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements) Target(element, effect);
                break;
            case IDeclarationExpressionOperation declaration:
                Target(declaration.Expression, effect);
                break;
            case IPropertyReferenceOperation { Property: { IsIndexer: true }, Instance: { } list }:
                effect.Note();
                foreach (var value in subjects.Of(list, effect.Around)) havoc.Elements(value, effect.Reason);
                if (((IPropertyReferenceOperation)target).Property.SetMethod is { } indexer) Called(indexer, Receivers(list, effect), list, effect);
                break;
            case IMemberReferenceOperation { Instance: null, Member: var member }:
                effect.Note();
                interpreter.Objects.SetStatic(member, Value.Unknown(effect.Reason));
                if (member is IPropertySymbol { SetMethod: { } setting }) Called(setting, [], null, effect);
                break;
            case IMemberReferenceOperation { Instance: { } instance, Member: var member }:
                effect.Note();
                var holders = subjects.Of(instance, effect.Around);
                foreach (var value in holders) interpreter.Places.ForgetMember(value, member, effect.Reason);
                if (member is IPropertySymbol { SetMethod: { } setter }) Called(setter, Receivers(instance, effect), instance, effect);
                break;
            case IInstanceReferenceOperation:
                effect.Note();
                foreach (var value in subjects.Of(target, effect.Around)) havoc.Whole(value, effect.Reason);
                break;
            case IArrayElementReferenceOperation element:
                effect.Note();
                foreach (var value in subjects.Of(element.ArrayReference, effect.Around)) havoc.Elements(value, effect.Reason);
                break;
            case IImplicitIndexerReferenceOperation element:
                effect.Note();
                foreach (var value in subjects.Of(element.Instance, effect.Around)) havoc.Elements(value, effect.Reason);
                break;
        }
    }

    private void Call(IInvocationOperation call, Effect effect)
    {
        var method = call.TargetMethod;
        if (Purity.CallsByName(method))
        {
            foreach (var part in call.Arguments.Select(argument => argument.Value).Append(call.Instance).OfType<IOperation>())
            {
                foreach (var value in subjects.Of(part, effect.Around)) havoc.Whole(value, effect.Reason);
            }

            interpreter.Objects.ForgetStatics(effect.Reason);
        }

        if (TorchSymbols.IsRegistration(method))
        {
            var rest = effect.IsLoop ? Joining.EarlierPasses : Value.Rest(effect.Reason);
            foreach (var receiver in call.Instance is { } module ? subjects.Of(module, effect.Around) : [])
                havoc.Registrations(receiver, rest, Registrations.Beginning(call));
            return;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke && call.Instance is { } function && subjects.Named(function, effect.Around) is null)
        {
            foreach (var handed in interpreter.Handed.Values.ToList()) interpreter.Invalidation.Forget(handed, effect.Reason);
        }

        var given = call.Arguments.SelectMany(argument => subjects.Of(argument.Value, effect.Around));
        var isFollowed = Called(method, Receivers(call.Instance, effect), call.Instance, effect, given);
        if (!isFollowed && (Purity.LeavesAlone(method) || Purity.OnlyReads(method) || Purity.Appends(method))) return;
        foreach (var argument in call.Arguments)
        {
            if (isFollowed) Handed(argument.Value, effect);
            else foreach (var handed in subjects.Of(argument.Value, effect.Around)) havoc.Object(handed, effect.Reason);
        }

        if (!isFollowed && call.Instance is IInstanceReferenceOperation) Overrides(effect);
    }

    /// <summary>What a method is called on; <see langword="null"/> where that cannot be told.</summary>
    private IReadOnlyList<Value>? Receivers(IOperation? instance, Effect effect) => instance is null ? [] : subjects.Named(instance, effect.Around);

    /// <summary>A method that is called by its name; whether its body, or that of an override, was walked through.</summary>
    public bool Called(IMethodSymbol method, IReadOnlyList<Value>? receivers, IOperation? instance, Effect effect, IEnumerable<Value>? handed = null)
    {
        Foreign.Called(method, receivers, instance, handed ?? [], effect);
        var isFollowed = false;
        foreach (var (implementation, receiver) in Implementations.Of(method, receivers, instance, null))
            isFollowed |= Body(implementation, receiver ?? OfStatic(), effect);
        if (isFollowed) return true;
        foreach (var receiver in instance is null && receivers is not null ? [] : receivers ?? subjects.OfType(instance?.Type ?? method.ContainingType))
            OfLibrary(method, receiver, effect);
        return false;

        // A local function runs on the object of the code around it.
        Value? OfStatic() => receivers is not null && instance is null ? effect.Around.Instance : null;
    }

    /// <summary>A method without source that is called on an object.</summary>
    public void OfLibrary(IMethodSymbol method, Value receiver, Effect effect)
    {
        if (Purity.OnlyReads(method)) return;
        if (Purity.Appends(method)) havoc.Append(receiver, effect.IsLoop ? Joining.EarlierPasses : Value.Rest(effect.Reason));
        else if (!Purity.LeavesAlone(method)) havoc.Object(receiver, effect.Reason);
    }

    /// <summary>What the language calls at an operation.</summary>
    public void Called(IEnumerable<ImplicitCall> calls, Effect effect)
    {
        foreach (var call in calls)
        {
            var receivers = call.Method.IsStatic ? [] : call.On is null ? null : Receivers(call.On, effect);
            Foreign.Called(call.Method, receivers, call.On, [], effect);
            foreach (var (method, receiver) in Implementations.Of(call.Method, receivers, call.On, call.Type))
            {
                if (effects.Changes(method)) Body(method, receiver, effect);
            }
        }
    }

    // How often they are called is not known, even in a loop.
    public void Overrides(Effect effect)
    {
        var once = effect with { IsLoop = false, Around = new Surrounding(interpreter.Frame.Instance, null) };
        foreach (var method in interpreter.Source.Type.GetMembers().OfType<IMethodSymbol>())
        {
            if (method is { IsOverride: true, Name: not ("forward" or "Dispose") }) Body(method, interpreter.Frame.Instance, once);
        }
    }

    public bool Body(IMethodSymbol method, Value? instance, Effect effect)
    {
        var (isRead, inside) = (false, effect with { Around = new Surrounding(instance, method.OriginalDefinition) });
        foreach (var part in interpreter.Source.Code(method))
        {
            isRead = true;
            if (!inside.Enter(part)) continue;
            Walk(part, inside);
            if (part.Syntax is RefExpressionSyntax or { Parent: RefExpressionSyntax }) Target(part, inside);
        }

        return isRead;
    }

    private void Handed(IOperation value, Effect effect)
    {
        foreach (var handed in subjects.Named(value, effect.Around) ?? []) havoc.Object(handed, effect.Reason);
    }
}
