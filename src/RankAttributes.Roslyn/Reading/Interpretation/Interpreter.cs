using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Reading.Interpretation;

/// <summary>
/// Runs the statements of a constructor, and of the helpers it calls, as far as layers depend on them. Integers stay exact expressions of
/// the parameters; what cannot be followed becomes a named unknown. It reads only what the class itself declares.
/// </summary>
internal sealed partial class Interpreter(Scope scope, ClassSource source, CancellationToken cancellation)
{
    private const int DeepestCall = 24;

    // What the helper that is being read gives back, once it has.
    private Value? returned;

    public Scope Scope => scope;

    public static DimensionExpression NumberOf(Value value) => value switch
    {
        NumberValue number => number.Expression,
        RealValue { Real: var real } when real == Math.Floor(real) && Math.Abs(real) < 1e15 => DimensionExpression.Of((long)real),
        UnknownValue unknown => new UnknownDimension(unknown.Reason) { Expression = unknown.Expression },
        ConditionalValue { Then: not NullValue, Else: not NullValue } choice => Either(choice.Condition, NumberOf(choice.Then), NumberOf(choice.Else)),
        ConditionalValue => DimensionExpression.Unknown("it depends on a condition that has no value yet"),
        PathValue path => DimensionExpression.Symbol(path.Path),
        _ => DimensionExpression.Unknown("it is not an integer"),
    };

    public void Run(IOperation? operation)
    {
        if (operation is null || returned is not null) return;
        cancellation.ThrowIfCancellationRequested();
        scope.Step();
        if (scope.IsExhausted) return;
        switch (operation)
        {
            case IBlockOperation block:
                foreach (var statement in block.Operations) Run(statement);
                break;
            case IExpressionStatementOperation statement:
                Evaluate(statement.Operation);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (var declaration in group.Declarations)
                {
                    foreach (var variable in declaration.Declarators)
                        scope.Locals[variable.Symbol] = variable.GetVariableInitializer() is { } initializer ? Evaluate(initializer.Value) : new NullValue();
                }

                break;
            case IConditionalOperation conditional:
                RunConditional(conditional);
                break;
            case IForLoopOperation loop:
                RunFor(loop);
                break;
            case IForEachLoopOperation loop:
                RunForEach(loop);
                break;
            case ILoopOperation loop:
                ForgetAssigned(loop.Body, "it changes in a loop that is not read");
                break;
            case IReturnOperation { Kind: OperationKind.Return } give:
                returned = give.ReturnedValue is { } value ? Evaluate(value) : new NullValue();
                break;
            case ISwitchOperation select:
                RunSwitch(select);
                break;
            case IUsingOperation use:
                Run(use.Resources);
                Run(use.Body);
                break;
            case ITryOperation attempt:
                Run(attempt.Body);
                Run(attempt.Finally);
                break;
            case ILockOperation held:
                Run(held.Body);
                break;
            case ILocalFunctionOperation or IEmptyOperation or IBranchOperation or IThrowOperation:
                break;
            case IMethodBodyOperation body:
                Run(body.BlockBody ?? body.ExpressionBody);
                break;
            case IConstructorBodyOperation body:
                Run(body.BlockBody ?? body.ExpressionBody);
                break;
            default:
                Evaluate(operation);
                break;
        }
    }

    private void RunConditional(IConditionalOperation conditional)
    {
        var condition = NumberOf(Evaluate(conditional.Condition));
        if (condition.Value is { } known)
        {
            Run(known != 0 ? conditional.WhenTrue : conditional.WhenFalse);
            return;
        }

        if (IsGuard(conditional)) return;
        Branch(condition, () => Run(conditional.WhenTrue), () => Run(conditional.WhenFalse));
    }

    /// <summary>A check of arguments: it throws or does nothing, and builds no layer.</summary>
    private static bool IsGuard(IConditionalOperation conditional)
        => conditional.WhenFalse is null && conditional.WhenTrue is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }
            || conditional is { WhenFalse: null, WhenTrue: IBlockOperation { Operations: [IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }] } };

    private void Branch(DimensionExpression condition, Action then, Action otherwise)
    {
        var before = scope.Save();
        scope.Conditions.Add(condition);
        then();
        var after = scope.Save();
        scope.Restore(before);
        scope.Conditions[scope.Conditions.Count - 1] = Not(condition);
        otherwise();
        scope.Conditions.RemoveAt(scope.Conditions.Count - 1);
        scope.Merge(condition, after);
    }

    private void RunSwitch(ISwitchOperation select)
    {
        var value = Evaluate(select.Value);
        foreach (var section in select.Cases)
        {
            foreach (var clause in section.Clauses)
            {
                var matches = clause switch
                {
                    IDefaultCaseClauseOperation => true,
                    ISingleValueCaseClauseOperation single => Same(value, Evaluate(single.Value)),
                    _ => null,
                };
                if (matches is null)
                {
                    ForgetAssigned(select, "it depends on a switch that has no value yet");
                    return;
                }

                if (matches != true) continue;
                foreach (var statement in section.Body) Run(statement);
                return;
            }
        }
    }

    private void RunFor(IForLoopOperation loop)
    {
        foreach (var statement in loop.Before) Run(statement);
        var (variable, count) = Passes(loop);
        if (loop.Condition is not null && NumberOf(Evaluate(loop.Condition)).Value is not null)
        {
            while (!scope.IsExhausted && returned is null && NumberOf(Evaluate(loop.Condition)).Value is { } goes && goes != 0)
            {
                Run(loop.Body);
                foreach (var statement in loop.AtLoopBottom) Run(statement);
            }

            return;
        }

        ForgetAssigned(loop.Body, "it changes from pass to pass of a loop whose bounds have no value yet");
        if (variable is not null) scope.Locals[variable] = new NumberValue(DimensionExpression.Symbol(variable.Name));
        Repeat(count, () => Run(loop.Body));
    }

    /// <summary>The variable of a loop that counts up by one, and the number of its passes.</summary>
    private (ILocalSymbol? Variable, DimensionExpression Count) Passes(IForLoopOperation loop)
    {
        var unknown = DimensionExpression.Unknown("the number of passes cannot be read");
        if (loop.Condition is not IBinaryOperation { LeftOperand: var left, RightOperand: var bound } test
            || Unwrap(left) is not ILocalReferenceOperation { Local: var variable }
            || loop.AtLoopBottom is not [IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { Kind: OperationKind.Increment } }]
            || !scope.Locals.TryGetValue(variable, out var start))
        {
            return (null, unknown);
        }

        var end = NumberOf(Evaluate(bound));
        if (test.OperatorKind == BinaryOperatorKind.LessThanOrEqual) end = OperationDimension.Apply(DimensionOperator.Add, end, DimensionExpression.Of(1));
        else if (test.OperatorKind != BinaryOperatorKind.LessThan) return (variable, unknown);
        return (variable, OperationDimension.Apply(DimensionOperator.Subtract, end, NumberOf(start)));
    }

    private void RunForEach(IForEachLoopOperation loop)
    {
        var variable = loop.Locals.FirstOrDefault();
        switch (Evaluate(loop.Collection))
        {
            case ListValue list:
                RunForEach(loop, variable, list.Items.ToList());
                break;
            case ContainerValue container:
                RunForEach(loop, variable, container.Children.Select(child => child.Value).ToList());
                break;
            case PathValue path:
                ForgetAssigned(loop.Body, "it changes from pass to pass of a loop whose bounds have no value yet");
                if (variable is not null) scope.Locals[variable] = OfType(variable.Type, path.Path + "[…]");
                Repeat(scope.Symbol(path.Path + ".Length"), () => Run(loop.Body));
                break;
            default:
                ForgetAssigned(loop.Body, "it changes in a loop over a collection that cannot be read");
                break;
        }
    }

    private void RunForEach(IForEachLoopOperation loop, ILocalSymbol? variable, List<Value> items)
    {
        foreach (var item in items)
        {
            if (variable is not null) scope.Locals[variable] = item;
            Run(loop.Body);
        }
    }

    private void Repeat(DimensionExpression count, Action body)
    {
        scope.Repetitions.Add(count);
        body();
        scope.Repetitions.RemoveAt(scope.Repetitions.Count - 1);
    }

    /// <summary>What a part that is not run in order may have set has no value afterwards.</summary>
    private void ForgetAssigned(IOperation part, string reason)
    {
        foreach (var operation in part.DescendantsAndSelf())
        {
            var target = operation switch
            {
                IAssignmentOperation assignment => assignment.Target,
                IIncrementOrDecrementOperation increment => increment.Target,
                _ => null,
            };
            if (target is ILocalReferenceOperation local && scope.Locals.ContainsKey(local.Local)) scope.Locals[local.Local] = Value.Unknown(reason);
            else if (target is IMemberReferenceOperation { Member: var member, Instance: IInstanceReferenceOperation } && scope.Members.ContainsKey(member)) scope.Members[member] = Value.Unknown(reason);
        }
    }

    private static bool? Same(Value a, Value b) => (a, b) switch
    {
        (NumberValue { Expression.Value: { } left }, NumberValue { Expression.Value: { } right }) => left == right,
        (TextValue left, TextValue right) => left.Text == right.Text,
        _ => null,
    };

    /// <summary>c·a + (1 − c)·b, for a condition is 0 or 1.</summary>
    private static DimensionExpression Either(DimensionExpression condition, DimensionExpression then, DimensionExpression otherwise)
    {
        if (then.Equals(otherwise)) return then;
        var rest = OperationDimension.Apply(DimensionOperator.Subtract, DimensionExpression.Of(1), condition);
        return OperationDimension.Apply(
            DimensionOperator.Add,
            OperationDimension.Apply(DimensionOperator.Multiply, condition, then),
            OperationDimension.Apply(DimensionOperator.Multiply, rest, otherwise));
    }

    private static DimensionExpression Not(DimensionExpression condition) => OperationDimension.Apply(DimensionOperator.Equal, condition, DimensionExpression.Of(0));

    private static IOperation Unwrap(IOperation operation) => operation is IConversionOperation conversion ? Unwrap(conversion.Operand) : operation;
}
