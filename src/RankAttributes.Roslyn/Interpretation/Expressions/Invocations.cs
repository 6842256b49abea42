using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Runs the bodies of methods, functions, getters and setters in frames of their own.</summary>
internal sealed class Invocations(Interpreter interpreter)
{
    private const int MaxDepth = 100;

    private readonly Iterators iterators = new();

    /// <summary>Runs a method with values for its parameters.</summary>
    /// <param name="method">The method whose body it is.</param>
    /// <param name="body">A block, or the value of an expression body.</param>
    /// <param name="instance">What it is called on.</param>
    /// <param name="arguments">The arguments, where their operations are known.</param>
    /// <param name="values">Their values, in the same order.</param>
    public Value Invoke(IMethodSymbol method, IOperation body, Value? instance, ImmutableArray<IArgumentOperation> arguments, IReadOnlyList<Value> values)
    {
        if (method.IsAsync)
        {
            return Left(method, body, method.MethodKind == MethodKind.LocalFunction ? interpreter.Frame.Capture() : Frame(null, instance), instance,
                "an asynchronous method is not followed");
        }

        if (iterators.Is(body))
        {
            return Iterator(method, body, method.MethodKind == MethodKind.LocalFunction ? interpreter.Frame.Capture() : null, instance,
                [.. arguments.Select(argument => argument.Parameter)], values);
        }

        var outer = method.MethodKind == MethodKind.LocalFunction ? interpreter.Frame : null;
        var frame = Frame(outer, instance);
        bool MayMove(IOperation place) => interpreter.Places.ChangesSomething(place)
            || arguments.Any(other => other.Value != place && interpreter.Places.MayChange(other.Value));
        for (var index = 0; index < arguments.Length; index++)
        {
            // The body refers to the parameters of the definition.
            if (arguments[index].Parameter is not { } parameter) continue;
            if (parameter.RefKind != RefKind.None && Variable(arguments[index].Value) is { } variable
                && interpreter.Frame.Find(variable) is { } cell)
                Declare(parameter, cell);
            else if (parameter.RefKind != RefKind.None && !MayMove(arguments[index].Value)
                && interpreter.Places.Place(arguments[index].Value) is { } place)
                Declare(parameter, interpreter.Store.Add(place));
            else Declare(parameter, interpreter.Store.Add(interpreter.Structures.Kept(values[index], parameter.Type)));
        }

        var result = Inside(frame, body, method.Name, isIterator: false);
        foreach (var argument in arguments)
        {
            // An argument that is not a variable gets back what the method gave it.
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out } given && Variable(argument.Value) is null
                && Parameters(given).Select(frame.Find).FirstOrDefault(cell => cell is not null) is { } written
                    && interpreter.Store.Find(written) is Value value and not PlaceValue)
            {
                if (MayMove(argument.Value)) interpreter.Invalidation.ForgetPlace(argument.Value, "it is written to by a reference that is not followed");
                else interpreter.Places.Assign(argument.Value, value);
            }
        }

        return result;

        void Declare(IParameterSymbol parameter, int cell)
        {
            // Of an override, the parameters are its own.
            var definition = method.OriginalDefinition.Parameters;
            foreach (var symbol in Parameters(parameter.Ordinal < definition.Length ? definition[parameter.Ordinal] : parameter)) frame.Declare(symbol, cell);
            frame.Declare(parameter.OriginalDefinition, cell);
        }
    }

    /// <summary>Calls a function with positional values.</summary>
    public Value Call(FunctionValue function, params Value[] values)
    {
        if (function.Body is not { } body) return Foreign(function, values);
        if (function.Method.IsAsync) return Left(function.Method, body, function.Captured, function.Receiver, "an asynchronous function is not followed");
        var parameters = function.Method.OriginalDefinition.Parameters;
        if (iterators.Is(body)) return Iterator(function.Method, body, function.Captured, function.Receiver, parameters, values);
        var frame = Frame(function.Captured, function.Receiver);
        for (var index = 0; index < parameters.Length && index < values.Length; index++)
        {
            foreach (var symbol in Parameters(parameters[index]))
                frame.Declare(symbol, interpreter.Store.Add(interpreter.Structures.Kept(values[index], parameters[index].Type)));
        }

        return Inside(frame, body, function.Method.Name, isIterator: false);
    }

    /// <summary>Runs a method that takes an object apart, and gives back the parts.</summary>
    public Value TakeApart(IMethodSymbol method, IOperation body, Value whole)
    {
        var frame = Frame(null, method.IsStatic ? null : whole);
        var given = method.OriginalDefinition.Parameters;
        var cells = given.Select((parameter, index) =>
        {
            var cell = interpreter.Store.Add(method.IsStatic && index == 0 ? whole : Value.Unknown("it is not set"));
            foreach (var symbol in Parameters(parameter)) frame.Declare(symbol, cell);
            return cell;
        }).ToList();
        if (Inside(frame, body, method.Name, isIterator: false) is NeverValue never) return never;
        var parts = cells.Skip(method.IsStatic ? 1 : 0).Select(cell => interpreter.Store.Find(cell) as Value ?? Value.Unknown("it is not set"));
        return interpreter.Objects.Tuple([.. parts]);
    }

    /// <summary>What an iterator gives: it runs whenever somebody walks through it, and not where it is called.</summary>
    private Value Iterator(IMethodSymbol method, IOperation body, Frame? outer, Value? instance, IReadOnlyList<IParameterSymbol?> parameters,
        IReadOnlyList<Value> values)
    {
        if (Iterators.MayNotEnd(body) && interpreter.Statements.Interference.ReachesOut(body))
            return Left(method, body, outer ?? Frame(null, instance), instance, "an iterator that may not end, and that changes something, is not followed");
        return new QueryValue(
            () =>
            {
                var frame = Frame(outer, instance);
                for (var index = 0; index < parameters.Count && index < values.Count; index++)
                {
                    if (parameters[index] is not { } parameter) continue;
                    foreach (var symbol in Parameters(parameter))
                        frame.Declare(symbol, interpreter.Store.Add(interpreter.Structures.Kept(values[index], parameter.Type)));
                }

                return interpreter.ItemsOrRest(Inside(frame, body, method.Name, isIterator: true), "an iterator that is not followed");
            },
            [new FunctionValue(method, body, outer ?? Frame(null, instance), instance)]);
    }

    /// <summary>A factory of TorchSharp that is used as a value; any other method without source cannot be followed.</summary>
    private Value Foreign(FunctionValue function, Value[] values)
    {
        var method = function.Method;
        if (!Torch.TorchSymbols.IsFactory(method) || method.Name == "Parameter")
        {
            var reason = $"the call of '{method.Name}' cannot be followed";
            interpreter.Invalidation.ForgetCall(method, function.Receiver, values, reason);
            return interpreter.Doubt(reason);
        }

        var given = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Ordinal < values.Length) given[parameter.Name] = values[parameter.Ordinal];
            else if (parameter.HasExplicitDefaultValue) given[parameter.Name] = Defaults.Constant(parameter.ExplicitDefaultValue, parameter.Type);
        }

        return interpreter.Expressions.Calls.Torch.Make(method, given);
    }

    /// <summary>Evaluates what a getter or initializer computes.</summary>
    public Value Run(IOperation body, Value? instance, string name) => Inside(Frame(null, instance), body, name, iterators.Is(body));

    public void RunSetter(IOperation body, Value instance, IPropertySymbol property, Value value, IReadOnlyList<Value>? indexes = null)
    {
        var frame = Frame(null, instance);
        for (var index = 0; index < (indexes?.Count ?? 0); index++)
        {
            var cell = interpreter.Store.Add(indexes![index]);
            frame.Declare(property.OriginalDefinition.Parameters[index], cell);
            frame.Declare(property.OriginalDefinition.SetMethod!.Parameters[index], cell);
        }

        if (property.OriginalDefinition.SetMethod is { Parameters: [.., var parameter] }) frame.Declare(parameter, interpreter.Store.Add(value));
        Inside(frame, body, property.Name, isIterator: false);
    }

    public void Yield(Value item)
    {
        if (interpreter.Frame.Yields is { } list && interpreter.Store.Find(list) is ListContent given)
            interpreter.Store.Set(list, given with { Items = given.Items.Add(item) });
    }

    public Frame Frame(Frame? outer, Value? instance) => new(outer, instance, interpreter.Frame.Pins) { FactsBefore = interpreter.Facts.Count };

    /// <summary>Runs a body in a frame, and joins the ways in which it returns.</summary>
    public Value Inside(Frame frame, IOperation body, string name, bool isIterator)
    {
        if (interpreter.Depth >= MaxDepth) return TooDeep(frame, body, $"'{name}' calls itself too deeply");
        interpreter.Budget.Enter();
        var (outer, facts, since) = (interpreter.Frame, interpreter.Facts.Count, interpreter.Store.Save().Position);
        (interpreter.Frame, interpreter.Depth) = (frame, interpreter.Depth + 1);
        if (isIterator) frame.Yields = interpreter.Objects.List(ListKind.List, []).Id;
        Value result = Value.Null;
        bool goes;
        if (body is IBlockOperation)
        {
            goes = interpreter.Run(body);
            (goes, result) = interpreter.Statements.Exits.Settle(ExitKind.Return, null, goes, since, result);
        }
        else
        {
            result = interpreter.Evaluate(body);
            if (body.Syntax is RefExpressionSyntax or { Parent: RefExpressionSyntax }) interpreter.Places.Lend(body);
            goes = result is not NeverValue;
        }

        if (frame.Yields is { } yields) result = new ReferenceValue(yields);
        (interpreter.Frame, interpreter.Depth) = (outer, interpreter.Depth - 1);
        interpreter.Facts.Truncate(Math.Min(facts, interpreter.Facts.Count));
        interpreter.Deferred.Settle();
        return goes ? interpreter.Facts.Resolve(result) : new NeverValue();
    }

    /// <summary>Code that runs on by itself after it was called.</summary>
    private Value Left(IMethodSymbol method, IOperation body, Frame captured, Value? receiver, string reason)
    {
        Value function = new FunctionValue(method, body, captured, receiver);
        interpreter.Invalidation.Forget(function, reason);
        return interpreter.Doubt(reason);
    }

    private Value TooDeep(Frame frame, IOperation body, string reason)
    {
        var outer = interpreter.Frame;
        interpreter.Frame = frame;
        interpreter.Invalidation.Forget(body, reason);
        interpreter.Frame = outer;
        return interpreter.Doubt(reason);
    }

    private static IEnumerable<IParameterSymbol> Parameters(IParameterSymbol parameter)
    {
        var definition = parameter.OriginalDefinition;
        yield return definition;
        if (definition.ContainingSymbol is IMethodSymbol { PartialImplementationPart: { } implementation })
            yield return implementation.Parameters[definition.Ordinal];
    }

    private static ISymbol? Variable(IOperation place) => place switch
    {
        ILocalReferenceOperation { IsDeclaration: false, Local: var local } => local,
        IParameterReferenceOperation { Parameter: var parameter } => parameter,
        _ => null,
    };
}
