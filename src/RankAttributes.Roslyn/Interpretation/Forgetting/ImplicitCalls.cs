using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>A method that an operation runs though no call of it is written.</summary>
/// <param name="Method">The method.</param>
/// <param name="On">What it is called on; <see langword="null"/> for a static method, and where no operation names it.</param>
/// <param name="Type">The type of what it is called on, where no operation names it.</param>
internal readonly record struct ImplicitCall(IMethodSymbol Method, IOperation? On, ITypeSymbol? Type = null);

/// <summary>What the language calls by itself: accessors, operators, and the methods that loops, patterns and <c>using</c> look for.</summary>
internal static class ImplicitCalls
{
    /// <summary>The methods that an operation runs, in no order.</summary>
    public static IEnumerable<ImplicitCall> Of(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation property => Some(property.Instance, property.Property.GetMethod),
        IEventAssignmentOperation { EventReference: IEventReferenceOperation { Instance: var on, Event: var raised }, Adds: var adds }
            => Some(on, adds ? raised.AddMethod : raised.RemoveMethod),
        IBinaryOperation binary => Some(null, binary.OperatorMethod),
        IUnaryOperation unary => Some(null, unary.OperatorMethod),
        IIncrementOrDecrementOperation step => Some(null, step.OperatorMethod),
        IConversionOperation conversion => Some(null, conversion.OperatorMethod),
        ICompoundAssignmentOperation compound
            => Some(null, compound.OperatorMethod, compound.InConversion.MethodSymbol, compound.OutConversion.MethodSymbol),
        ITupleBinaryOperation { LeftOperand.Type: var left, RightOperand.Type: var right } => Some(null, [.. Comparisons(left), .. Comparisons(right)]),
        IForEachLoopOperation loop => Walking(loop),
        IDeconstructionAssignmentOperation { Syntax: AssignmentExpressionSyntax syntax, Value: var value }
            => Parts(Model(operation)?.GetDeconstructionInfo(syntax), value),
        IRecursivePatternOperation { DeconstructSymbol: IMethodSymbol method } => Some(null, method),
        IListPatternOperation list => Some(null, Accessor(list.LengthSymbol), Accessor(list.IndexerSymbol)),
        ISlicePatternOperation slice => Some(null, Accessor(slice.SliceSymbol)),
        IImplicitIndexerReferenceOperation index => Some(
            index.Instance, Accessor(index.LengthSymbol), Accessor(index.IndexerSymbol), (index.IndexerSymbol as IPropertySymbol)?.SetMethod),
        IAwaitOperation { Syntax: AwaitExpressionSyntax syntax, Operation: var awaited } => Awaiting(Model(operation), syntax, awaited),
        IWithOperation { Type: var type } => Some(null, [.. Copies(type)]),
        IObjectCreationOperation creation => Some(creation, creation.Constructor),
        IUsingOperation { Resources: not IVariableDeclarationGroupOperation and var resource } => Disposal(resource.Type, resource),
        IUsingOperation { Resources: IVariableDeclarationGroupOperation resources } => Variables(resources),
        IUsingDeclarationOperation { DeclarationGroup: var resources } => Variables(resources),
        _ when operation.Syntax is SpreadElementSyntax { Expression: var spread } => Named(Model(operation)?.GetTypeInfo(spread).Type, "GetEnumerator", null),
        _ => [],
    };

    /// <summary>The method that takes a value apart, where its parts are not taken apart in turn.</summary>
    public static IMethodSymbol? Deconstruction(IDeconstructionAssignmentOperation operation)
        => operation.Syntax is AssignmentExpressionSyntax syntax && Model(operation)?.GetDeconstructionInfo(syntax) is { Method: { } method } info
            && info.Nested.All(part => part is { Method: null, Nested.IsEmpty: true }) ? method : null;

    /// <summary>The class whose static members an operation is the first to use, for all that is known.</summary>
    public static INamedTypeSymbol? Opened(IOperation operation) => operation switch
    {
        IMemberReferenceOperation { Member: { IsStatic: true, ContainingType: var type } } => type,
        IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType: var type } } => type,
        IObjectCreationOperation { Constructor.ContainingType: var type } => type,
        _ => null,
    };

    private static IEnumerable<ImplicitCall> Some(IOperation? on, params IMethodSymbol?[] methods)
        => methods.OfType<IMethodSymbol>().Select(method => new ImplicitCall(method, on));

    private static IEnumerable<ImplicitCall> Walking(IForEachLoopOperation loop)
    {
        if (loop.Syntax is not CommonForEachStatementSyntax syntax || Model(loop) is not { } model) return [];
        var info = model.GetForEachStatementInfo(syntax);
        var parts = syntax is ForEachVariableStatementSyntax declared ? Parts(model.GetDeconstructionInfo(declared), null) : [];
        var walker = info.GetEnumeratorMethod?.ReturnType;
        return [.. Some(Bare(loop.Collection), info.GetEnumeratorMethod), .. Some(null, info.ElementConversion.MethodSymbol), .. parts,
            .. Some(null, info.MoveNextMethod, info.CurrentProperty?.GetMethod, info.DisposeMethod).Select(call => call with { Type = walker })];
    }

    private static IEnumerable<ImplicitCall> Parts(DeconstructionInfo? info, IOperation? value)
    {
        if (info is not { } known) yield break;
        if (known.Method is { } method) yield return new ImplicitCall(method, method.IsStatic ? null : value);
        foreach (var part in known.Nested.IsDefault ? [] : known.Nested)
        {
            foreach (var inner in Parts(part, null)) yield return inner;
        }
    }

    private static IEnumerable<ImplicitCall> Awaiting(SemanticModel? model, AwaitExpressionSyntax syntax, IOperation awaited)
    {
        if (model is null) return [];
        var info = model.GetAwaitExpressionInfo(syntax);
        return [.. Some(awaited, info.GetAwaiterMethod), .. Some(null, info.IsCompletedProperty?.GetMethod, info.GetResultMethod)];
    }

    private static IEnumerable<ImplicitCall> Variables(IVariableDeclarationGroupOperation group)
        => group.Declarations.SelectMany(declaration => declaration.Declarators)
            .SelectMany(variable => Disposal(variable.Symbol.Type, variable.GetVariableInitializer()?.Value));

    private static IEnumerable<ImplicitCall> Disposal(ITypeSymbol? type, IOperation? on) => [.. Named(type, "Dispose", on), .. Named(type, "DisposeAsync", on)];

    private static IEnumerable<ImplicitCall> Named(ITypeSymbol? type, string name, IOperation? on)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var method in current.GetMembers(name).OfType<IMethodSymbol>())
            {
                if (method.Parameters.IsEmpty) yield return new ImplicitCall(method, on);
            }
        }

        foreach (var method in type?.AllInterfaces.SelectMany(face => face.GetMembers(name)).OfType<IMethodSymbol>() ?? [])
            yield return new ImplicitCall(method, on);
    }

    private static IEnumerable<IMethodSymbol> Comparisons(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.SelectMany(element => Comparisons(element.Type)),
        null => [],
        _ => type.GetMembers(WellKnownMemberNames.EqualityOperatorName).Concat(type.GetMembers(WellKnownMemberNames.InequalityOperatorName))
            .OfType<IMethodSymbol>(),
    };

    /// <summary>The constructors of a record and its base classes that make a copy, as far as they are written.</summary>
    public static IEnumerable<IMethodSymbol> Copies(ITypeSymbol? type)
    {
        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            foreach (var constructor in current.InstanceConstructors)
            {
                if (!constructor.IsImplicitlyDeclared && Construction.IsCopyConstructor(constructor)) yield return constructor;
            }
        }
    }

    private static IMethodSymbol? Accessor(ISymbol? symbol) => symbol as IMethodSymbol ?? (symbol as IPropertySymbol)?.GetMethod;

    private static IOperation Bare(IOperation operation)
        => operation is IConversionOperation { IsImplicit: true, OperatorMethod: null, Operand: var inner } ? Bare(inner) : operation;

    private static SemanticModel? Model(IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation.SemanticModel;
    }
}
