using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Reading.Interpretation;

/// <summary>Calls and creations: factories, containers, helpers of the class, lists.</summary>
internal sealed partial class Interpreter
{
    private Value Call(IInvocationOperation call)
    {
        var method = call.TargetMethod;

        // While a parenthesis is missing, a number may be half of one.
        if (call.Syntax.ContainsDiagnostics && TorchSymbols.IsFactory(method)) return Value.Unknown(Value.BeingTyped);
        if (ThroughTensor(call) is { } behind) return behind;
        if (TorchSymbols.IsFactory(method)) return method.Name == "Parameter" ? Evaluate(call.Arguments[0].Value) : Factories.Make(method, Arguments(call.Arguments));
        if (TorchSymbols.IsTensorFactory(method)) return Tensor(method, call.Arguments);
        if (method.ContainingType is { Name: "Math", ContainingNamespace.Name: "System" }) return Mathematics(method.Name, call.Arguments);
        if (method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" }) return Query(call);
        if (method.Name is "register_module" or "register_parameter" or "register_buffer" && TorchSymbols.IsModule(method.ContainingType)) return Register(call);
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return call.Instance is { } target && Evaluate(target) is FunctionValue function ? Invoke(function, [.. call.Arguments.Select(argument => Evaluate(argument.Value))]) : Value.Unknown("a delegate that is not known is called");
        if (source.Body(method) is { } body) return Invoke(method, body, call.Arguments);
        if (call.Instance is not { } instance) return method.IsExtensionMethod && call.Arguments.Length > 0 && IsModuleValue(Evaluate(call.Arguments[0].Value)) ? Evaluate(call.Arguments[0].Value) : Unfollowed(method);

        var receiver = Evaluate(instance);
        return receiver switch
        {
            ListValue list => ChangeList(list, call),
            ContainerValue container => ChangeContainer(container, call),
            NumberValue or TextValue when method.Name == "ToString" => TextOf(receiver) is { } text ? new TextValue(text) : new TextValue("{" + NumberOf(receiver) + "}"),

            // to(), cuda(), eval() and their like give back the module or tensor they were called on.
            _ when IsModuleValue(receiver) || receiver is ParameterValue => receiver,
            _ => Unfollowed(method),
        };
    }

    /// <summary>
    /// A factory call that does not compile: the compiler says what is wrong; names of other versions (<c>kernelSize</c>,
    /// <c>inputChannel</c>) still tell what is meant.
    /// </summary>
    private Value CallInError(InvocationExpressionSyntax call)
    {
        if (call.ContainsDiagnostics) return Value.Unknown(Value.BeingTyped);
        if (source.FactoryInError(call) is not { } factory) return Value.Unknown(Value.BeingTyped);
        var arguments = factory.Parameters.Where(parameter => parameter.HasExplicitDefaultValue).ToDictionary(parameter => parameter.Name, parameter => Constant(parameter.ExplicitDefaultValue), StringComparer.Ordinal);
        for (var index = 0; index < call.ArgumentList.Arguments.Count; index++)
        {
            var argument = call.ArgumentList.Arguments[index];
            var name = argument.NameColon is { Name.Identifier.ValueText: var written }
                ? factory.Parameters.FirstOrDefault(parameter => Plain(parameter.Name) == Plain(written))?.Name
                : index < factory.Parameters.Length ? factory.Parameters[index].Name : null;
            if (name is null) continue;
            if (source.Operation(argument.Expression) is not { } operation) return Value.Unknown(Value.BeingTyped);
            arguments[name] = Evaluate(operation);
        }

        return Factories.Make(factory, arguments);
    }

    /// <summary>A parameter's name without what versions changed about it.</summary>
    private static string Plain(string name)
    {
        var plain = name.Replace("_", "").ToLowerInvariant();
        return plain switch
        {
            "inputchannel" or "inputchannels" => "inchannels",
            "outputchannel" or "outputchannels" => "outchannels",
            "infeatures" or "inputfeatures" => "inputsize",
            "outfeatures" or "outputfeatures" => "outputsize",
            "hasbias" => "bias",
            _ => plain,
        };
    }

    private Value Create(IObjectCreationOperation creation)
    {
        if (creation.Type is not INamedTypeSymbol type) return Value.Unknown("what is created is not known");
        if (TorchSymbols.IsTorchModule(type) && type.Name is "Sequential" or "ModuleList" or "ModuleDict") return Initialize(new ContainerValue([]), creation);
        if (TorchSymbols.IsTorchModule(type) && type.Name == "Parameter") return creation.Arguments.Length > 0 ? Evaluate(creation.Arguments[0].Value) : Value.Unknown("a parameter without a tensor");
        if (TorchSymbols.IsModule(type)) return new SubmoduleValue(type, creation.Constructor, Arguments(creation.Arguments));

        var made = new ListValue([]);
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter is not { } parameter) continue;
            var value = Evaluate(argument.Value);
            if (type.IsRecord) made.Members[parameter.Name] = value;
            else if (value is ListValue elements && creation.Arguments.Length == 1) made.Items.AddRange(elements.Items);
        }

        return Initialize(made, creation);
    }

    private Value Initialize(Value made, IObjectCreationOperation creation)
    {
        foreach (var initializer in creation.Initializer?.Initializers ?? [])
        {
            switch (initializer)
            {
                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member }, Value: var value } when made is ListValue record:
                    record.Members[member.Name] = Evaluate(value);
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add" } add when made is ListValue list:
                    ChangeList(list, add);
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add" } add when made is ContainerValue container:
                    ChangeContainer(container, add);
                    break;
            }
        }

        if (made is ContainerValue target) Factories.AddAll(target.Children, new ListValue([.. creation.Arguments.Select(argument => Evaluate(argument.Value))]));
        return made;
    }

    private Value ChangeList(ListValue list, IInvocationOperation call)
    {
        var arguments = call.Arguments.Select(argument => Evaluate(argument.Value)).ToList();
        switch (call.TargetMethod.Name)
        {
            case "Add" when arguments.Count == 1:
                list.Items.Add(scope.InContext(arguments[0]));
                break;
            case "Add" when arguments.Count == 2:
                list.Items.Add(scope.InContext(new ListValue(arguments)));
                break;
            case "AddRange" when arguments is [ListValue added]:
                list.Items.AddRange(added.Items.Select(scope.InContext));
                break;
            case "Insert" when arguments is [NumberValue { Expression.Value: { } at }, { } inserted] && at >= 0 && at <= list.Items.Count:
                list.Items.Insert((int)at, scope.InContext(inserted));
                break;
            case "ToArray" or "ToList" or "AsReadOnly" or "Append":
                return list;
            default:
                return Unfollowed(call.TargetMethod);
        }

        return new NullValue();
    }

    private Value ChangeContainer(ContainerValue container, IInvocationOperation call)
    {
        var arguments = call.Arguments.Select(argument => Evaluate(argument.Value)).ToList();
        switch (call.TargetMethod.Name)
        {
            case "Add" or "append" or "Append" when arguments.Count == 1:
                Factories.AddAll(container.Children, scope.InContext(arguments[0]));
                break;
            case "Add" or "append" or "Append" or "add_module" or "register_module" when arguments is [TextValue name, { } module]:
                container.Children.Add(new(name.Text, scope.InContext(module)));
                break;
            case "AddRange" or "extend" when arguments is [ListValue list]:
                foreach (var item in list.Items) Factories.AddAll(container.Children, scope.InContext(item));
                break;
            case "Insert" or "insert" when arguments is [NumberValue { Expression.Value: { } at }, { } inserted] && at >= 0 && at <= container.Children.Count:
                container.Children.Insert((int)at, new("", scope.InContext(inserted)));
                for (var index = 0; index < container.Children.Count; index++) container.Children[index] = new(Integers.Text(index), container.Children[index].Value);
                break;
        }

        return container;
    }

    private Value Register(IInvocationOperation call)
    {
        var arguments = Arguments(call.Arguments);
        if (call.TargetMethod.Name != "register_buffer" && arguments.Values.OfType<TextValue>().FirstOrDefault() is { } name && arguments.Values.FirstOrDefault(value => value is not TextValue) is { } made)
            scope.Registered.Add(new(name.Text, scope.InContext(made)));
        return new NullValue();
    }

    private Value Invoke(IMethodSymbol method, IOperation body, IEnumerable<IArgumentOperation> arguments)
    {
        if (scope.CallDepth >= DeepestCall || !source.Enter(method.OriginalDefinition)) return Value.Unknown($"'{method.Name}' calls itself");
        foreach (var argument in arguments)
        {
            // The body refers to the parameters of the definition.
            if (argument.Parameter is { } parameter) scope.Locals[parameter.OriginalDefinition] = Evaluate(argument.Value);
        }

        var result = Inside(body);
        source.Leave(method.OriginalDefinition);
        return result;
    }

    private Value Invoke(FunctionValue function, IReadOnlyList<Value> arguments)
    {
        if (scope.CallDepth >= DeepestCall) return Value.Unknown("a function calls itself");
        var parameters = function.Function.Symbol.Parameters;
        for (var index = 0; index < parameters.Length && index < arguments.Count; index++) scope.Locals[parameters[index]] = arguments[index];
        return Inside(function.Function.Body);
    }

    private Value Inside(IOperation body)
    {
        var outer = returned;
        returned = null;
        scope.CallDepth++;
        if (body is IBlockOperation) Run(body);
        else returned = Evaluate(body);
        scope.CallDepth--;
        var result = returned ?? new NullValue();
        returned = outer;
        return result;
    }

    /// <summary><c>Enumerable.Range(…).Select(i => …)</c> and what turns it into a list.</summary>
    private Value Query(IInvocationOperation call)
    {
        var arguments = call.Arguments.Select(argument => Evaluate(argument.Value)).ToList();
        switch (call.TargetMethod.Name, arguments)
        {
            case ("Range", [NumberValue { Expression.Value: { } start }, NumberValue { Expression.Value: >= 0 and <= 10_000 and { } count }]):
                return new ListValue([.. Enumerable.Range(0, (int)count).Select(index => Value.Number(start + index))]);
            case ("Range", [_, NumberValue count]):
                return new RepeatedValue(count.Expression, new NumberValue(DimensionExpression.Symbol("i")));
            case ("Repeat", [{ } element, NumberValue { Expression.Value: >= 0 and <= 10_000 and { } times }]):
                return new ListValue([.. Enumerable.Repeat(element, (int)times)]);
            case ("Select", [ListValue list, FunctionValue function]):
                return new ListValue([.. list.Items.Select((item, index) => Invoke(function, [item, Value.Number(index)]))]);
            case ("Select", [RepeatedValue repeated, FunctionValue function]):
                return repeated with { Once = Invoke(function, [repeated.Once]) };
            case ("ToArray" or "ToList" or "AsEnumerable" or "Cast", [{ } same, ..]):
                return same;
            case ("Concat", [ListValue first, ListValue second]):
                return new ListValue([.. first.Items, .. second.Items]);
            case ("Append", [ListValue first, { } last]):
                return new ListValue([.. first.Items, last]);
            case ("Prepend", [ListValue first, { } head]):
                return new ListValue([head, .. first.Items]);
            case ("Skip", [ListValue list, NumberValue { Expression.Value: { } skipped }]):
                return new ListValue([.. list.Items.Skip((int)skipped)]);
            case ("Take", [ListValue list, NumberValue { Expression.Value: { } taken }]):
                return new ListValue([.. list.Items.Take((int)taken)]);
            case ("Last", [ListValue { Items.Count: > 0 } list]):
                return list.Items[list.Items.Count - 1];
            case ("First", [ListValue { Items.Count: > 0 } list]):
                return list.Items[0];
            case ("Last" or "First", [PathValue path]) when call.Type is { } element:
                return OfType(element, path.Path + (call.TargetMethod.Name == "Last" ? "[^1]" : "[0]"));
            case ("Count", [PathValue path]):
                return new NumberValue(scope.Symbol(path.Path + ".Length"));
            case ("Count", [ListValue list]):
                return Value.Number(list.Items.Count);
            case ("Sum", [ListValue list]):
                return list.Items.Aggregate(Value.Number(0), (sum, item) => Arithmetic(BinaryOperatorKind.Add, sum, item));
            default:
                return Unfollowed(call.TargetMethod);
        }
    }

    private Value Mathematics(string name, IReadOnlyList<IArgumentOperation> arguments)
    {
        var values = arguments.Select(argument => Evaluate(argument.Value)).ToList();
        if (values.Count == 2 && name is "Min" or "Max" && values.All(value => value is NumberValue))
            return Number(name == "Min" ? DimensionOperator.Minimum : DimensionOperator.Maximum, NumberOf(values[0]), NumberOf(values[1]));
        return (name, values.Select(RealOf).ToList()) switch
        {
            ("Min", [{ } x, { } y]) => new RealValue(Math.Min(x, y)),
            ("Max", [{ } x, { } y]) => new RealValue(Math.Max(x, y)),
            ("Pow", [{ } x, { } y]) => new RealValue(Math.Pow(x, y)),
            ("Sqrt", [{ } x]) => new RealValue(Math.Sqrt(x)),
            ("Log", [{ } x]) => new RealValue(Math.Log(x)),
            ("Log2", [{ } x]) => new RealValue(Math.Log(x) / Math.Log(2)),
            ("Floor", [{ } x]) => new RealValue(Math.Floor(x)),
            ("Ceiling", [{ } x]) => new RealValue(Math.Ceiling(x)),
            ("Round", [{ } x]) => new RealValue(Math.Round(x)),
            ("Truncate", [{ } x]) => new RealValue(Math.Truncate(x)),
            ("Abs", [{ } x]) when values[0] is NumberValue => Value.Number((long)Math.Abs(x)),
            ("Abs", [{ } x]) => new RealValue(Math.Abs(x)),
            _ => Value.Unknown($"Math.{name} of a value that is not known yet"),
        };
    }

    /// <summary>A tensor made with a shape: <c>torch.zeros(a, b)</c>, <c>torch.randn(new long[] { a, b })</c>.</summary>
    private Value Tensor(IMethodSymbol method, IReadOnlyList<IArgumentOperation> arguments)
    {
        var sizes = new List<DimensionExpression>();
        foreach (var argument in arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter is not { } parameter) continue;
            if (parameter.Name is "high" or "low" or "value" || !IsSize(parameter.Type)) continue;
            var value = Evaluate(argument.Value);
            if (value is ListValue list) sizes.AddRange(list.Items.Select(NumberOf));
            else sizes.Add(NumberOf(value));
        }

        return sizes.Count > 0 ? new ParameterValue(sizes) : Value.Unknown($"the shape that '{method.Name}' makes cannot be read");
    }

    private static bool IsSize(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsInteger(array.ElementType),
        INamedTypeSymbol { Name: "ReadOnlySpan", TypeArguments: [var element] } => IsInteger(element),
        _ => IsInteger(type),
    };

    private Dictionary<string, Value> Arguments(IEnumerable<IArgumentOperation> arguments)
    {
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter) values[parameter.Name] = Evaluate(argument.Value);
        }

        return values;
    }

    private static bool IsModuleValue(Value value) => value is LayerValue or ContainerValue or SubmoduleValue or WeightlessValue;

    private static Value Unfollowed(IMethodSymbol method) => Value.Unknown($"the call of '{method.Name}' cannot be followed");
}
