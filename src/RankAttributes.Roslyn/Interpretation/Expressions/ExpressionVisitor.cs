using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Evaluates expressions: one method a kind of operation, and everything else is unknown.</summary>
internal sealed class ExpressionVisitor : OperationVisitor<object?, Value>
{
    private const int MaxPin = 80;

    private readonly Interpreter interpreter;
    private readonly Operators operators;
    private readonly Conversions conversions;
    private readonly Creations creations;
    private readonly Calls calls;
    private readonly Choices choices;
    private readonly Assignments assignments;
    private readonly Stack<Value> implicitReceivers = new();

    public ExpressionVisitor(Interpreter interpreter)
    {
        this.interpreter = interpreter;
        operators = new Operators(interpreter);
        conversions = new Conversions(interpreter);
        creations = new Creations(interpreter);
        calls = new Calls(interpreter);
        choices = new Choices(interpreter);
        assignments = new Assignments(interpreter);
        Patterns = new Patterns(interpreter);
    }

    public Patterns Patterns { get; }

    public Operators Operators => operators;

    public Calls Calls => calls;

    public Choices Choices => choices;

    public Conversions Conversions => conversions;

    public Value Evaluate(IOperation? operation)
    {
        if (operation is null) return Value.Unknown(Value.BeingTyped);
        interpreter.Budget.Step();
        var value = operation.ConstantValue is { HasValue: true, Value: var constant }
            ? Defaults.Constant(constant, operation.Type)
            : interpreter.Structures.Read(operation, Visit(operation, null) ?? Untyped(operation));
        if (interpreter.Thrown.IsWatched && Demands.Something(operation) && Demands.MayBeNothing(value, operation.Type, interpreter.Store))
            interpreter.Thrown.Refuse();
        if (operation.ConstantValue.HasValue) return value;
        interpreter.Invalidation.ForgetEntered(operation);
        if (operation.Type?.TypeKind == TypeKind.Dynamic) interpreter.Invalidation.ForgetDynamic(operation, value);
        if (value is not UnknownValue { Expression: null } unknown || !Numbers.IsInteger(operation.Type)) return value;

        // What cannot be read is pinned by what the source writes for it.
        if (operation.Syntax.Span.Length > MaxPin) return value;
        var text = operation.Syntax.ToString();
        if (interpreter.Frame.Pins.TryGetValue(text, out var pinned)) return Value.Number(pinned);
        return text.IndexOf('\n') < 0 ? unknown with { Expression = text } : value;
    }

    /// <summary>What the compiler has no kind of operation for.</summary>
    private Value Untyped(IOperation operation) => operation.Syntax is StackAllocArrayCreationExpressionSyntax stack
        ? creations.OnStack(stack, operation.Type)
        : interpreter.Doubt("an operation that is not followed");

    public override Value DefaultVisit(IOperation operation, object? argument)
    {
        if (operation.Syntax is CollectionExpressionSyntax collection) return creations.Collection(collection, operation.Type);
        interpreter.Invalidation.Forget(operation, $"'{Short(operation)}' cannot be followed");
        return interpreter.Doubt($"'{Short(operation)}' cannot be followed");
    }

    public override Value VisitConversion(IConversionOperation operation, object? argument) => conversions.Convert(operation);

    public override Value VisitParenthesized(IParenthesizedOperation operation, object? argument) => interpreter.Evaluate(operation.Operand);

    public override Value VisitLocalReference(ILocalReferenceOperation operation, object? argument)
        => interpreter.Forward.Read(operation.Local, interpreter.Places.Read(operation.Local));

    public override Value VisitParameterReference(IParameterReferenceOperation operation, object? argument)
        => interpreter.Forward.Read(operation.Parameter, interpreter.Places.Read(operation.Parameter));

    public override Value VisitInstanceReference(IInstanceReferenceOperation operation, object? argument) => operation.ReferenceKind switch
    {
        InstanceReferenceKind.ContainingTypeInstance => interpreter.Frame.Instance ?? Value.Unknown("the instance is not known"),
        _ when implicitReceivers.Count > 0 => implicitReceivers.Peek(),
        _ => Value.Unknown("the instance is not known"),
    };

    public override Value VisitFieldReference(IFieldReferenceOperation operation, object? argument)
        => operation.Instance is null ? interpreter.Objects.Static(operation.Field) : Member(operation.Instance, operation.Field);

    public override Value VisitPropertyReference(IPropertyReferenceOperation operation, object? argument)
    {
        if (operation.Instance is not { } instance) return interpreter.Objects.Static(operation.Property);
        if (!operation.Property.IsIndexer) return Member(instance, operation.Property);
        var collection = interpreter.Evaluate(instance);
        if (Indexers.IsOwn(operation.Property)) return interpreter.Places.Indexers.Get(operation, collection);
        return interpreter.Places.Elements.Get(collection, operation.Arguments.Length == 1 ? operation.Arguments[0].Value : null, operation.Type);
    }

    public override Value VisitArrayElementReference(IArrayElementReferenceOperation operation, object? argument)
        => interpreter.Places.Elements.Get(interpreter.Evaluate(operation.ArrayReference), operation.Indices.Length == 1
            ? operation.Indices[0]
            : null, operation.Type);

    public override Value VisitImplicitIndexerReference(IImplicitIndexerReferenceOperation operation, object? argument)
    {
        var collection = interpreter.Evaluate(operation.Instance);
        interpreter.Invalidation.ForgetCalled(operation);
        return interpreter.Places.Elements.Get(collection, operation.Argument, operation.Type);
    }

    public override Value VisitBinaryOperator(IBinaryOperation operation, object? argument) => operators.Binary(operation);

    public override Value VisitUnaryOperator(IUnaryOperation operation, object? argument) => operators.Unary(operation);

    public override Value VisitIncrementOrDecrement(IIncrementOrDecrementOperation operation, object? argument) => operators.Step(operation);

    public override Value VisitCompoundAssignment(ICompoundAssignmentOperation operation, object? argument) => operators.Compound(operation);

    public override Value VisitSimpleAssignment(ISimpleAssignmentOperation operation, object? argument) => assignments.Simple(operation);

    public override Value VisitCoalesceAssignment(ICoalesceAssignmentOperation operation, object? argument)
        => choices.Given(interpreter.Evaluate(operation.Target), () => interpreter.Places.Assign(operation.Target, interpreter.Evaluate(operation.Value)));

    public override Value VisitDeconstructionAssignment(IDeconstructionAssignmentOperation operation, object? argument) => assignments.Deconstruct(operation);

    public override Value VisitDeclarationExpression(IDeclarationExpressionOperation operation, object? argument) => interpreter.Evaluate(operation.Expression);

    public override Value VisitConditional(IConditionalOperation operation, object? argument) => choices.Conditional(operation);

    public override Value VisitCoalesce(ICoalesceOperation operation, object? argument)
        => Conversions.Implicit(
            choices.Given(interpreter.Evaluate(operation.Value), () => interpreter.Evaluate(operation.WhenNull)), operation.Value.Type, operation.Type);

    public override Value VisitConditionalAccess(IConditionalAccessOperation operation, object? argument) => choices.Access(operation, With);

    public override Value VisitConditionalAccessInstance(IConditionalAccessInstanceOperation operation, object? argument)
        => implicitReceivers.Count > 0 ? implicitReceivers.Peek() : Value.Unknown("the instance is not known");

    public override Value VisitSwitchExpression(ISwitchExpressionOperation operation, object? argument) => choices.Switch(operation);

    public override Value VisitIsPattern(IIsPatternOperation operation, object? argument)
        => new NumberValue(Patterns.Match(operation.Pattern, interpreter.Evaluate(operation.Value)));

    public override Value VisitIsType(IIsTypeOperation operation, object? argument)
    {
        var matches = Patterns.IsOfType(interpreter.Evaluate(operation.ValueOperand), operation.TypeOperand, operation.ValueOperand.Type);
        return new NumberValue(operation.IsNegated ? Numbers.Not(matches) : matches);
    }

    public override Value VisitTuple(ITupleOperation operation, object? argument)
        => interpreter.Objects.Tuple([.. operation.Elements.Select(interpreter.Evaluate)]);

    public override Value VisitArrayCreation(IArrayCreationOperation operation, object? argument) => creations.Array(operation);

    public override Value VisitArrayInitializer(IArrayInitializerOperation operation, object? argument)
        => interpreter.Objects.List(ListKind.Array, operation.ElementValues.Select(interpreter.Evaluate).ToList());

    public override Value VisitObjectCreation(IObjectCreationOperation operation, object? argument) => creations.Object(operation, With);

    public override Value VisitTypeParameterObjectCreation(ITypeParameterObjectCreationOperation operation, object? argument)
    {
        // Without arguments, a constructor reaches static members only.
        interpreter.Objects.ForgetStatics("a constructor that is not known may set it");
        return base.VisitTypeParameterObjectCreation(operation, argument) ?? interpreter.Doubt("the type that is created is not known");
    }

    public override Value VisitAnonymousObjectCreation(IAnonymousObjectCreationOperation operation, object? argument) => creations.Anonymous(operation);

    public override Value VisitWith(IWithOperation operation, object? argument) => creations.With(operation, With);

    public override Value VisitInvocation(IInvocationOperation operation, object? argument) => calls.Call(operation);

    public override Value VisitInvalid(IInvalidOperation operation, object? argument)
        => operation.Syntax is InvocationExpressionSyntax call ? calls.InError(call) : Value.Unknown(Value.BeingTyped);

    public override Value VisitDelegateCreation(IDelegateCreationOperation operation, object? argument) => interpreter.Evaluate(operation.Target);

    public override Value VisitAnonymousFunction(IAnonymousFunctionOperation operation, object? argument)
        => interpreter.Hand(new FunctionValue(operation.Symbol, operation.Body, interpreter.Frame.Capture(), null));

    public override Value VisitEventAssignment(IEventAssignmentOperation operation, object? argument) => assignments.Event(operation);

    public override Value VisitMethodReference(IMethodReferenceOperation operation, object? argument)
        => calls.Function(
            operation.Method, operation.Instance is null ? null : interpreter.Evaluate(operation.Instance), operation.Instance?.Syntax is BaseExpressionSyntax);

    public override Value VisitInterpolatedString(IInterpolatedStringOperation operation, object? argument) => Texts.Interpolate(interpreter, operation);

    public override Value VisitTranslatedQuery(ITranslatedQueryOperation operation, object? argument) => interpreter.Evaluate(operation.Operation);

    public override Value VisitDefaultValue(IDefaultValueOperation operation, object? argument)
        => operation.Type is null ? Value.Null : interpreter.Structures.Default(operation.Type);

    public override Value VisitDiscardOperation(IDiscardOperation operation, object? argument) => Value.Null;

    public override Value VisitTypeOf(ITypeOfOperation operation, object? argument) => Value.Unknown("a type is not followed");

    public override Value VisitThrow(IThrowOperation operation, object? argument)
    {
        var exception = operation.Exception is IConversionOperation { IsImplicit: true, Operand: var inner } ? inner : operation.Exception;
        if (exception is IObjectCreationOperation { Constructor.DeclaringSyntaxReferences.IsEmpty: false }
            || exception is not null && interpreter.Places.MayChange(exception))
            interpreter.Evaluate(exception);
        return interpreter.Thrown.Throw(exception is IObjectCreationOperation { Type: { } type } ? type : null);
    }

    public override Value VisitFieldInitializer(IFieldInitializerOperation operation, object? argument) => interpreter.Evaluate(operation.Value);

    /// <summary>Evaluates something in whose text an object need not be named.</summary>
    public Value With(Value receiver, Func<Value> evaluate)
    {
        implicitReceivers.Push(receiver);
        var value = evaluate();
        implicitReceivers.Pop();
        return value;
    }

    private Value Member(IOperation instance, ISymbol member)
        => interpreter.Places.Members.Get(interpreter.Evaluate(instance), member, isBase: instance.Syntax is BaseExpressionSyntax);

    private static string Short(IOperation operation)
    {
        const int MaxText = 40;
        if (operation.Syntax.Span.Length <= MaxText) return operation.Syntax.ToString().Replace("\r", " ").Replace("\n", " ");
        var text = operation.Syntax.SyntaxTree.GetText().ToString(new Microsoft.CodeAnalysis.Text.TextSpan(operation.Syntax.SpanStart, MaxText - 3));
        return text.Replace("\r", " ").Replace("\n", " ") + "…";
    }
}
