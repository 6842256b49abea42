using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// What TorchSharp knows of a module: <c>RegisterComponents</c> goes once over the fields, those of the class before those of its bases, and
/// leaves out names that are taken; a list is registered with what it holds at that moment.
/// </summary>
internal sealed class Registrations(Interpreter interpreter)
{
    private const int MaxNesting = 200;

    private int depth;

    /// <summary>Registers a module and whatever it holds.</summary>
    public Value All(Value module)
    {
        if (depth >= MaxNesting) return Value.Null;
        depth++;
        interpreter.Each(module, one =>
        {
            if (one is ReferenceValue { Id: var id }) Register(id, interpreter.Store.Find(id));
            return Value.Null;
        });
        depth--;
        return Value.Null;
    }

    /// <summary><c>register_module</c> and its like.</summary>
    public Value One(Value receiver, IReadOnlyList<Value> values, IInvocationOperation call)
    {
        if (values.Count < 2) return Value.Null;
        var value = interpreter.Facts.Resolve(values[1]);
        if (OnLibrary(receiver, values[0], value)) return Value.Null;
        if (receiver is not ReferenceValue { Id: var id } || interpreter.Store.Find(id) is not ObjectContent) return Value.Null;
        if (value is NullValue) return Remove(receiver, values[0]);
        if (Numbers.TextOf(interpreter.Facts.Resolve(values[0])) is { } name) return Refused(id, name, value) ?? Name(id, new Registration(name, value));
        interpreter.Thrown.Refuse();
        All(value);
        var unnamed = Unfollowed("the name it is registered under has no value yet") with { Beginning = Beginning(call) };
        return Replace(receiver, registered => registered.Add(unnamed));
    }

    /// <summary>An exception for a name that is taken, where a handler may see it.</summary>
    private Value? Refused(int id, string name, Value value)
    {
        if (!interpreter.Thrown.IsWatched || interpreter.Store.Find(id) is not ObjectContent module) return null;
        if (module.Registered.Find(taken => taken.Name == name)?.Value is LayerValue or SubmoduleValue or ReferenceValue
            && value is LayerValue or SubmoduleValue or ReferenceValue)
            return interpreter.Thrown.Throw("System.InvalidOperationException", "a name is taken");
        if (name.Contains('.') || module.Registered.Any(taken => taken.Name == name || !taken.IsNamed)) interpreter.Thrown.Refuse();
        return null;
    }

    /// <summary>A layer or container of the library's that gets a module or parameter of its own; whether it is one.</summary>
    private bool OnLibrary(Value receiver, Value name, Value value)
    {
        var text = Numbers.TextOf(interpreter.Facts.Resolve(name)) ?? Registration.Anywhere;
        switch (receiver)
        {
            case LayerValue { Id: >= 0 and var id } when interpreter.Store.Find(id) is LayerContent layer:
                var unknown = Value.Unknown("it is registered with a layer of the library");
                interpreter.Store.Set(id, layer with { Weights = layer.Weights.SetItem(text, unknown) });
                return true;
            // A Sequential names the children that it runs, and no others.
            case ReferenceValue { Id: var id } when interpreter.Store.Find(id) is ContainerContent { Kind: ContainerKind.Sequential }:
                return true;
            case ReferenceValue { Id: var id } when interpreter.Store.Find(id) is ContainerContent container:
                interpreter.Store.Set(id, container with { Children = container.Children.Add(new Registration(text, value)) });
                return true;
            default:
                return false;
        }
    }

    /// <summary>The module whose own table of registrations a call is made on: <c>_internal_submodules</c> is protected, and people take names back.</summary>
    public static IOperation? TableOf(IInvocationOperation call)
        => call.Instance is IMemberReferenceOperation { Member: { Name: "_internal_submodules" or "_internal_params" } table, Instance: { } module }
            && TorchSymbols.IsInTorchSharp(table.ContainingType) ? module : null;

    /// <summary>A call on the table of registrations.</summary>
    public Value? OnTable(Value module, IInvocationOperation call, IMethodSymbol method, IReadOnlyList<Value> values) => (method.Name, values.Count) switch
    {
        ("Remove", 1) => Remove(module, values[0]),
        ("Add", 2) => One(module, values, call),
        ("Clear", 0) => Replace(module, static _ => []),
        ("ContainsKey" or "Contains" or "TryGetValue" or "GetEnumerator", _) => null,
        _ => Replace(module, _ => [Unfollowed($"'{method.Name}' changes what is registered in a way that is not followed")]),
    };

    private Value Remove(Value module, Value key) => Numbers.TextOf(interpreter.Facts.Resolve(key)) is { } name
        ? Replace(module, registered => registered.RemoveAll(one => one.Name == name))
        : Replace(module, _ => [Unfollowed("a registration is taken back whose name has no value yet")]);

    private Value Replace(Value module, Func<ImmutableList<Registration>, ImmutableList<Registration>> change)
    {
        if (module is ReferenceValue { Id: var id } && interpreter.Store.Find(id) is ObjectContent made)
            interpreter.Store.Set(id, made with { Registered = change(made.Registered) });
        return Value.Null;
    }

    private static Registration Unfollowed(string reason) => new(Registration.Anywhere, Value.Unknown(reason));

    private void Register(int id, Content? content)
    {
        switch (content)
        {
            case ContainerContent { Kind: not ContainerKind.Sequential, IsFrozen: var done }:
                Unless(done, () => Freeze(id));
                break;
            case ObjectContent { HasRegistered: var done, Type: var type } when TorchSymbols.IsModule(type):
                Unless(done, () => Fields(id, type));
                break;
        }
    }

    private void Unless(Value done, Action act) => interpreter.Each(done, isDone =>
    {
        if (Numbers.NumberOf(isDone).Value != 1) act();
        return Value.Null;
    });

    private void Freeze(int id)
    {
        if (interpreter.Store.Find(id) is not ContainerContent container) return;
        interpreter.Store.Set(id, container with { Frozen = container.Children, IsFrozen = Value.Truth(true) });
        foreach (var child in container.Children) All(Once(child.Value));
    }

    private void Fields(int id, INamedTypeSymbol type)
    {
        if (interpreter.Store.Find(id) is ObjectContent module) interpreter.Store.Set(id, module with { HasRegistered = Value.Truth(true) });
        foreach (var member in Registrable.Kept(type)) Field(id, member);
    }

    private void Field(int id, ISymbol member)
    {
        if (interpreter.Store.Find(id) is not ObjectContent module) return;
        var name = Registrable.NameOf(member);
        var value = module.Fields.TryGetValue(Members.Slot(member), out var held)
            ? interpreter.Facts.Resolve(held)
            : module.Rest is { } reason
            ? Value.Unknown(reason)
            : Value.Null;
        if (TorchSymbols.IsModule(Registrable.TypeOf(member)) && interpreter.Store.Find(value) is ListContent or DictionaryContent)
            value = Value.Unknown("a module that is made of a collection is not followed");
        if (!CanRegister(member, value)) return;
        if (module.Registered.Any(taken => !taken.IsNamed && name.StartsWith(taken.Beginning, StringComparison.Ordinal)))
            value = ConditionalValue.Of(DimensionExpression.Unknown("its name may be taken"), value, AbsentValue.Instance);
        Name(id, new Registration(name, value, member));
    }

    /// <summary>What the name in a registration's call begins with, whatever the rest of it is.</summary>
    public static string Beginning(IInvocationOperation call)
    {
        var name = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.SpecialType == SpecialType.System_String)?.Value;
        while (name is { ConstantValue.HasValue: false })
        {
            name = name switch
            {
                IInterpolatedStringOperation { Parts: [IInterpolatedStringTextOperation { Text: var text }, ..] } => text,
                IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, LeftOperand: var left } => left,
                IConversionOperation { Operand: var operand } => operand,
                IParenthesizedOperation { Operand: var operand } => operand,
                _ => null,
            };
        }

        return name?.ConstantValue.Value as string ?? "";
    }

    /// <summary>Registers unless the name is taken, which it may be under a condition only.</summary>
    private Value Name(int id, Registration wanted)
    {
        if (interpreter.Store.Find(id) is not ObjectContent module) return Value.Null;
        var index = module.Registered.FindIndex(taken => taken.Name == wanted.Name);
        if (index < 0) return Put(id, registered => registered.Add(wanted), wanted.Value);
        var entry = module.Registered[index];
        return interpreter.Each(Presence(entry.Value), taken => taken switch
        {
            AbsentValue or NullValue => Put(id, registered => registered.SetItem(index, wanted), wanted.Value),
            not RepeatedValue when entry.Value is ConditionalValue
                => Replace(new ReferenceValue(id), registered => registered.SetItem(index, wanted with { Value = taken })),
            _ => Value.Null,
        });
    }

    private static Value Presence(Value value) => value is RepeatedValue { Count: var count }
        ? new ConditionalValue(Numbers.Apply(DimensionOperator.Less, DimensionExpression.Of(0), count), value, AbsentValue.Instance)
        : value;

    private Value Put(int id, Func<ImmutableList<Registration>, ImmutableList<Registration>> change, Value value)
    {
        All(value);
        return Replace(new ReferenceValue(id), change);
    }

    private bool CanRegister(ISymbol member, Value value) => value switch
    {
        NullValue or WeightlessValue => false,
        LayerValue or SubmoduleValue => true,
        ParameterValue tensor => tensor.IsParameter || TorchSymbols.IsParameter(Registrable.TypeOf(member)),
        ReferenceValue => interpreter.Store.Find(value) switch { ContainerContent => true, ObjectContent made => TorchSymbols.IsModule(made.Type), _ => false },
        ConditionalValue choice => CanRegister(member, choice.Then) || CanRegister(member, choice.Else),
        _ => Registrable.MayHoldWeights(member),
    };

    private static Value Once(Value value) => value is RepeatedValue repeated ? repeated.Once : value;
}
