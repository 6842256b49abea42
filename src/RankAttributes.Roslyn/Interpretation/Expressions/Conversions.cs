using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Conversions between types, as the language makes them.</summary>
internal sealed class Conversions(Interpreter interpreter)
{
    public Value Convert(IConversionOperation operation)
    {
        var value = interpreter.Evaluate(operation.Operand);
        if (operation.Type is { Name: "Expression", ContainingNamespace: { Name: "Expressions", ContainingNamespace.Name: "Linq" } })
        {
            // Code as a value may be compiled, and run at any time.
            interpreter.Invalidation.Forget(value, "it is code that is handed on");
            return Value.Unknown("code as a value is not followed");
        }

        if (operation.OperatorMethod is { } method && interpreter.Source.Body(method) is { } body)
            return interpreter.Invocations.Call(new FunctionValue(method, body, new Frame(null, null, interpreter.Frame.Pins), null), value);
        if (operation is { OperatorMethod: { DeclaringSyntaxReferences.IsEmpty: false } }) return interpreter.Doubt("a conversion that is not followed");
        return interpreter.Each(value, one => operation.IsTryCast
            ? As(one, operation.Type)
            : Checked(interpreter, Convert(one, operation.Type, operation.Operand.Type, operation.IsChecked), operation.Type, operation.IsChecked));
    }

    /// <summary>A number where a context is checked: one that its type cannot hold is thrown out.</summary>
    public static Value Checked(Interpreter interpreter, Value value, ITypeSymbol? type, bool isChecked)
        => isChecked && !ReferenceEquals(Wrap(value, type), value) ? interpreter.Thrown.Throw("System.OverflowException", "a number is too large for its type")
            : value;

    public static Value Convert(Value value, ITypeSymbol? to, ITypeSymbol? from = null, bool isChecked = false)
    {
        if (to is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) to = nullable.TypeArguments[0];
        switch (value)
        {
            case RealValue real when Numbers.IsInteger(to):
                return Math.Abs(real.Real) < 1e15 ? Wrap(Value.Number((long)real.Real), to) : Value.Unknown("it is larger than a 64-bit integer");
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
            case NumberValue { Expression.Value: >= 0 and <= char.MaxValue and { } code } when to?.SpecialType == SpecialType.System_Char:
                return new TextValue(((char)code).ToString());
            case EnumValue constant when Numbers.IsInteger(to):
                return Value.Number(constant.Constant);
            case NumberValue { Expression.Value: { } constant } when to?.TypeKind == TypeKind.Enum:
                return Defaults.Constant(constant, to);
            default:
                return value;
        }
    }

    /// <summary>A known number in the range of its type: what does not fit loses its upper bits.</summary>
    public static Value Wrap(Value value, ITypeSymbol? type)
    {
        if (value is not NumberValue { Expression.Value: { } number }) return value;
        return type?.SpecialType switch
        {
            SpecialType.System_Int32 when number is < int.MinValue or > int.MaxValue => Value.Number(unchecked((int)number)),
            SpecialType.System_UInt32 when number is < 0 or > uint.MaxValue => Value.Number(unchecked((uint)number)),
            SpecialType.System_Int16 when number is < short.MinValue or > short.MaxValue => Value.Number(unchecked((short)number)),
            SpecialType.System_UInt16 when number is < 0 or > ushort.MaxValue => Value.Number(unchecked((ushort)number)),
            SpecialType.System_SByte when number is < sbyte.MinValue or > sbyte.MaxValue => Value.Number(unchecked((sbyte)number)),
            SpecialType.System_Byte when number is < 0 or > byte.MaxValue => Value.Number(unchecked((byte)number)),
            SpecialType.System_UInt64 when number < 0 => Value.Unknown("it is larger than a 64-bit integer"),
            _ => value,
        };
    }

    private Value As(Value value, ITypeSymbol? type) => type is null ? value : interpreter.Expressions.Patterns.IsOfType(value, type).Value switch
    {
        null => value is UnknownValue or NullValue ? value : interpreter.Doubt("whether a value is of a type is not known"),
        0 => Value.Null,
        _ => value,
    };
}
