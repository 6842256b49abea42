using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Conversions between types, as the language makes them.</summary>
internal sealed class Conversions(Interpreter interpreter)
{
    public Value Convert(IConversionOperation operation)
    {
        var value = interpreter.Evaluate(operation.Operand);
        if (!operation.Conversion.Exists) return Value.Unknown(Value.BeingTyped);
        if (operation.Type is { Name: "Expression", ContainingNamespace: { Name: "Expressions", ContainingNamespace.Name: "Linq" } })
        {
            // Code as a value may be compiled, and run at any time.
            interpreter.Invalidation.Forget(value, "it is code that is handed on");
            return Value.Unknown("code as a value is not followed");
        }

        if (operation.OperatorMethod is not null && value is NullValue
            && operation.Operand.Type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }) return value;
        if (operation.OperatorMethod is { } method && interpreter.Source.Body(method) is { } body)
            return interpreter.Invocations.Call(new FunctionValue(method, body, new Frame(null, null, interpreter.Frame.Pins), null), value);
        if (operation.IsChecked && value is RealValue && Numbers.IsInteger(operation.Type) && Convert(value, operation.Type) is UnknownValue)
            return interpreter.Thrown.Throw("System.OverflowException", "a number is too large for its type");
        if (operation is { OperatorMethod: { DeclaringSyntaxReferences.IsEmpty: false } }) return interpreter.Doubt("a conversion that is not followed");
        if (operation.OperatorMethod is null && operation.Type is { } type && Texts.Bare(operation) is not null)
        {
            if (operation.Operand.Type is { IsValueType: true } && type.IsReferenceType && value is ReferenceValue)
                return interpreter.Structures.Boxed(value, isBoxed: true);
            if (IsPlain(operation.Operand.Type) && type.IsReferenceType && type.TypeKind != TypeKind.Dynamic)
                return interpreter.Each(value, one => Box(one, operation.Operand.Type!));
            if (value is NullValue && type is { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T })
                return interpreter.Doubt("a value that is not given is read");
            if (operation is { Operand.Type.IsReferenceType: true, IsTryCast: false } && (type.IsValueType || type.SpecialType == SpecialType.System_String))
                return interpreter.Each(value, one => Unbox(one, type));
        }

        if (operation is { Type: INamedTypeSymbol { IsTupleType: true } wanted, Operand.Type: INamedTypeSymbol { IsTupleType: true } given })
            return interpreter.Each(value, one => Tuple(one, given, wanted));
        return interpreter.Each(value, one => operation.IsTryCast
            ? As(one, operation.Type)
            : Checked(interpreter, Convert(one, operation.Type, operation.Operand.Type, operation.IsChecked), operation.Type, operation.IsChecked));
    }

    /// <summary>A number where a context is checked: one that its type cannot hold is thrown out.</summary>
    public static Value Checked(Interpreter interpreter, Value value, ITypeSymbol? type, bool isChecked)
        => isChecked && value is not NumberValue { Expression.Value: not null } && interpreter.Thrown.OpenAttempts > 0 ? Doubtful(interpreter, value)
            : isChecked && !ReferenceEquals(Wrap(value, type), value)
                ? interpreter.Thrown.Throw("System.OverflowException", "a number is too large for its type")
            : value;

    /// <summary>A value that becomes one of another type where no conversion is written, and no operation stands for it.</summary>
    public Value Implicit(Value value, ITypeSymbol? from, ITypeSymbol? to) => interpreter.Each(value, one =>
    {
        if (from is null || to is null) return one;
        if (IsPlain(from) && to is { IsReferenceType: true, TypeKind: not TypeKind.Dynamic }) return Box(one, from);
        if (IsPlain(from) && IsPlain(to)) return Convert(one, to, from);
        if (from is INamedTypeSymbol { IsTupleType: true } tuple && to is INamedTypeSymbol { IsTupleType: true } other) return Tuple(one, tuple, other);
        if (!IsPlain(to) || one is not ReferenceValue) return one;
        interpreter.Invalidation.ForgetWhole(one, "a conversion that is not followed may change it");
        return interpreter.Doubt("a conversion that is not followed");
    });

    private Value Tuple(Value value, INamedTypeSymbol from, INamedTypeSymbol to)
    {
        if (interpreter.Store.Find(value) is not ListContent { Kind: ListKind.Tuple, Items: var items } || items.Count != to.TupleElements.Length
            || from.TupleElements.Length != items.Count) return value;
        return interpreter.Objects.Tuple(
            [.. items.Select((item, index) => Implicit(item, from.TupleElements[index].Type, to.TupleElements[index].Type))]);
    }

    private static bool IsPlain(ITypeSymbol? type)
    {
        type = Numbers.Underlying(type);
        return Numbers.IsInteger(type) || Numbers.IsReal(type) || type is { TypeKind: TypeKind.Enum }
            or { SpecialType: SpecialType.System_Boolean or SpecialType.System_Char };
    }

    /// <summary>A plain value as an object.</summary>
    private static Value Box(Value value, ITypeSymbol type)
        => value is NumberValue or RealValue or EnumValue or TextValue ? new BoxedValue(value, Numbers.Underlying(type)!) : value;

    /// <summary>What an object holds, which throws where it is of another type.</summary>
    private Value Unbox(Value value, ITypeSymbol type)
    {
        switch (value)
        {
            case BoxedValue boxed when boxed.As(type) is { } inner:
                return inner;
            case NullValue when type is { IsReferenceType: true } or { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }:
                return value;
            case TextValue when type.SpecialType == SpecialType.System_String:
                return value;
            case ReferenceValue when type.IsValueType:
                if (interpreter.Store.Find(value) is not ObjectContent { Type: var made }
                    || !SymbolEqualityComparer.Default.Equals(made, type.OriginalDefinition))
                    interpreter.Doubt("an object may be of another type");
                return interpreter.Structures.Boxed(value, isBoxed: false);
            case NullValue or BoxedValue or TextValue:
                return interpreter.Thrown.Throw("System.InvalidCastException", "an object is of another type");
            default:
                // Of any other, the type is not looked at: it may throw.
                interpreter.Doubt("an object may be of another type");
                return value;
        }
    }

    private static Value Doubtful(Interpreter interpreter, Value value)
    {
        interpreter.Doubt("it may be too large for its type");
        return value;
    }

    public static Value Convert(Value value, ITypeSymbol? to, ITypeSymbol? from = null, bool isChecked = false)
    {
        to = Numbers.Underlying(to);
        switch (value)
        {
            case RealValue real when Numbers.IsInteger(to):
                return Math.Abs(real.Real) < 1e15 && Value.Number((long)real.Real) is var whole && Wrap(whole, to).Equals(whole)
                    ? whole : Value.Unknown("it is larger than its type allows");
            case NumberValue { Expression.Value: { } exact } when to?.SpecialType == SpecialType.System_Single:
                return new RealValue((float)exact);
            case NumberValue or RealValue when to?.Name is "Half" or "Int128" or "UInt128" or "Complex":
                return Value.Unknown($"a number of type '{to.Name}' is not followed");
            case RealValue real when to?.SpecialType == SpecialType.System_Single:
                return new RealValue((float)real.Real);
            case NumberValue { Expression.Value: { } number } when Numbers.IsReal(to):
                return new RealValue(number);
            case NumberValue when Numbers.IsReal(to):
                return Value.Unknown("it is computed in floating point from a value that is not known yet");
            case NumberValue when Numbers.IsInteger(to):
                return isChecked ? value : Wrap(value, to);
            case TextValue { Text: { Length: 1 } letter } when from?.SpecialType == SpecialType.System_Char && Numbers.IsInteger(to):
                return Value.Number(letter[0]);
            case NumberValue { Expression.Value: { } code } when to?.SpecialType == SpecialType.System_Char:
                return isChecked && code is < 0 or > char.MaxValue ? value : new TextValue(((char)(code & char.MaxValue)).ToString());
            case EnumValue constant when Numbers.IsInteger(to):
                return Value.Number(constant.Constant);
            case NumberValue or EnumValue when to is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: var plain }:
                return Wrap(new NumberValue(Numbers.NumberOf(value)), plain) is NumberValue { Expression.Value: { } held } ? Defaults.Constant(held, to)
                    : Value.Unknown("a constant that is not known");
            default:
                return value;
        }
    }

    /// <summary>A known number in the range of its type: what does not fit loses its upper bits.</summary>
    public static Value Wrap(Value value, ITypeSymbol? type)
    {
        type = Numbers.Underlying(type);
        if (value is not NumberValue { Expression.Value: { } number }) return value;
        return type?.SpecialType switch
        {
            SpecialType.System_Int32 when number is < int.MinValue or > int.MaxValue => Value.Number(unchecked((int)number)),
            SpecialType.System_UInt32 when number is < 0 or > uint.MaxValue => Value.Number(unchecked((uint)number)),
            SpecialType.System_Int16 when number is < short.MinValue or > short.MaxValue => Value.Number(unchecked((short)number)),
            SpecialType.System_UInt16 when number is < 0 or > ushort.MaxValue => Value.Number(unchecked((ushort)number)),
            SpecialType.System_SByte when number is < sbyte.MinValue or > sbyte.MaxValue => Value.Number(unchecked((sbyte)number)),
            SpecialType.System_Byte when number is < 0 or > byte.MaxValue => Value.Number(unchecked((byte)number)),
            SpecialType.System_UInt64 or SpecialType.System_UIntPtr when number < 0 => Value.Unknown("it is larger than a 64-bit integer"),
            _ => value,
        };
    }

    private Value As(Value value, ITypeSymbol? type) => type is null ? value : interpreter.Expressions.Patterns.IsOfType(value, type).Value switch
    {
        null => value is UnknownValue or NullValue ? value : interpreter.Doubt("whether a value is of a type is not known"),
        0 => Value.Null,
        _ => value is BoxedValue boxed ? boxed.As(type) ?? value : value,
    };
}
