using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Reading.Interpretation;

/// <summary>Expressions: constants, arithmetic, members, elements, creations.</summary>
internal sealed partial class Interpreter
{
    private Value Follow(IOperation? operation)
    {
        if (operation is null) return Value.Unknown(Value.BeingTyped);
        scope.Step();
        if (scope.IsExhausted) return Value.Unknown("the constructor takes too many steps to follow");
        if (operation is IFieldReferenceOperation { Field: { ContainingType.TypeKind: TypeKind.Enum, Name: var named } }) return new TextValue(named);
        if (operation.ConstantValue is { HasValue: true, Value: var constant }) return Constant(constant);
        return operation switch
        {
            IConversionOperation conversion => Convert(Evaluate(conversion.Operand), conversion.Type),
            IParenthesizedOperation inner => Evaluate(inner.Operand),
            ILocalReferenceOperation local => scope.Locals.TryGetValue(local.Local, out var value) ? Read(local.Local, value) : Value.Unknown($"'{local.Local.Name}' has no value here"),
            IParameterReferenceOperation parameter => scope.Locals.TryGetValue(parameter.Parameter, out var value) ? Read(parameter.Parameter, value) : OfType(parameter.Parameter.Type, parameter.Parameter.Name),
            IInstanceReferenceOperation => new ThisValue(),
            IFieldReferenceOperation field => Member(field.Field, field.Instance, field.Field.Type),
            IPropertyReferenceOperation property => Property(property),
            IArrayElementReferenceOperation element => Element(Evaluate(element.ArrayReference), element.Indices.Length == 1 ? element.Indices[0] : null, element.Type),
            IImplicitIndexerReferenceOperation element => Element(Evaluate(element.Instance), element.Argument, element.Type),
            IBinaryOperation binary => Binary(binary),
            IUnaryOperation unary => Unary(unary),
            IConditionalOperation conditional => Choose(conditional),
            ICoalesceOperation coalesce => Coalesce(Evaluate(coalesce.Value), coalesce),
            ISimpleAssignmentOperation assignment => Assign(assignment.Target, Evaluate(assignment.Value)),
            ICompoundAssignmentOperation compound => Assign(compound.Target, Arithmetic(compound.OperatorKind, Evaluate(compound.Target), Evaluate(compound.Value))),
            ICoalesceAssignmentOperation coalesce => Evaluate(coalesce.Target) is NullValue ? Assign(coalesce.Target, Evaluate(coalesce.Value)) : Evaluate(coalesce.Target),
            IIncrementOrDecrementOperation step => Step(step),
            IDeconstructionAssignmentOperation deconstruction => Deconstruct(deconstruction),
            ITupleOperation tuple => new ListValue([.. tuple.Elements.Select(Evaluate)]),
            IArrayCreationOperation array => Array(array),
            IObjectCreationOperation creation => Create(creation),
            IInvocationOperation call => Call(call),
            IDelegateCreationOperation creation => Evaluate(creation.Target),
            IAnonymousFunctionOperation function => new FunctionValue(function),
            IInterpolatedStringOperation text => Interpolate(text),
            ISwitchExpressionOperation choice => Choose(choice),
            IIsPatternOperation { Pattern: IConstantPatternOperation pattern } test => Truth(Same(Evaluate(test.Value), Evaluate(pattern.Value)) ?? IsNull(test.Value, pattern.Value)),
            IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local } } test => IsGiven(scope.Locals[local] = Evaluate(test.Value)),
            IDefaultValueOperation => new NullValue(),
            IDiscardOperation => new NullValue(),
            _ when operation.Syntax is CollectionExpressionSyntax collection => Collection(collection),
            IInvalidOperation when operation.Syntax is InvocationExpressionSyntax call => CallInError(call),
            IInvalidOperation => Value.Unknown(Value.BeingTyped),
            _ => Value.Unknown($"'{Short(operation)}' cannot be followed"),
        };
    }

    /// <summary>The default value of a parameter; a pin of its name takes precedence.</summary>
    public Value Default(IParameterSymbol parameter)
        => scope.Symbol(parameter.Name) is ConstantDimension pinned && IsInteger(parameter.Type)
            ? new NumberValue(pinned)
            : Convert(Constant(parameter.ExplicitDefaultValue), parameter.Type);

    public static Value Constant(object? constant) => constant switch
    {
        null => new NullValue(),
        bool truth => Value.Number(truth ? 1 : 0),
        int or long or short or byte or sbyte or ushort or uint => Value.Number(System.Convert.ToInt64(constant, System.Globalization.CultureInfo.InvariantCulture)),
        double or float => new RealValue(System.Convert.ToDouble(constant, System.Globalization.CultureInfo.InvariantCulture)),
        string text => new TextValue(text),
        char letter => new TextValue(letter.ToString()),
        _ => Value.Unknown("a constant of this type is not followed"),
    };

    private static Value Convert(Value value, ITypeSymbol? type) => value switch
    {
        RealValue real when IsInteger(type) => Math.Abs(real.Real) < 1e15 ? Value.Number((long)real.Real) : Value.Unknown("it is larger than a 64-bit integer"),
        NumberValue { Expression.Value: { } number } when type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single => new RealValue(number),
        NumberValue when type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single => Value.Unknown("it is computed in floating point from a value that is not known yet"),
        _ => value,
    };

    private Value Member(ISymbol member, IOperation? instance, ITypeSymbol type)
    {
        if (instance is null) return source.StaticValue(member) is { } initializer ? Evaluate(initializer) : Value.Unknown($"'{member.Name}' is not a constant");
        switch (Evaluate(instance))
        {
            case ThisValue:
                return scope.Members.TryGetValue(member, out var value) ? value
                    : source.Declares(member) ? Value.Unknown($"'{member.Name}' has no value yet")
                    : Value.Unknown($"'{member.Name}' belongs to a base class");
            case PathValue path:
                return OfType(type, $"{path.Path}.{member.Name}");
            case ListValue list when list.Members.TryGetValue(member.Name, out var held):
                return held;
            case ListValue list when TupleIndex(member.Name) is { } index && index < list.Items.Count:
                return list.Items[index];
            case UnknownValue unknown:
                return unknown;
            default:
                return Value.Unknown($"'{member.Name}' of this value is not followed");
        }
    }

    private static int? TupleIndex(string name)
        => name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(name.Substring(4), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index - 1 : null;

    private Value Property(IPropertyReferenceOperation property)
    {
        if (property.Property.IsIndexer && property.Instance is { } indexed)
            return Element(Evaluate(indexed), property.Arguments.Length == 1 ? property.Arguments[0].Value : null, property.Type);
        if (property.Property.Name is "Length" or "Count" && property.Instance is { } collection)
        {
            switch (Evaluate(collection))
            {
                case ListValue list: return Value.Number(list.Items.Count);
                case ContainerValue container: return Value.Number(container.Children.Count);
                case PathValue path: return new NumberValue(scope.Symbol(path.Path + ".Length"));
            }
        }

        if (property.Instance is { } optional && property.Property.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            var held = Evaluate(optional);
            if (property.Property.Name == "Value") return held;
            return IsGiven(held);
        }

        if (property.Instance is IInstanceReferenceOperation && !scope.Members.ContainsKey(property.Property) && source.Getter(property.Property) is { } getter) return Evaluate(getter);
        return Member(property.Property, property.Instance, property.Property.Type);
    }

    private Value Element(Value collection, IOperation? index, ITypeSymbol? type)
    {
        var fromEnd = index is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat };
        var position = index is null ? DimensionExpression.Unknown("an element by several indices is not followed") : NumberOf(Evaluate(index is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } hat ? hat.Operand : index));
        switch (collection)
        {
            case ListValue list when position.Value is { } at:
                at = fromEnd ? list.Items.Count - at : at;
                return at >= 0 && at < list.Items.Count ? list.Items[(int)at] : Value.Unknown("the index is outside of the list");
            case ContainerValue container when position.Value is { } at && at >= 0 && at < container.Children.Count:
                return container.Children[(int)at].Value;
            case PathValue path when position.UnknownReason is null && type is not null:
                return OfType(type, $"{path.Path}[{(fromEnd ? "^" : "")}{position}]");
            case UnknownValue unknown:
                return unknown;
            default:
                return Value.Unknown(position.UnknownReason ?? "the index has no value yet");
        }
    }

    private Value Choose(IConditionalOperation conditional)
    {
        var condition = NumberOf(Evaluate(conditional.Condition));
        if (condition.Value is { } known) return Evaluate(known != 0 ? conditional.WhenTrue : conditional.WhenFalse);
        return new ConditionalValue(condition, Evaluate(conditional.WhenTrue), Evaluate(conditional.WhenFalse));
    }

    private Value Choose(ISwitchExpressionOperation choice)
    {
        var value = Evaluate(choice.Value);
        foreach (var arm in choice.Arms)
        {
            if (arm.Guard is not null) return Value.Unknown("a switch with guards is not followed");
            var matches = arm.Pattern switch
            {
                IDiscardPatternOperation => true,
                IConstantPatternOperation pattern => Same(value, Evaluate(pattern.Value)),
                _ => null,
            };
            if (matches is null) return Value.Unknown("it depends on a switch that has no value yet");
            if (matches == true) return Evaluate(arm.Value);
        }

        return Value.Unknown("no arm of the switch matches");
    }

    private Value Coalesce(Value value, ICoalesceOperation coalesce) => value switch
    {
        NullValue => Evaluate(coalesce.WhenNull),
        PathValue path when IsInteger(coalesce.Type) => new NumberValue(scope.Symbol(path.Path)),
        _ => value,
    };

    private Value Binary(IBinaryOperation binary)
    {
        var left = Evaluate(binary.LeftOperand);
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd && NumberOf(left).Value == 0) return Value.Number(0);
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalOr && NumberOf(left).Value is not null and not 0) return Value.Number(1);
        var right = Evaluate(binary.RightOperand);
        if (binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
        {
            var same = Same(left, right) ?? ((left, right) switch
            {
                (NullValue, NullValue) => true,
                (NullValue, PathValue or UnknownValue or NumberValue { Expression.Value: null }) or (PathValue or UnknownValue or NumberValue { Expression.Value: null }, NullValue) => null,
                (NullValue, _) or (_, NullValue) => (bool?)false,
                _ => null,
            });
            if (same is { } known) return Value.Number(known == (binary.OperatorKind is BinaryOperatorKind.Equals) ? 1 : 0);
        }

        return Arithmetic(binary.OperatorKind, left, right);
    }

    private static Value Arithmetic(BinaryOperatorKind kind, Value left, Value right)
    {
        if (left is TextValue a && kind == BinaryOperatorKind.Add) return TextOf(right) is { } text ? new TextValue(a.Text + text) : Value.Unknown("a name is built from a value that is not known");
        if (right is TextValue b && kind == BinaryOperatorKind.Add) return TextOf(left) is { } start ? new TextValue(start + b.Text) : Value.Unknown("a name is built from a value that is not known");
        if (left is TensorValue || right is TensorValue) return Meet(left, right);
        if (left is RealValue || right is RealValue) return Real(kind, left, right);
        var (x, y) = (NumberOf(left), NumberOf(right));
        return kind switch
        {
            BinaryOperatorKind.Add => Number(DimensionOperator.Add, x, y),
            BinaryOperatorKind.Subtract => Number(DimensionOperator.Subtract, x, y),
            BinaryOperatorKind.Multiply => Number(DimensionOperator.Multiply, x, y),
            BinaryOperatorKind.Divide => Number(DimensionOperator.Divide, x, y),
            BinaryOperatorKind.Remainder => Number(DimensionOperator.Remainder, x, y),
            BinaryOperatorKind.LeftShift => y.Value is >= 0 and < 62 and { } by ? Number(DimensionOperator.Multiply, x, DimensionExpression.Of(1L << (int)by)) : Value.Unknown("a shift by a value that is not known"),
            BinaryOperatorKind.RightShift => y.Value is >= 0 and < 62 and { } by ? Number(DimensionOperator.Divide, x, DimensionExpression.Of(1L << (int)by)) : Value.Unknown("a shift by a value that is not known"),
            BinaryOperatorKind.LessThan => Number(DimensionOperator.Less, x, y),
            BinaryOperatorKind.LessThanOrEqual => Number(DimensionOperator.LessOrEqual, x, y),
            BinaryOperatorKind.GreaterThan => Number(DimensionOperator.Less, y, x),
            BinaryOperatorKind.GreaterThanOrEqual => Number(DimensionOperator.LessOrEqual, y, x),
            BinaryOperatorKind.Equals => Number(DimensionOperator.Equal, x, y),
            BinaryOperatorKind.NotEquals => Number(DimensionOperator.NotEqual, x, y),
            BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And => Number(DimensionOperator.And, x, y),
            BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or => Number(DimensionOperator.Or, x, y),
            _ => Value.Unknown("an operator that is not followed"),
        };
    }

    private static Value Real(BinaryOperatorKind kind, Value left, Value right)
    {
        if (RealOf(left) is not { } x || RealOf(right) is not { } y) return Value.Unknown("it is computed in floating point from a value that is not known yet");
        return kind switch
        {
            BinaryOperatorKind.Add => new RealValue(x + y),
            BinaryOperatorKind.Subtract => new RealValue(x - y),
            BinaryOperatorKind.Multiply => new RealValue(x * y),
            BinaryOperatorKind.Divide => new RealValue(x / y),
            BinaryOperatorKind.LessThan => Truth(x < y),
            BinaryOperatorKind.LessThanOrEqual => Truth(x <= y),
            BinaryOperatorKind.GreaterThan => Truth(x > y),
            BinaryOperatorKind.GreaterThanOrEqual => Truth(x >= y),
            BinaryOperatorKind.Equals => Truth(x == y),
            BinaryOperatorKind.NotEquals => Truth(x != y),
            _ => Value.Unknown("an operator that is not followed"),
        };
    }

    private Value Unary(IUnaryOperation unary)
    {
        var operand = Evaluate(unary.Operand);
        return unary.OperatorKind switch
        {
            UnaryOperatorKind.Minus => operand is RealValue real ? new RealValue(-real.Real) : Number(DimensionOperator.Subtract, DimensionExpression.Of(0), NumberOf(operand)),
            UnaryOperatorKind.Not => new NumberValue(Not(NumberOf(operand))),
            UnaryOperatorKind.Plus => operand,
            _ => Value.Unknown("an operator that is not followed"),
        };
    }

    private Value Step(IIncrementOrDecrementOperation step)
    {
        var before = Evaluate(step.Target);
        var after = Assign(step.Target, Arithmetic(step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract, before, Value.Number(1)));
        return step.IsPostfix ? before : after;
    }

    private Value Assign(IOperation target, Value value)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                scope.Locals[local.Local] = value;
                break;
            case IParameterReferenceOperation parameter:
                scope.Locals[parameter.Parameter] = value;
                break;
            case IMemberReferenceOperation { Member: var member, Instance: IInstanceReferenceOperation }:
                scope.Members[member] = value;
                break;
            case IMemberReferenceOperation { Member: var member, Instance: { } instance } when Evaluate(instance) is ListValue list:
                list.Members[member.Name] = value;
                break;
            case IArrayElementReferenceOperation { Indices: [var index] } element when Evaluate(element.ArrayReference) is ListValue list:
                if (NumberOf(Evaluate(index)).Value is { } at && at >= 0 && at < list.Items.Count) list.Items[(int)at] = scope.InContext(value);
                break;
        }

        return value;
    }

    private Value Deconstruct(IDeconstructionAssignmentOperation deconstruction)
    {
        var value = Evaluate(deconstruction.Value);
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        if (target is not ITupleOperation tuple) return value;
        for (var index = 0; index < tuple.Elements.Length; index++)
        {
            var element = tuple.Elements[index] is IDeclarationExpressionOperation inner ? inner.Expression : tuple.Elements[index];
            var part = value switch
            {
                ListValue list when index < list.Items.Count => list.Items[index],
                PathValue path when element.Type is { } type => OfType(type, $"{path.Path}.Item{Integers.Text(index + 1)}"),
                _ => Value.Unknown("the parts of this value are not followed"),
            };
            Assign(element, part);
        }

        return value;
    }

    private Value Array(IArrayCreationOperation array)
    {
        if (array.Initializer is { } initializer) return new ListValue([.. initializer.ElementValues.Select(Evaluate)]);
        if (array.DimensionSizes.Length == 1 && NumberOf(Evaluate(array.DimensionSizes[0])).Value is >= 0 and <= 10_000 and { } size)
            return new ListValue([.. Enumerable.Repeat<Value>(new NullValue(), (int)size)]);
        return Value.Unknown("the length of an array has no value yet");
    }

    private Value Collection(CollectionExpressionSyntax collection)
    {
        var items = new List<Value>();
        foreach (var element in collection.Elements)
        {
            if (element is not ExpressionElementSyntax { Expression: var expression } || source.Operation(expression) is not { } operation) return Value.Unknown("a spread in a list is not followed");
            items.Add(Evaluate(operation));
        }

        return new ListValue(items);
    }

    private Value Interpolate(IInterpolatedStringOperation text)
    {
        var result = new System.Text.StringBuilder();
        foreach (var part in text.Parts)
        {
            var value = part switch
            {
                IInterpolatedStringTextOperation { Text: var literal } => Evaluate(literal),
                IInterpolationOperation { FormatString: null } hole => Evaluate(hole.Expression),
                _ => Value.Unknown(""),
            };
            result.Append(TextOf(value) ?? (value is NumberValue number ? "{" + number.Expression + "}" : "{?}"));
        }

        return new TextValue(result.ToString());
    }

    private static string? TextOf(Value value) => value switch
    {
        TextValue text => text.Text,
        NumberValue { Expression.Value: { } number } => Integers.Text(number),
        _ => null,
    };

    /// <summary>What a parameter, or a member or element of one, is by its type.</summary>
    public Value OfType(ITypeSymbol type, string path)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        if (IsInteger(type) || type.SpecialType == SpecialType.System_Boolean) return new NumberValue(scope.Symbol(path));
        return new PathValue(path);
    }

    private static bool IsInteger(ITypeSymbol? type) => type?.SpecialType is
        SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Int16 or SpecialType.System_Byte or SpecialType.System_UInt32 or SpecialType.System_UInt16 or SpecialType.System_SByte;

    private bool? IsNull(IOperation value, IOperation pattern)
        => Evaluate(pattern) is NullValue ? Evaluate(value) switch { NullValue => true, PathValue or UnknownValue or NumberValue { Expression.Value: null } => null, _ => false } : null;

    private static Value IsGiven(Value value) => value switch
    {
        NullValue => Value.Number(0),
        NumberValue { Expression.Value: null } or PathValue or UnknownValue or ConditionalValue => Value.Unknown("whether a value is given is not known"),
        _ => Value.Number(1),
    };

    private static double? RealOf(Value value) => value switch
    {
        RealValue real => real.Real,
        NumberValue { Expression.Value: { } number } => number,
        _ => null,
    };

    private static Value Truth(bool? truth) => truth is { } known ? Value.Number(known ? 1 : 0) : Value.Unknown("a condition that cannot be followed");

    private static Value Number(DimensionOperator operation, DimensionExpression left, DimensionExpression right) => new NumberValue(OperationDimension.Apply(operation, left, right));

    private static string Short(IOperation operation)
    {
        var text = operation.Syntax.ToString();
        return text.Length <= 40 && text.IndexOf('\n') < 0 ? text : text.Substring(0, Math.Min(text.Length, 37)).Replace("\r", " ").Replace("\n", " ") + "…";
    }
}
