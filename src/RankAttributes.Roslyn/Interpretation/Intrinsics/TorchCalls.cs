using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>TorchSharp's factories, containers, tensors and registration.</summary>
internal sealed class TorchCalls(Interpreter interpreter)
{
    private readonly Containers containers = new(interpreter);

    public Value? Static(IInvocationOperation call, IMethodSymbol method, IReadOnlyList<Value> values)
    {
        if (TorchSymbols.IsFactory(method)) return method.Name == "Parameter" ? Parameter(values[0]) : Make(method, Arguments(call, values));
        return TorchSymbols.IsTensorFactory(method) ? Tensor(call, method, values) : null;
    }

    /// <summary>What a factory makes of its arguments.</summary>
    public Value Make(IMethodSymbol factory, IReadOnlyDictionary<string, Value> given)
    {
        if (TorchCatalogue.Find(factory.Name) is not { } module) return Value.Unknown($"the factory '{factory.Name}' is not known");
        if (module.Role == TorchRole.Container)
        {
            return containers.Make(
                module.Name, given.Select(pair => containers.Handed(pair.Value, factory.Parameters.First(parameter => parameter.Name == pair.Key))));
        }

        var arguments = new TorchArguments(interpreter, given);
        var effect = SpatialEffect.Of(module, arguments);
        if (module.Weights is null) return new WeightlessValue(module.Type, effect);
        if (interpreter.Thrown.OpenAttempts > 0 && given.Values.Any(value => value is NumberValue { Expression.Value: < 0 or null }))
            interpreter.Doubt("a layer may refuse its sizes");
        var weights = module.Weights(arguments);
        if (weights.Reason is { } reason) return Value.Unknown(reason);
        if (weights.Matrices.Count == 0) return new WeightlessValue(module.Type, effect);
        return new LayerValue(module.Kind!.Value, weights.Matrices)
        {
            Name = module.Type,
            Id = interpreter.Store.Add(new LayerContent(ImmutableDictionary<string, Value>.Empty, weights.Tensors)),
            Effect = effect,
            IsBiasFree = arguments.Number("hasBias").Value == 0,
            Properties = module.Properties.ToDictionary(pair => pair.Property, pair => arguments.Number(pair.Parameter)),
            Tensors = weights.Tensors,
        };
    }

    /// <summary>What <c>new</c> makes of a type of TorchSharp.</summary>
    public Value Create(IObjectCreationOperation creation, INamedTypeSymbol type, IReadOnlyList<Value> values)
    {
        if (type.Name == "Parameter") return values.Count > 0 ? Parameter(values[0]) : Value.Unknown("a parameter without a tensor");
        if (Container(type, values.Select((value, index) => containers.Handed(value, creation.Arguments[index].Parameter))) is { } container) return container;
        return Value.Unknown($"a '{type.Name}' that is made by its constructor is not read");
    }

    /// <summary>A container of TorchSharp with modules or parameters; <see langword="null"/> for any other module.</summary>
    public Value? Container(INamedTypeSymbol type, IEnumerable<Value> values)
        => TorchCatalogue.Find(type.Name) is { Role: TorchRole.Container } container ? containers.Make(container.Name, values) : null;

    public Value? On(Value receiver, Content? content, IInvocationOperation call, IMethodSymbol method, IReadOnlyList<Value> values)
    {
        if (Registrations.TableOf(call) is { } module && interpreter.Registrations.OnTable(interpreter.Evaluate(module), call, method, values) is { } changed)
            return changed;
        if (method.Name == "RegisterComponents" && content is ObjectContent) return interpreter.Registrations.All(receiver);
        if (TorchSymbols.IsRegistration(method)) return interpreter.Registrations.One(receiver, values, call);
        if (content is ContainerContent container) return containers.Call(((ReferenceValue)receiver).Id, container, method, values);
        if (content is ObjectContent { Steps: { } steps }) return containers.Step(((ReferenceValue)receiver).Id, steps, method, values);
        return receiver is ParameterValue tensor ? OnTensor(tensor, method, values) : null;
    }

    public static IReadOnlyDictionary<string, Value> Arguments(IInvocationOperation call, IReadOnlyList<Value> values)
    {
        var arguments = new Dictionary<string, Value>(StringComparer.Ordinal);
        for (var index = 0; index < values.Count; index++)
        {
            if (call.Arguments[index].Parameter is { } parameter) arguments[parameter.Name] = values[index];
        }

        return arguments;
    }

    /// <summary>A parameter is a tensor of its own, whatever it was made of.</summary>
    private Value Parameter(Value tensor)
        => interpreter.Each(tensor, one => one is ParameterValue made
            ? new ParameterValue(made.Shape) { IsParameter = true }
            : one is UnknownValue
            ? one
            : Value.Unknown("the shape of a parameter's tensor is not known"));

    /// <summary>A tensor made with a shape: <c>torch.zeros(a, b)</c>, <c>torch.randn(new long[] { a, b })</c>.</summary>
    private Value Tensor(IInvocationOperation call, IMethodSymbol method, IReadOnlyList<Value> values)
    {
        if (method.Name.EndsWith("_like", StringComparison.Ordinal))
            return values[0] is ParameterValue like ? new ParameterValue(like.Shape) : Value.Unknown("the shape of a tensor is not known");
        var sizes = new List<DimensionExpression>();
        for (var index = 0; index < values.Count; index++)
        {
            if (call.Arguments[index] is not { ArgumentKind: not ArgumentKind.DefaultValue, Parameter: { } parameter }) continue;
            if (parameter.Name is "high" or "low" or "value" or "fill_value" || !IsSize(parameter.Type)) continue;
            if (interpreter.Items(values[index]) is { } items)
            {
                if (!Sequences.AreCertain(items)) return Value.Unknown("the number of a tensor's axes is not known");
                sizes.AddRange(items.Select(Numbers.NumberOf));
            }
            else if (Numbers.IsInteger(parameter.Type))
            {
                sizes.Add(Numbers.NumberOf(values[index]));
            }
            else
            {
                return Value.Unknown("the number of a tensor's axes is not known");
            }
        }

        if (method.Name == "eye" && sizes.Count == 1) sizes.Add(sizes[0]);
        if (sizes.Any(size => size.Value < 0)) return interpreter.Doubt("a tensor has no negative sizes");
        return sizes.Count > 0 ? new ParameterValue(sizes) : Value.Unknown($"the shape that '{method.Name}' makes cannot be read");
    }

    private Value? OnTensor(ParameterValue tensor, IMethodSymbol method, IReadOnlyList<Value> values) => (method.Name, values.Count) switch
    {
        ("size", 1) when Numbers.NumberOf(values[0]).Value is { } axis && Axis(tensor, axis) is { } size => new NumberValue(size),
        ("dim" or "ndimension", 0) => Value.Number(tensor.Shape.Count),
        ("t" or "T", 0) when tensor.Shape.Count == 2 => new ParameterValue([tensor.Shape[1], tensor.Shape[0]]),
        ("requires_grad_", _) => tensor,
        ("mul" or "mul_" or "div" or "div_" or "add" or "add_" or "sub" or "sub_", _)
            when method.Parameters.Any(parameter => parameter.Type.Name == "Tensor") && !values.All(value => value is NumberValue || IsOfShape(value, tensor))
            => interpreter.Doubt($"the shape that '{method.Name}' makes cannot be read"),
        ("to" or "cuda" or "cpu" or "detach" or "clone" or "mul" or "mul_" or "div" or "div_" or "add" or "add_" or "sub" or "sub_" or "normal_" or "uniform_"
            or "fill_" or "zero_" or "contiguous" or "float" or "neg" or "sqrt" or "abs" or "exp" or "log" or "square" or "tril" or "triu", _)
            => tensor.IsParameter ? new ParameterValue(tensor.Shape) : tensor,
        ("AsParameter", _) => new ParameterValue(tensor.Shape) { IsParameter = true },
        ("unsqueeze", 1) when Numbers.NumberOf(values[0]).Value == 0 => new ParameterValue([DimensionExpression.Of(1), .. tensor.Shape]),
        _ when TorchSymbols.IsInTorchSharp(method.ContainingType) => Value.Unknown($"the shape that '{method.Name}' makes cannot be read"),
        _ => null,
    };

    private static bool IsOfShape(Value value, ParameterValue tensor)
        => value is ParameterValue { Shape: var shape } && shape.SequenceEqual(tensor.Shape);

    private static DimensionExpression? Axis(ParameterValue tensor, long axis)
    {
        if (axis < 0) axis += tensor.Shape.Count;
        return axis >= 0 && axis < tensor.Shape.Count ? tensor.Shape[(int)axis] : null;
    }

    private static bool IsSize(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Numbers.IsInteger(array.ElementType),
        INamedTypeSymbol { Name: "ReadOnlySpan", TypeArguments: [var element] } => Numbers.IsInteger(element),
        _ => Numbers.IsInteger(type),
    };
}
