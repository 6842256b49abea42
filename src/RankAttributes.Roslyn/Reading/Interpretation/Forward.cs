using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Reading.Interpretation;

/// <summary>The sizes of an image's or signal's axes as it passes through <c>forward</c>, as far as that is a plain chain of calls.</summary>
internal sealed partial class Interpreter
{
    private static readonly HashSet<string> KeepsSizes = new(StringComparer.Ordinal)
    {
        "relu", "relu_", "relu6", "leaky_relu", "leaky_relu_", "gelu", "silu", "silu_", "elu", "elu_", "sigmoid", "sigmoid_", "tanh", "tanh_", "hardswish", "mish", "softplus",
        "dropout", "dropout_", "dropout1d", "dropout2d", "dropout3d", "feature_dropout", "alpha_dropout", "softmax", "log_softmax", "batch_norm",
        "add", "add_", "mul", "mul_", "sub", "div", "abs", "sqrt", "square", "clamp",
    };

    private static readonly HashSet<string> KeepsValues = new(StringComparer.Ordinal)
    {
        "to", "cuda", "cpu", "contiguous", "clone", "alias", "MoveToOuterDisposeScope", "DetachFromDisposeScope", "requires_grad_",
    };

    private static readonly HashSet<string> DropsAxes = new(StringComparer.Ordinal) { "flatten", "view", "reshape", "mean", "squeeze" };

    private LinearFlow? flow;

    /// <summary>
    /// Follows an input of the given sizes through <c>forward</c>: notes the width behind each layer, and gives back the stretches of
    /// linear layers with nothing between them.
    /// </summary>
    /// <param name="forward">The method.</param>
    /// <param name="sizes">The sizes of the input's spatial axes; <see langword="null"/> where they are not known.</param>
    public IReadOnlyList<IReadOnlyList<LayerValue>> ReadForward(IMethodSymbol forward, IReadOnlyList<DimensionExpression>? sizes)
    {
        if (forward.Parameters.Length < 1 || source.Body(forward) is not { } body) return [];
        var constructed = scope.Save();
        scope.Locals[forward.Parameters[0]] = new TensorValue(sizes);
        flow = new LinearFlow(body);
        Inside(body);
        var stretches = scope.IsExhausted ? [] : flow.Stretches();
        flow = null;

        // What forward assigns is not there when the model is registered.
        scope.Restore(constructed);
        return stretches;
    }

    /// <summary>What a call does to a tensor; <see langword="null"/> where no tensor that is followed takes part.</summary>
    private Value? ThroughTensor(IInvocationOperation call)
    {
        if (flow is null) return null;
        var method = call.TargetMethod;
        if (method.Name is "forward" or "call" && call.Instance is { } module && call.Arguments.Length > 0)
        {
            var input = Evaluate(call.Arguments[0].Value) as TensorValue ?? new TensorValue(null);
            if (Evaluate(module) is not { } passed || !IsModuleValue(passed)) return null;
            flow.Follow(call.Syntax);
            return Pass(passed, input);
        }

        var (subject, rest) = call.Instance is { } instance ? (instance, 0) : call.Arguments.Length > 0 ? (call.Arguments[0].Value, 1) : (null, 0);
        if (subject?.Type?.Name != "Tensor" || source.Body(method) is not null || Evaluate(subject) is not TensorValue tensor) return null;
        if (KeepsValues.Contains(method.Name)) return tensor;
        if (KeepsSizes.Contains(method.Name)) return new TensorValue(tensor.Sizes);
        if (DropsAxes.Contains(method.Name)) return new TensorValue([]);
        if (PoolingAxes(method.Name) is not { } axes) return Unfollowed(method);
        if (tensor.Sizes is null) return new TensorValue(null);
        return Pooling(method.Name, axes, Arguments(call.Arguments.Skip(rest))) is { } effect && effect.Apply(tensor.Sizes) is { } sizes ? new TensorValue(sizes) : Unfollowed(method);
    }

    private Value Pass(Value module, TensorValue input)
    {
        switch (module)
        {
            case LayerValue { Kind: >= LayerKind.Conv1d and <= LayerKind.ConvTranspose3d } layer:
                if (input.Sizes is null) return new TensorValue(null);
                if (layer.Effect?.Apply(input.Sizes) is not { } sizes) return Value.Unknown("the sizes behind a convolution cannot be told");
                var width = sizes.Aggregate(DimensionExpression.Of(1), (product, size) => OperationDimension.Apply(DimensionOperator.Multiply, product, size));

                // A layer that is passed through twice keeps the larger width.
                layer.SpatialWidth = layer.SpatialWidth is { } before ? OperationDimension.Apply(DimensionOperator.Maximum, before, width) : width;
                return new TensorValue(sizes);
            case LayerValue { Kind: LayerKind.Linear } layer:
                return new TensorValue(input.Sizes) { Source = flow!.Pass(layer, input.Source, isCertain: scope is { CallDepth: 1, Conditions.Count: 0, Repetitions.Count: 0 }) };
            case WeightlessValue weightless:
                if (input.Sizes is null) return new TensorValue(null);
                return weightless.Effect?.Apply(input.Sizes) is { } behind ? new TensorValue(behind) : Value.Unknown("the sizes behind a module cannot be told");
            case ContainerValue container:
                Value current = input;
                foreach (var child in container.Children) current = Pass(child.Value, current as TensorValue ?? new TensorValue(null));
                return current;
            default:
                return Value.Unknown("a module that is not followed is passed through");
        }
    }

    private Value Read(ISymbol variable, Value value)
    {
        if (value is TensorValue { Source: { } output }) flow?.Read(variable, output);
        return value;
    }

    private static Value Meet(Value left, Value right)
    {
        if (left is TensorValue a && right is TensorValue b)
        {
            if (a.Sizes is null || b.Sizes is null) return new TensorValue(null);
            return ReferenceEquals(a.Sizes, b.Sizes) ? new TensorValue(a.Sizes) : Value.Unknown("tensors of different sizes meet");
        }

        return new TensorValue(((left as TensorValue) ?? (TensorValue)right).Sizes);
    }

    /// <summary>The number of axes that pooling of this name slides over: <c>MaxPool2d</c>, <c>adaptive_avg_pool1d</c>.</summary>
    public static int? PoolingAxes(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower.Contains("pool") && lower.EndsWith("d", StringComparison.Ordinal) && lower[lower.Length - 2] is '1' or '2' or '3' ? lower[lower.Length - 2] - '0' : null;
    }

    public static SpatialEffect? Pooling(string name, int axes, IReadOnlyDictionary<string, Value> arguments)
    {
        if (!name.StartsWith("adaptive", StringComparison.OrdinalIgnoreCase)) return SlidingWindow.Read(arguments, axes, isPooling: true, isTransposed: false);
        var given = arguments.TryGetValue("output_size", out var size) ? size : arguments.TryGetValue("outputSize", out size) ? size : null;
        return given switch
        {
            ListValue list => new FixedSizes([.. list.Items.Select(NumberOf)]),
            NumberValue number => new FixedSizes([number.Expression]),
            _ => null,
        };
    }
}
