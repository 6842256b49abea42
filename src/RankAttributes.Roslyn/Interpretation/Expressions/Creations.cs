using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>What <c>new</c> makes: modules, lists, arrays, and objects of classes that are read.</summary>
internal sealed class Creations(Interpreter interpreter)
{
    private const int MaxLength = 10_000;

    public Value Object(IObjectCreationOperation creation, Func<Value, Func<Value>, Value> with)
    {
        if (creation.Type is not INamedTypeSymbol type) return interpreter.Doubt("what is created is not known");
        var values = creation.Arguments.Select(argument => interpreter.Evaluate(argument.Value)).ToList();
        if (values.Any(value => value is NeverValue)) return new NeverValue();
        return Initialize(Make(creation, type, values), creation.Initializer, with);
    }

    public Value With(IWithOperation operation, Func<Value, Func<Value>, Value> with)
    {
        var copy = interpreter.Each(interpreter.Evaluate(operation.Operand), value => interpreter.Store.Find(value) switch
        {
            ObjectContent { Type: var type } when ImplicitCalls.Copies(type).Any() => interpreter.Doubt("a copy that its class makes itself is not followed"),
            { } content and (ObjectContent or PathContent or ListContent) => interpreter.Structures.Clone(content),
            _ => interpreter.Doubt("a copy of this value is not followed"),
        });
        interpreter.Invalidation.ForgetCalled(operation);
        return Initialize(copy, operation.Initializer, with);
    }

    public Value Array(IArrayCreationOperation operation)
    {
        if (operation.DimensionSizes.Length != 1) return interpreter.Doubt("an array of several dimensions is not followed");
        if (operation.Initializer is { } initializer)
            return interpreter.Objects.List(ListKind.Array, initializer.ElementValues.Select(interpreter.Evaluate).ToList());
        return OfLength(operation.DimensionSizes[0], ((IArrayTypeSymbol)operation.Type!).ElementType);
    }

    private Value OfLength(IOperation size, ITypeSymbol element)
    {
        if (Numbers.NumberOf(interpreter.Evaluate(size)).Value is not (>= 0 and <= MaxLength and { } length))
            return interpreter.Doubt("the length of an array has no value yet");
        interpreter.Budget.Step((int)length / 8);
        return interpreter.Objects.List(ListKind.Array, Enumerable.Repeat(interpreter.Structures.Default(element), (int)length));
    }

    /// <summary>An array on the stack, by its text: there is no operation for it.</summary>
    public Value OnStack(StackAllocArrayCreationExpressionSyntax creation, ITypeSymbol? type)
    {
        var element = type is IPointerTypeSymbol { PointedAtType: var pointed } ? pointed : (type as INamedTypeSymbol)?.TypeArguments.FirstOrDefault();
        return creation is { Initializer: null, Type: ArrayTypeSyntax { RankSpecifiers: [{ Sizes: [var size] }] } } && element is not null
            && interpreter.Source.Operation(size) is { } length
            ? OfLength(length, element)
            : interpreter.Doubt("an array on the stack is not followed");
    }

    /// <summary>A collection expression, by its text: the oldest compiler has no operation for it. What it makes depends on its type alone.</summary>
    public Value Collection(CollectionExpressionSyntax collection, ITypeSymbol? type)
    {
        var items = new List<Value>();
        var held = type is null ? null : Sequences.ElementOf(type);
        foreach (var element in collection.Elements)
        {
            switch (element)
            {
                case ExpressionElementSyntax { Expression: var expression } when interpreter.Source.Operation(expression) is { } operation:
                    items.Add(Element(interpreter.Evaluate(operation), operation.Type, held));
                    break;
                case SpreadElementSyntax { Expression: var spread } when interpreter.Source.Operation(spread) is { } operation:
                    var parts = interpreter.Evaluate(operation);
                    items.AddRange(interpreter.Map(
                        interpreter.ItemsOrRest(parts, "a spread in a list is not followed"),
                        (item, _) => Element(item, operation.Type is null ? null : Sequences.ElementOf(operation.Type), held)));
                    break;
                default:
                    items.Add(Value.Rest("a spread in a list is not followed"));
                    break;
            }
        }

        return type switch
        {
            // What the compiler makes for an interface that only reads cannot grow, either.
            IArrayTypeSymbol or { Name: "Span" or "ReadOnlySpan" }
                or { TypeKind: TypeKind.Interface, Name: "IEnumerable" or "IReadOnlyCollection" or "IReadOnlyList" }
                => interpreter.Objects.List(ListKind.Array, items),
            { TypeKind: TypeKind.Interface, Name: "IList" or "ICollection" } => interpreter.Objects.List(ListKind.List, items),
            INamedTypeSymbol made when TorchSymbols.IsTorchModule(made) && interpreter.Expressions.Calls.Torch.Container(made, items) is { } container
                => container,
            INamedTypeSymbol made when Collections.Empty(made) is { } empty
                => Collections.Filled(interpreter, interpreter.Store.AddObject(empty), items, "a collection of a type that is not followed"),
            _ => interpreter.Doubt("a collection of a type that is not followed"),
        };
    }

    private Value Element(Value value, ITypeSymbol? from, ITypeSymbol? to)
    {
        if (from is null || to is null || SymbolEqualityComparer.Default.Equals(from, to)) return value;
        return interpreter.Expressions.Conversions.Implicit(value, from, to);
    }

    public Value Anonymous(IAnonymousObjectCreationOperation creation)
    {
        var fields = ObjectContent.NoFields;
        foreach (var initializer in creation.Initializers)
        {
            if (initializer is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property }, Value: var value }
                || creation.Type is null) return interpreter.Doubt("an anonymous object that is not followed");
            fields = fields.SetItem(Members.Slot(property), interpreter.Evaluate(value));
        }

        return interpreter.Store.AddObject(new ObjectContent((INamedTypeSymbol)creation.Type!, fields));
    }

    private Value Make(IObjectCreationOperation creation, INamedTypeSymbol type, IReadOnlyList<Value> values)
    {
        if (interpreter.Thrown.IsWatched && Refusals.May(type, values)) interpreter.Thrown.Refuse();
        if (TorchSymbols.IsTorchModule(type)) return interpreter.Expressions.Calls.Torch.Create(creation, type, values);
        if (type.IsValueType && creation is { Constructor: null or { IsImplicitlyDeclared: true }, Arguments.IsEmpty: true })
            return interpreter.Structures.Default(type);
        if (interpreter.Source.MayRead(type))
        {
            // A module is read with its own class where the reading stays inside of one.
            if (TorchSymbols.IsModule(type) && !interpreter.Source.LooksOutside) return Submodule(creation, type, values);
            return Construction.Create(interpreter, type, creation.Constructor, creation.Arguments, values);
        }

        if (TorchSymbols.IsModule(type)) return Submodule(creation, type, values);
        if (interpreter.Expressions.Calls.Views.Make(type, values) is { } view) return view;
        if (type.IsTupleType || type.Name is "Tuple" or "KeyValuePair" or "ValueTuple") return interpreter.Objects.List(ListKind.Tuple, values);
        if (Collections.Empty(type) is { } empty && creation.Constructor?.Parameters.Any(parameter => Purity.Compares(parameter.Type)) != true)
            return Collections.Fill(interpreter, interpreter.Store.AddObject(empty), values);
        return Foreign(creation, type, values);
    }

    private Value Submodule(IObjectCreationOperation creation, INamedTypeSymbol type, IReadOnlyList<Value> values)
    {
        var arguments = new Dictionary<string, Value>(StringComparer.Ordinal);
        for (var index = 0; index < values.Count; index++)
        {
            if (creation.Arguments[index].Parameter is { } parameter) arguments[parameter.Name] = interpreter.Objects.Export(values[index]);
        }

        interpreter.Source.MayRead(type);
        return new SubmoduleValue(type, creation.Constructor, arguments);
    }

    /// <summary>An object of a class that is not read: of a record, what its head says; nothing of any other.</summary>
    private Value Foreign(IObjectCreationOperation creation, INamedTypeSymbol type, IReadOnlyList<Value> values)
    {
        foreach (var value in values)
        {
            if (!type.IsRecord && (value is QueryValue || !Purity.LeavesAlone(creation.Constructor)))
                interpreter.Invalidation.Forget(value, $"it is handed to '{type.Name}'");
        }

        var fields = ObjectContent.NoFields;
        for (var index = 0; index < values.Count && type.IsRecord; index++)
        {
            if (creation.Arguments[index].Parameter is { } parameter
                && type.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
                fields = fields.SetItem(Members.Slot(property), values[index]);
        }

        return interpreter.Store.AddObject(new ObjectContent(type.OriginalDefinition, fields) { Rest = $"it belongs to '{type.Name}'" });
    }

    private Value Initialize(Value made, IObjectOrCollectionInitializerOperation? initializer, Func<Value, Func<Value>, Value> with)
    {
        if (initializer is null) return made;
        with(made, () =>
        {
            foreach (var part in initializer.Initializers)
            {
                if (part is IMemberInitializerOperation { Initializer: var nested, InitializedMember: var member })
                    Initialize(interpreter.Evaluate(member), nested, with);
                else interpreter.Evaluate(part);
            }

            return Value.Null;
        });
        return made;
    }
}
