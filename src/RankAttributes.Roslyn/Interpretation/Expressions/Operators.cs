using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Unary and binary operators, and the assignments that are made of them.</summary>
internal sealed class Operators(Interpreter interpreter)
{
    private readonly Arithmetic arithmetic = new(interpreter);

    /// <summary>A chain of operators is a loop, not a recursion: generated code has them by the thousand.</summary>
    public Value Binary(IBinaryOperation operation)
    {
        var spine = new Stack<IBinaryOperation>();
        IOperation leftmost = operation;
        while (leftmost is IBinaryOperation { ConstantValue.HasValue: false } next)
        {
            spine.Push(next);
            leftmost = next.LeftOperand;
        }

        var value = interpreter.Evaluate(leftmost);
        while (spine.Count > 0 && value is not NeverValue)
        {
            interpreter.Budget.Step();
            value = Apply(spine.Pop(), value);
        }

        return value;
    }

    public Value Unary(IUnaryOperation operation)
    {
        var operand = interpreter.Evaluate(operation.Operand);
        if (operand is NullValue) return operand;
        if (UserDefined(operation.OperatorMethod, null, operand) is { } defined) return defined;
        return operation.OperatorKind switch
        {
            UnaryOperatorKind.Minus
                => operand is RealValue real
                    ? new RealValue(-real.Real)
                    : Fit(Conversions.Checked(
                        interpreter, Numbers.Of(DimensionOperator.Subtract, DimensionExpression.Of(0), Numbers.NumberOf(operand)), operation.Type,
                        operation.IsChecked), operation.Type),
            UnaryOperatorKind.Not => new NumberValue(Numbers.Not(Numbers.NumberOf(operand))),
            UnaryOperatorKind.Plus => operand,
            UnaryOperatorKind.BitwiseNegation when Numbers.NumberOf(operand).Value is { } number => Conversions.Wrap(Value.Number(~number), operation.Type),
            _ => Value.Unknown("an operator that is not followed"),
        };
    }

    public Value Step(IIncrementOrDecrementOperation operation)
    {
        if (interpreter.Places.Indexers.Twice(operation) is { } twice) return twice;
        var place = interpreter.Places.Once(operation.Target);
        var before = place is null ? interpreter.Evaluate(operation.Target) : interpreter.Places.Read(place);
        if (before is NullValue) return before;
        if (UserDefined(operation.OperatorMethod, null, before) is { } stepped)
        {
            Put(place, operation.Target, stepped);
            return operation.IsPostfix ? before : stepped;
        }

        var kind = operation.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        var after = Conversions.Checked(
            interpreter, Arithmetic(kind, Plain(before, operation.Target.Type), Value.Number(1)), operation.Target.Type, operation.IsChecked);
        if (after is NeverValue) return after;
        after = Put(place, operation.Target, Fit(after, operation.Target.Type));
        return operation.IsPostfix ? before : after;
    }

    public Value Compound(ICompoundAssignmentOperation operation)
    {
        if (interpreter.Places.Indexers.Twice(operation) is { } twice) return twice;
        var place = interpreter.Places.Once(operation.Target, operation.Value);
        var before = place is null ? interpreter.Evaluate(operation.Target) : interpreter.Places.Read(place);
        var by = interpreter.Evaluate(operation.Value);
        if (by is NeverValue) return by;
        var after = UserDefined(operation.OperatorMethod, before, by)
            ?? interpreter.Each(before, a => interpreter.Each(by, b => Arithmetic(
                operation.OperatorKind, Operand(a, operation.Target, operation.Target.Type), Operand(b, operation.Value, operation.Target.Type))));
        after = Conversions.Checked(interpreter, after, operation.Target.Type, operation.IsChecked);
        return after is NeverValue ? after : Put(place, operation.Target, Fit(after, operation.Target.Type));
    }

    /// <summary>Whether two objects with a value may be one or two.</summary>
    private bool IsCopied(Value value) => value is BoxedValue or TextValue || interpreter.Store.Find(value) is ListContent { Kind: ListKind.Tuple }
        or ObjectContent { Type.IsValueType: true } or ObjectContent { Type.DeclaringSyntaxReferences.IsEmpty: true };

    private static Value Operand(Value value, IOperation operand, ITypeSymbol? result)
        => result?.SpecialType == SpecialType.System_String ? Texts.Of(value, Texts.Bare(operand)) : Plain(value, Texts.Bare(operand));

    /// <summary>A letter is computed with as a number.</summary>
    private static Value Plain(Value value, ITypeSymbol? type)
        => value is TextValue { Text: { Length: 1 } letter } && type?.SpecialType == SpecialType.System_Char ? Value.Number(letter[0]) : value;

    private Value Put(PlaceValue? place, IOperation target, Value value)
        => place is null ? interpreter.Places.Assign(target, value) : interpreter.Places.Write(place, value);

    public Value Arithmetic(BinaryOperatorKind kind, Value left, Value right) => arithmetic.Of(kind, left, right);

    private Value Apply(IBinaryOperation operation, Value left)
    {
        // The right side runs, and changes things, only where the left one leaves the outcome open.
        if (operation.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr && operation.OperatorMethod is null)
        {
            var isAnd = operation.OperatorKind == BinaryOperatorKind.ConditionalAnd;
            var first = Numbers.NumberOf(left);
            if (interpreter.Facts.Decide(first) is { } decided)
                return decided == isAnd ? Truth(interpreter.Evaluate(operation.RightOperand)) : Value.Truth(decided);
            DimensionExpression second = first;
            interpreter.Branch(isAnd
                ? first
                : Numbers.Not(first), () => new NumberValue(second = Numbers.NumberOf(interpreter.Evaluate(operation.RightOperand))), () => Value.Null);
            return Numbers.Of(isAnd ? DimensionOperator.And : DimensionOperator.Or, first, second);
        }

        if (operation.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr)
        {
            const string Reason = "an operator of its own decides whether it runs";
            interpreter.Invalidation.Forget(operation.RightOperand, Reason);
            interpreter.Invalidation.ForgetCalled(operation);
            return interpreter.Doubt(Reason);
        }

        var right = interpreter.Evaluate(operation.RightOperand);
        if (right is NeverValue) return right;
        if (operation is { IsLifted: true, OperatorMethod: not null } && (left is not ReferenceValue || right is not ReferenceValue))
        {
            interpreter.Invalidation.ForgetCalled(operation);
            return interpreter.Doubt("an operator on what may not be given is not followed");
        }

        if (UserDefined(operation.OperatorMethod, left, right) is { } defined) return defined;
        if (OfTensors(operation, left, right) is { } tensor) return tensor;
        if (operation.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
        {
            if (operation is { OperatorMethod: null, RightOperand.Type.IsReferenceType: true }
                && operation.LeftOperand.Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String }
                && IsCopied(left) && IsCopied(right))
                return Value.Unknown("whether two objects are one is not known");
            var same = Equality.Of(interpreter, left, right);
            return new NumberValue(operation.OperatorKind is BinaryOperatorKind.Equals ? same : Numbers.Not(same));
        }

        if (operation is { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String })
        {
            var (first, second) = (Texts.Bare(operation.LeftOperand), Texts.Bare(operation.RightOperand));
            return interpreter.Each(left, a => interpreter.Each(right, b => Arithmetic(BinaryOperatorKind.Add, Texts.Of(a, first), Texts.Of(b, second))));
        }

        if (operation is { OperatorKind: BinaryOperatorKind.And or BinaryOperatorKind.Or, Type.SpecialType: SpecialType.System_Boolean })
            return Numbers.Of(operation.OperatorKind == BinaryOperatorKind.And
                ? DimensionOperator.And
                : DimensionOperator.Or, Numbers.NumberOf(left), Numbers.NumberOf(right));

        var result = Combine(operation.OperatorKind, left, right);
        return Fit(Conversions.Checked(interpreter, result, operation.Type, operation.IsChecked), operation.Type);
    }

    /// <summary>A tensor and a number, or two tensors of one shape, make a tensor of that shape.</summary>
    private static Value? OfTensors(IBinaryOperation operation, Value left, Value right)
    {
        if (operation is not
            {
                OperatorMethod.ContainingType: { Name: "Tensor" } type,
                OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide,
            } || !TorchSymbols.IsInTorchSharp(type)) return null;
        var (one, other) = (Shape(operation.LeftOperand, left), Shape(operation.RightOperand, right));
        return (one ?? other) is { } shape && (one is null || other is null || one.SequenceEqual(other)) && IsKnown(operation.LeftOperand, left)
            && IsKnown(operation.RightOperand, right) ? new ParameterValue(shape) : null;

        static IReadOnlyList<DimensionExpression>? Shape(IOperation operand, Value value) => IsTensor(operand) ? (value as ParameterValue)?.Shape : null;

        static bool IsKnown(IOperation operand, Value value) => !IsTensor(operand) || value is ParameterValue;

        static bool IsTensor(IOperation operand) => operand.Type is not { Name: "Scalar" } && !Numbers.IsInteger(operand.Type) && !Numbers.IsReal(operand.Type);
    }

    /// <summary>Numbers become one expression; of texts and real numbers, each alternative is computed.</summary>
    private Value Combine(BinaryOperatorKind kind, Value left, Value right)
        => left is NumberValue && right is NumberValue
            ? Arithmetic(kind, left, right)
            : interpreter.Each(left, a => interpreter.Each(right, b => Arithmetic(kind, a, b)));

    private Value Truth(Value value)
        => interpreter.Facts.Decide(Numbers.NumberOf(value)) is { } known ? Value.Truth(known) : new NumberValue(Numbers.NumberOf(value));

    private Value? UserDefined(IMethodSymbol? method, Value? left, Value right)
    {
        if (method is null || method.ContainingType.SpecialType == SpecialType.System_String) return null;
        if (method is { IsAbstract: true } or { IsVirtual: true }) return interpreter.Doubt("an operator of a type that is not known is not followed");
        if (interpreter.Source.Body(method) is { } body)
            return interpreter.Invocations.Call(new FunctionValue(method, body, new Frame(null, null, interpreter.Frame.Pins), null), left is null
                ? [right]
                : [left, right]);

        // The framework's and TorchSharp's operators mean what they say.
        return method.DeclaringSyntaxReferences.IsEmpty ? null : interpreter.Doubt($"an operator of '{method.ContainingType.Name}' is not followed");
    }

    /// <summary>A result in its type: integers lose bits, and a <c>float</c> digits, where it is computed and not where it is used.</summary>
    private static Value Fit(Value value, ITypeSymbol? type)
    {
        type = Numbers.Underlying(type);
        return value switch
        {
            NumberValue when type is { SpecialType: SpecialType.System_Char } or { TypeKind: TypeKind.Enum } => Conversions.Convert(value, type),
            NumberValue { Expression.Value: not null } => Conversions.Wrap(value, type),
            RealValue real when type?.SpecialType == SpecialType.System_Single => new RealValue((float)real.Real),
            RealValue when type?.SpecialType == SpecialType.System_Decimal => Value.Unknown("it is computed with decimals"),
            _ => value,
        };
    }
}
