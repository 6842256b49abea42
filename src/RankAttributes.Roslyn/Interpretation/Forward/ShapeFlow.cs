using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>The sizes of an image's or signal's axes as it passes through <c>forward</c>, as far as that is a plain chain of calls.</summary>
internal sealed class ShapeFlow(Interpreter interpreter)
{
    private LinearFlow? flow;

    /// <summary>
    /// Follows an input of the given sizes through <c>forward</c>: notes the width behind each layer, and gives back the stretches of
    /// linear layers with nothing between them.
    /// </summary>
    /// <param name="instance">The model.</param>
    /// <param name="forward">The method.</param>
    /// <param name="sizes">The sizes of the input's spatial axes; <see langword="null"/> where they are not known.</param>
    public IReadOnlyList<IReadOnlyList<LayerValue>> ReadForward(Value instance, IMethodSymbol forward, IReadOnlyList<DimensionExpression>? sizes)
    {
        if (forward.Parameters.Length < 1 || interpreter.Source.Body(forward) is not { } body) return [];
        var constructed = interpreter.Store.Save();
        var frame = interpreter.Invocations.Frame(null, instance);
        frame.Declare(forward.Parameters[0], interpreter.Store.Add(new TensorValue(sizes)));
        try
        {
            flow = new LinearFlow(body);
            interpreter.Invocations.Inside(frame, body, forward.Name, isIterator: false);
            return flow.Stretches();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What forward does is not known; what the constructor made is.
            interpreter.Facts.Truncate(0);
            return [];
        }
        finally
        {
            // What forward assigns is not there when the model is registered.
            flow = null;
            interpreter.Store.Restore(constructed);
        }
    }

    /// <summary>What a call does to a tensor; <see langword="null"/> where no tensor that is followed takes part.</summary>
    public Value? Through(IInvocationOperation call)
    {
        if (flow is null) return null;
        var method = call.TargetMethod;
        if (method.Name is "forward" or "call" && call.Instance is { } module && call.Arguments.Length > 0)
        {
            var input = interpreter.Evaluate(call.Arguments[0].Value) as TensorValue ?? new TensorValue(null);
            var passed = interpreter.Evaluate(module);
            if (passed is not (LayerValue or WeightlessValue or SubmoduleValue)
                && interpreter.Store.Find(passed) is not (ContainerContent or ObjectContent { Steps: not null }))
                return null;
            flow.Follow(call.Syntax);
            return Pass(passed, input);
        }

        var (subject, rest) = call.Instance is { } instance ? (instance, 0) : call.Arguments.Length > 0 ? (call.Arguments[0].Value, 1) : (null, 0);
        if (subject?.Type?.Name != "Tensor" || interpreter.Source.Body(method) is not null || interpreter.Evaluate(subject) is not TensorValue tensor)
            return null;
        if (TensorFunctions.KeepsValues(method.Name)) return tensor;
        if (TensorFunctions.KeepsSizes(method.Name)) return new TensorValue(tensor.Sizes);
        if (TensorFunctions.DropsAxes(method.Name)) return new TensorValue([]);
        if (TensorFunctions.PoolingAxes(method.Name) is not { } axes) return Unfollowed(method);
        if (tensor.Sizes is null) return new TensorValue(null);
        return Pooling(method.Name, axes, call, rest) is { } effect && effect.Apply(tensor.Sizes) is { } sizes ? new TensorValue(sizes) : Unfollowed(method);
    }

    public Value Read(ISymbol variable, Value value)
    {
        if (value is TensorValue { Source: { } output }) flow?.Read(variable, output);
        return value;
    }

    public static Value Meet(Value left, Value right)
    {
        if (left is TensorValue a && right is TensorValue b)
        {
            if (a.Sizes is null || b.Sizes is null) return new TensorValue(null);
            return ReferenceEquals(a.Sizes, b.Sizes) ? new TensorValue(a.Sizes) : Value.Unknown("tensors of different sizes meet");
        }

        return new TensorValue(((left as TensorValue) ?? (TensorValue)right).Sizes);
    }

    private Value Pass(Value module, TensorValue input)
    {
        interpreter.Budget.Step();
        switch (module)
        {
            case LayerValue { Kind: >= LayerKind.Conv1d and <= LayerKind.ConvTranspose3d } layer:
                if (input.Sizes is null) return new TensorValue(null);
                if (layer.Effect?.Apply(input.Sizes) is not { } sizes) return Value.Unknown("the sizes behind a convolution cannot be told");
                var width = sizes.Aggregate(DimensionExpression.Of(1), (product, size) => Numbers.Apply(DimensionOperator.Multiply, product, size));

                // A layer that is passed through twice keeps the larger width.
                layer.SpatialWidth = layer.SpatialWidth is { } before ? Numbers.Apply(DimensionOperator.Maximum, before, width) : width;
                return new TensorValue(sizes);
            case LayerValue { Kind: LayerKind.Linear } layer:
                var isCertain = interpreter is { Depth: 1, OpenPasses: 0, Facts.Count: 0 };
                return new TensorValue(input.Sizes) { Source = flow!.Pass(layer, input.Source, isCertain) };
            case WeightlessValue weightless:
                if (input.Sizes is null) return new TensorValue(null);
                return weightless.Effect?.Apply(input.Sizes) is { } behind
                    ? new TensorValue(behind)
                    : Value.Unknown("the sizes behind a module cannot be told");
        }

        var children = interpreter.Store.Find(module) switch
        {
            ContainerContent container => container.Children,
            ObjectContent { Steps: { } steps } => steps,
            _ => null,
        };
        if (children is null) return Value.Unknown("a module that is not followed is passed through");
        return children.Aggregate((Value)input, (current, child) => Pass(child.Value, current as TensorValue ?? new TensorValue(null)));
    }

    private SpatialEffect? Pooling(string name, int axes, IInvocationOperation call, int rest)
    {
        var given = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var argument in call.Arguments.Skip(rest))
        {
            if (argument.Parameter is { } parameter) given[parameter.Name] = interpreter.Evaluate(argument.Value);
        }

        var arguments = new TorchArguments(interpreter, given);
        return name.StartsWith("adaptive", StringComparison.OrdinalIgnoreCase)
            ? FixedSizes.Read(arguments)
            : SlidingWindow.Read(arguments, axes, isPooling: true, isTransposed: false);
    }

    private static Value Unfollowed(IMethodSymbol method) => Value.Unknown($"the call of '{method.Name}' cannot be followed");
}
