using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Runs statements. Each gives back whether the next may run after it.</summary>
internal sealed class StatementVisitor : OperationVisitor<object?, bool>
{
    private readonly Interpreter interpreter;
    private readonly Loops loops;
    private readonly Switches switches;
    private readonly Attempts attempts;
    private readonly Labels labels;

    public StatementVisitor(Interpreter interpreter)
    {
        this.interpreter = interpreter;
        Exits = new Exits(interpreter);
        loops = new Loops(interpreter);
        switches = new Switches(interpreter);
        attempts = new Attempts(interpreter);
        labels = new Labels(interpreter);
        Interference = new Interference(interpreter);
    }

    public Interference Interference { get; }

    public Exits Exits { get; }

    public Loops Loops => loops;

    public Attempts Attempts => attempts;

    public bool Run(IOperation operation)
    {
        interpreter.Budget.Step();
        var goes = Visit(operation, null);
        interpreter.Deferred.Settle();
        return goes;
    }

    public override bool DefaultVisit(IOperation operation, object? argument) => interpreter.Evaluate(operation) is not NeverValue;

    public override bool VisitBlock(IBlockOperation operation, object? argument)
    {
        var disposed = operation.Operations
            .Where(statement => statement is IUsingDeclarationOperation && interpreter.Invalidation.IsCalledAt(statement)).ToList();
        return disposed.Count == 0 ? Statements() : attempts.AtLast(Statements, () => disposed.ForEach(interpreter.Invalidation.ForgetCalled));

        bool Statements() => operation.Operations.Any(statement => statement is ILabeledOperation) ? labels.Run(operation) : operation.Operations.All(Run);
    }

    public override bool VisitExpressionStatement(IExpressionStatementOperation operation, object? argument)
        => interpreter.Evaluate(operation.Operation) is not NeverValue;

    public override bool VisitVariableDeclarationGroup(IVariableDeclarationGroupOperation operation, object? argument)
    {
        foreach (var declaration in operation.Declarations)
        {
            foreach (var variable in declaration.Declarators)
            {
                if (variable.GetVariableInitializer() is not { } initializer)
                {
                    interpreter.Places.Declare(variable.Symbol, Value.Unknown($"'{variable.Symbol.Name}' has no value here"));
                }
                else if (variable.Symbol.RefKind != RefKind.None)
                {
                    interpreter.Places.DeclareAlias(variable.Symbol, initializer.Value);
                }
                else
                {
                    var value = interpreter.Evaluate(initializer.Value);
                    if (value is NeverValue) return false;
                    interpreter.Places.Declare(variable.Symbol, value);
                }
            }
        }

        return true;
    }

    public override bool VisitConditional(IConditionalOperation operation, object? argument)
    {
        var condition = interpreter.Evaluate(operation.Condition);
        if (condition is NeverValue) return false;
        return Exits.Choose(Numbers.NumberOf(condition), () => interpreter.Run(operation.WhenTrue), () => interpreter.Run(operation.WhenFalse));
    }

    public override bool VisitForLoop(IForLoopOperation operation, object? argument) => loops.Run(operation);

    public override bool VisitForEachLoop(IForEachLoopOperation operation, object? argument) => loops.Run(operation);

    public override bool VisitWhileLoop(IWhileLoopOperation operation, object? argument) => loops.Run(operation);

    public override bool VisitSwitch(ISwitchOperation operation, object? argument) => switches.Run(operation);

    public override bool VisitTry(ITryOperation operation, object? argument) => attempts.Run(operation);

    public override bool VisitReturn(IReturnOperation operation, object? argument)
    {
        switch (operation.Kind)
        {
            case OperationKind.YieldReturn when operation.ReturnedValue is { } item:
                interpreter.Invocations.Yield(interpreter.Evaluate(item));
                return true;
            case OperationKind.YieldBreak:
                Exits.Leave(ExitKind.Return, null, Value.Null);
                return false;
            default:
                var value = operation.ReturnedValue is { } returned ? interpreter.Evaluate(returned) : Value.Null;
                if (operation.ReturnedValue is { Syntax.Parent: RefExpressionSyntax } lent) interpreter.Places.Lend(lent);
                if (value is not NeverValue) Exits.Leave(ExitKind.Return, null, value);
                return false;
        }
    }

    public override bool VisitBranch(IBranchOperation operation, object? argument)
    {
        switch (operation.BranchKind)
        {
            case BranchKind.Break:
                Exits.Leave(ExitKind.Break, operation.Target, Value.Null);
                return false;
            case BranchKind.Continue:
                Exits.Leave(ExitKind.Continue, operation.Target, Value.Null);
                return false;
            default:
                Exits.Leave(ExitKind.Goto, operation.Target, Value.Null);
                return false;
        }
    }

    public override bool VisitThrow(IThrowOperation operation, object? argument)
    {
        interpreter.Evaluate(operation);
        return false;
    }

    public override bool VisitUsing(IUsingOperation operation, object? argument)
    {
        if (!interpreter.Run(operation.Resources)) return false;
        return interpreter.Invalidation.IsCalledAt(operation)
            ? attempts.AtLast(() => interpreter.Run(operation.Body), () => interpreter.Invalidation.ForgetCalled(operation))
            : interpreter.Run(operation.Body);
    }

    public override bool VisitUsingDeclaration(IUsingDeclarationOperation operation, object? argument) => interpreter.Run(operation.DeclarationGroup);

    public override bool VisitLock(ILockOperation operation, object? argument)
    {
        interpreter.Evaluate(operation.LockedValue);
        return interpreter.Run(operation.Body);
    }

    public override bool VisitLabeled(ILabeledOperation operation, object? argument) => interpreter.Run(operation.Operation);

    public override bool VisitLocalFunction(ILocalFunctionOperation operation, object? argument) => true;

    public override bool VisitEmpty(IEmptyOperation operation, object? argument) => true;

    public override bool VisitMethodBodyOperation(IMethodBodyOperation operation, object? argument)
        => interpreter.Run(operation.BlockBody ?? operation.ExpressionBody);

    public override bool VisitConstructorBodyOperation(IConstructorBodyOperation operation, object? argument)
        => interpreter.Run(operation.BlockBody ?? operation.ExpressionBody);
}
