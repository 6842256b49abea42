using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Calls: of methods that are read, of those that are known of the framework and of TorchSharp, and of all others, after which nothing they
/// reach is known.
/// </summary>
internal sealed class Calls(Interpreter interpreter)
{
    // Methods that change the shape of the tensor they are called on.
    private static readonly HashSet<string> Reshaping = new(StringComparer.Ordinal)
    {
        "unsqueeze_", "squeeze_", "t_", "transpose_", "swapaxes_", "swapdims_", "resize_", "resize_as_", "set_",
    };

    private readonly Linq linq = new(interpreter);
    private readonly Collections collections = new(interpreter);
    private readonly Framework framework = new(interpreter);

    public TorchCalls Torch { get; } = new(interpreter);

    public Views Views { get; } = new(interpreter);

    public Value Call(IInvocationOperation call)
    {
        interpreter.Budget.Enter();
        var method = call.TargetMethod;

        // While a parenthesis is missing, a number may be half of one.
        if (call.Syntax.ContainsDiagnostics && TorchSymbols.IsFactory(method)) return Value.Unknown(Value.BeingTyped);
        if (interpreter.Forward.Through(call) is { } behind) return behind;
        var receiver = call.Instance is { } instance ? interpreter.Evaluate(instance) : null;
        var values = call.Arguments.Select(argument => interpreter.Evaluate(argument.Value)).ToList();
        if (receiver is NeverValue || values.Any(value => value is NeverValue)) return new NeverValue();
        if (Purity.IsLibrary(method.ContainingType) && call.Arguments.Where((argument, index) => IsFromOutside(argument, values[index])).Any())
            interpreter.Invalidation.ForgetOutside(values.Append(receiver).OfType<Value>(), $"a function that is not known is handed to '{method.Name}'");
        return receiver is null ? Static(call, method, values) : interpreter.Each(receiver, one => On(one, call, method, values));
    }

    /// <summary>
    /// A factory call that does not compile: the compiler says what is wrong; names of other versions (<c>kernelSize</c>,
    /// <c>inputChannel</c>) still tell what is meant.
    /// </summary>
    public Value InError(InvocationExpressionSyntax call)
    {
        if (call.ContainsDiagnostics || interpreter.Source.FactoryInError(call) is not { } factory) return Value.Unknown(Value.BeingTyped);
        var arguments = factory.Parameters.Where(parameter => parameter.HasExplicitDefaultValue)
            .ToDictionary(parameter => parameter.Name, parameter => Defaults.Constant(parameter.ExplicitDefaultValue, parameter.Type), StringComparer.Ordinal);
        for (var index = 0; index < call.ArgumentList.Arguments.Count; index++)
        {
            var argument = call.ArgumentList.Arguments[index];
            var name = argument.NameColon is { Name.Identifier.ValueText: var written }
                ? factory.Parameters.FirstOrDefault(parameter => TorchCatalogue.Plain(parameter.Name) == TorchCatalogue.Plain(written))?.Name
                : index < factory.Parameters.Length ? factory.Parameters[index].Name : null;
            if (name is null) continue;
            if (interpreter.Source.Operation(argument.Expression) is not { } operation) return Value.Unknown(Value.BeingTyped);
            arguments[name] = interpreter.Evaluate(operation);
        }

        return Torch.Make(factory, arguments);
    }

    private bool IsFromOutside(IArgumentOperation argument, Value value)
        => argument.Parameter?.Type.TypeKind == TypeKind.Delegate && !Demands.IsKnown(value, interpreter.Store);

    /// <summary>A method as a value.</summary>
    public FunctionValue Function(IMethodSymbol method, Value? receiver, bool isBase = false)
    {
        var known = receiver is null || isBase ? method : (IMethodSymbol?)Dispatch.Of(receiver, interpreter.Store.Find(receiver), method);
        var chosen = known ?? method;
        return interpreter.Hand(new FunctionValue(chosen, known is null ? null : interpreter.Source.Body(known), chosen.MethodKind == MethodKind.LocalFunction
            ? interpreter.Frame
            : new Frame(null, receiver, interpreter.Frame.Pins), receiver));
    }

    private Value Static(IInvocationOperation call, IMethodSymbol method, IReadOnlyList<Value> values)
    {
        if (method is { IsVirtual: true } or { IsAbstract: true }) return Unfollowed(call, method, null, values);
        if (interpreter.Source.Body(method) is { } body) return interpreter.Invocations.Invoke(method, body, null, call.Arguments, values);
        if (interpreter.Thrown.IsWatched && Refusals.May(call, method, values, interpreter.Store)) interpreter.Thrown.Refuse();
        if (Torch.Static(call, method, values) is { } made) return made;
        if (linq.Call(call, method, values) is { } queried) return queried;
        if (values.Any(value => value is UnknownValue) && Purity.Changes(method)) return Unfollowed(call, method, null, values);
        if (framework.Static(call, method, values) is { } known) return known;
        if (Views.Static(method, values) is { } view) return view;
        if (method.ContainingType.Name is "CollectionExtensions" && collections.Call(values[0], interpreter.Store.Find(values[0]), call, method,
            [.. values.Skip(1)]) is { } extended) return extended;
        if (method.IsExtensionMethod && values.Count > 0 && IsModule(values[0]) && TorchSymbols.IsInTorchSharp(method.ContainingType)) return values[0];
        return Unfollowed(call, method, null, values);
    }

    private Value On(Value receiver, IInvocationOperation call, IMethodSymbol method, IReadOnlyList<Value> values)
    {
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return receiver is FunctionValue function ? Function(call, function, values) : Unknown(call, method, receiver, values);
        var content = interpreter.Store.Find(receiver);
        var known = call.IsVirtual ? (IMethodSymbol?)Dispatch.Of(receiver, content, method) : method;
        method = known ?? method;
        if (receiver is not UnknownValue and not NullValue && known is not null && interpreter.Source.Body(method) is { } body)
            return interpreter.Invocations.Invoke(method, body, receiver, call.Arguments, values);
        if (interpreter.Thrown.IsWatched && Refusals.May(call, method, values, interpreter.Store)) interpreter.Thrown.Refuse();
        if (receiver is ParameterValue && Reshaping.Contains(method.Name))
            interpreter.Store.Replace(receiver, Value.Unknown($"'{method.Name}' changes its shape"));
        if (Torch.On(receiver, content, call, method, values) is { } answered) return answered;
        if (Views.On(receiver, method, values) is { } viewed) return viewed;
        if (collections.Call(receiver, content, call, method, values) is { } changed) return changed;
        if (Texts.Call(interpreter, receiver, call.Instance?.Type, method.Name, values) is { } text) return text;
        if (method is { Name: "GetValueOrDefault", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }
            && receiver is NullValue or NumberValue { Expression.Value: not null } or RealValue)
            return receiver is not NullValue ? receiver : values.Count == 1 ? values[0] : Defaults.Of(method.ReturnType);

        // to(), cuda(), eval() and their like give back the module or tensor they were called on.
        if (TorchSymbols.IsInTorchSharp(method.ContainingType) && (IsModule(receiver) || content is ObjectContent or ContainerContent)
            && TorchSymbols.IsModule(method.ReturnType))
        {
            // Of what is handed to apply(), a function may change the modules.
            foreach (var value in values) interpreter.Invalidation.Forget(value, $"it is handed to '{method.Name}'");
            return receiver;
        }

        if (receiver is PathValue or UnknownValue && TorchSymbols.IsInTorchSharp(method.ContainingType) && Purity.LeavesAlone(method))
            return Value.Unknown((receiver as UnknownValue)?.Reason ?? $"the call of '{method.Name}' cannot be followed");
        return Unfollowed(call, method, receiver, values);
    }

    private Value Function(IInvocationOperation call, FunctionValue function, IReadOnlyList<Value> values)
    {
        var result = interpreter.Invocations.Call(function, [.. values]);
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out })
                interpreter.Places.Assign(argument.Value, Value.Unknown("a function that is a value writes to it"));
        }

        return result;
    }

    /// <summary>A delegate that is not known may be any function that was ever handed on.</summary>
    private Value Unknown(IInvocationOperation call, IMethodSymbol method, Value receiver, IReadOnlyList<Value> values)
    {
        const string Reason = "a delegate that is not known is called";
        foreach (var function in interpreter.Handed.Values.ToList()) interpreter.Invalidation.Forget(function, Reason);
        return Unfollowed(call, method, receiver, values, Reason);
    }

    private Value Unfollowed(IInvocationOperation call, IMethodSymbol method, Value? receiver, IReadOnlyList<Value> values, string? reason = null)
    {
        reason ??= $"the call of '{method.Name}' cannot be followed";
        interpreter.Invalidation.ForgetCall(method, receiver, values, reason);
        Views.Escape(method, receiver, values);
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out }) interpreter.Places.Assign(argument.Value, Value.Unknown(reason));
        }

        return !interpreter.Thrown.IsWatched && TorchSymbols.IsInTorchSharp(method.ContainingType)
            || Purity.LeavesAlone(method) && method.ReturnsVoid && receiver is not NullValue && method.MethodKind != MethodKind.DelegateInvoke
            ? Value.Unknown(reason)
            : interpreter.Doubt(reason);
    }

    private static bool IsModule(Value value) => value is LayerValue or SubmoduleValue or WeightlessValue or ParameterValue;
}
