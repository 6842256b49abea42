using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary><c>Sequential</c>, <c>ModuleList</c> and <c>ModuleDict</c>: what they hold, under the names that TorchSharp gives.</summary>
internal sealed class Containers(Interpreter interpreter)
{
    public Value Make(string type, IEnumerable<Value> arguments)
    {
        var kind = type switch
        {
            "Sequential" => ContainerKind.Sequential,
            "ModuleDict" or "ParameterDict" => ContainerKind.Dictionary,
            _ => ContainerKind.List,
        };
        return interpreter.Store.AddObject(new ContainerContent(kind, Distinct(Added([], arguments))));
    }

    // Of a name that is taken or has a dot, the library says so.
    private ImmutableList<Registration> Distinct(ImmutableList<Registration> children)
    {
        if (interpreter.Thrown.IsWatched && (children.Any(child => child.Name == Registration.Anywhere || child.Name.Contains('.'))
            || children.Where(child => child.Name.Length > 0).GroupBy(child => child.Name).Any(alike => alike.Skip(1).Any())))
            interpreter.Thrown.Refuse();
        return children;
    }

    public Value? Call(int id, ContainerContent container, IMethodSymbol method, IReadOnlyList<Value> values)
    {
        var at = values.Count > 0 ? Numbers.NumberOf(values[0]).Value : null;
        switch (method.Name, values.Count)
        {
            case ("Add" or "append" or "Append" or "extend" or "AddRange", 1):
                return Set(Added(container.Children, [Handed(values[0], method.Parameters[0])]));
            case ("Add" or "append", 2) when Numbers.TextOf(values[0]) is { } name:
                return Set(Distinct(container.Children.Add(new Registration(name, values[1]))));
            case ("Add" or "append", 2):
                return Set(Distinct(container.Children.Add(new Registration(Registration.Anywhere, values[1]))));
            case ("Insert" or "insert", 2) when at >= 0 && at <= Certain(container):
                return Set(container.Children.Insert((int)at, new Registration("", values[1])));
            case ("RemoveAt", 1) when at >= 0 && at < Certain(container):
                return Set(container.Children.RemoveAt((int)at));
            case ("Clear" or "clear", 0):
                return Set([]);
            case ("Remove" or "pop", 1) when values[0] is TextValue { Text: var removed }:
                return Set(container.Children.RemoveAll(child => child.Name == removed));
            case ("Remove", 1) when container.Children.FindIndex(child => ReferenceEquals(child.Value, values[0]) || child.Value.Equals(values[0])) is >= 0
                and var found && container.Kind == ContainerKind.List:
                return Set(container.Children.RemoveAt(found));
            case ("ContainsKey" or "Contains", 1) when values[0] is TextValue { Text: var key }
                && container.Children.All(child => ListContent.IsSingle(child.Value)):
                return Value.Truth(container.Children.Any(child => child.Name == key));
            case ("modules" or "named_modules", _):
            case ("children" or "named_children", 0) when container.Kind == ContainerKind.List:
                return interpreter.Doubt($"which modules '{method.Name}' gives depends on what is registered");
            case ("children" or "values", 0):
                return interpreter.Objects.List(ListKind.List, container.Children.Select(child => child.Value));
            case ("named_children" or "items", 0):
                return interpreter.Objects.List(ListKind.List,
                    container.Children.Select((child, index) => (Value)interpreter.Objects.Tuple(new TextValue(NameOf(child, index)), child.Value)));
            case ("GetEnumerator" or "IndexOf" or "CopyTo", _):
                return Value.Unknown($"the call of '{method.Name}' cannot be followed");
            default:
                return null;
        }

        Value Set(ImmutableList<Registration> children)
        {
            interpreter.Store.Set(id, container with { Children = children });
            return new ReferenceValue(id);
        }
    }

    /// <summary>Adding to an object whose class derives from <c>Sequential</c>.</summary>
    public Value? Step(int id, ImmutableList<Registration> steps, IMethodSymbol method, IReadOnlyList<Value> values)
    {
        if (method.Name is not ("append" or "Add") || interpreter.Store.Find(id) is not ObjectContent made) return null;
        interpreter.Store.Set(id, made with
        {
            Steps = values.Count == 2 ? steps.Add(new Registration(Numbers.TextOf(values[0]) ?? Registration.Anywhere, values[1])) : Added(steps, values),
        });
        return new ReferenceValue(id);
    }

    /// <summary>The name under which a child is registered: its own, or its position.</summary>
    public static string NameOf(Registration child, int index) => child.Name.Length > 0 ? child.Name : Numbers.Text(index);

    /// <summary>What a parameter makes of an argument: where it takes a sequence, a module that is one gives its children, and what is not known is some of
    /// them.</summary>
    public Value Handed(Value value, IParameterSymbol? parameter)
    {
        if (parameter is null || !Purity.IsCollection(parameter.Type) || TorchSymbols.IsModule(parameter.Type)) return value;
        return interpreter.Each(value, one => (one, interpreter.Store.Find(one)) switch
        {
            (UnknownValue unknown, _) => Value.Rest(unknown.Reason),
            (_, ContainerContent or ObjectContent)
                => interpreter.Objects.List(ListKind.Array, interpreter.ItemsOrRest(one, "what a module gives when it is walked through is not followed")),
            _ => one,
        });
    }

    /// <summary>Adds modules, <c>(name, module)</c> pairs, and every one in a list of them.</summary>
    public ImmutableList<Registration> Added(ImmutableList<Registration> children, IEnumerable<Value> values)
    {
        foreach (var value in values) children = Added(children, value);
        return children;
    }

    private ImmutableList<Registration> Added(ImmutableList<Registration> children, Value value)
    {
        interpreter.Budget.Step();
        value = interpreter.Facts.Resolve(value);
        switch (value)
        {
            case NullValue or AbsentValue:
                return children;
            case ConditionalValue choice:
                return Of(choice.Then, then => Of(choice.Else, otherwise => Alternative(children, choice.Condition, then, otherwise)));
            case RepeatedValue repeated:
                return children.AddRange(Added([], repeated.Once).Select(child => child with { Value = repeated with { Once = child.Value } }));
            case QueryValue query:
                return Added(children, query.Items());
        }

        return interpreter.Store.Find(value) switch
        {
            ListContent { Kind: ListKind.Tuple, Items: { Count: 2 } pair }
                => children.Add(new Registration(Numbers.TextOf(interpreter.Facts.Resolve(pair[0])) ?? Registration.Anywhere, pair[1])),
            ListContent list => list.InOrder.Aggregate(children, (all, item) => Added(all, item)),
            DictionaryContent { Rest: null } dictionary
                => dictionary.Entries.Aggregate(
                    children, (all, entry) => all.Add(new Registration(Numbers.TextOf(entry.Key) ?? Registration.Anywhere, entry.Value))),
            PathContent { Type: IArrayTypeSymbol } path
                => children.Add(new Registration(Registration.Anywhere, Value.Rest($"it is passed in as '{path.Path}'"))),
            _ => children.Add(new Registration("", value)),
        };
    }

    /// <summary>One side of a condition or the other; two modules are one child that is one of them.</summary>
    private ImmutableList<Registration> Alternative(
        ImmutableList<Registration> children, DimensionExpression condition, ImmutableList<Registration> then, ImmutableList<Registration> otherwise)
    {
        if (then.Count == otherwise.Count && then.Zip(otherwise, (a, b) => a.Name == b.Name).All(same => same))
            return children.AddRange(then.Zip(otherwise, (a, b) => a with { Value = ConditionalValue.Of(condition, a.Value, b.Value) }));
        return children.AddRange(
        [
            .. then.Select(child => child with { Value = ConditionalValue.Of(condition, child.Value, AbsentValue.Instance) }),
            .. otherwise.Select(child => child with { Value = ConditionalValue.Of(condition, AbsentValue.Instance, child.Value) }),
        ]);
    }

    private ImmutableList<Registration> Of(Value value, Func<ImmutableList<Registration>, ImmutableList<Registration>> next) => next(Added([], value));

    private static int Certain(ContainerContent container)
    {
        var first = container.Children.FindIndex(child => !ListContent.IsSingle(child.Value));
        return first < 0 ? container.Children.Count : first;
    }
}
