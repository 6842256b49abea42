using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// The objects that an expression may refer to in code that is not run: those that it names, where that can be told; else every object that its
/// type allows.
/// </summary>
internal sealed class Subjects(Interpreter interpreter)
{
    private const int DeepestNesting = 32;

    // A look at an object of the store costs less than a statement does.
    private const int LooksPerStep = 16;

    private readonly Dictionary<ILocalSymbol, IOperation?> initializers = new(SymbolEqualityComparer.Default);
    private int depth;

    /// <summary>What an expression refers to, or may by its type.</summary>
    public IReadOnlyList<Value> Of(IOperation operation, Surrounding around) => Named(operation, around) ?? OfType(operation.Type);

    /// <summary>What an expression refers to, without evaluating anything: nothing for what it makes itself; <see langword="null"/> where it cannot be
    /// told.</summary>
    public IReadOnlyList<Value>? Named(IOperation operation, Surrounding around)
    {
        if (depth >= DeepestNesting) return null;
        depth++;
        var named = operation switch
        {
            IConversionOperation { OperatorMethod: null } conversion => Named(conversion.Operand, around),
            IParenthesizedOperation inner => Named(inner.Operand, around),
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }
                => around.Instance is { } instance ? Known(instance) : null,
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } when IsMade(operation) => [],
            ILocalReferenceOperation { Local: var local } => around.Declares(local) ? Initial(local, operation, around)
                : interpreter.Places.Peek(local) is { } value ? Known(value) : Initial(local, operation, around),
            IParameterReferenceOperation { Parameter: var parameter }
                => around.Declares(parameter) || interpreter.Places.Peek(parameter) is not { } given ? null : Known(given),
            IMemberReferenceOperation { Instance: null, Member: (IFieldSymbol or IPropertySymbol) and var shared }
                => interpreter.Objects.Shared(shared) is { } value ? Known(value) : null,
            IFieldReferenceOperation { Instance: { } holder, Field: var field } => Member(holder, field, around),
            IPropertyReferenceOperation { Instance: { } holder, Property: { IsIndexer: false } property } => Member(holder, property, around),
            IArrayElementReferenceOperation { ArrayReference: var array } => Items(array, around),
            IPropertyReferenceOperation { Instance: { } indexed, Property.IsIndexer: true } => Items(indexed, around),
            IConditionalOperation { WhenFalse: { } otherwise } choice => Both(choice.WhenTrue, otherwise, around),
            ICoalesceOperation coalesce => Both(coalesce.Value, coalesce.WhenNull, around),
            IConditionalAccessOperation access => Named(access.WhenNotNull, around),
            IConditionalAccessInstanceOperation => Accessed(operation) is { } accessed ? Named(accessed, around) : null,
            IObjectCreationOperation { Type: INamedTypeSymbol type } => [new MadeValue(type)],
            IArrayCreationOperation or ITupleOperation or IAnonymousFunctionOperation
                or IDelegateCreationOperation or IBinaryOperation or IUnaryOperation or IInterpolatedStringOperation or IDefaultValueOperation
                or IThrowOperation => [],
            IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType: var maker } } when TorchSymbols.IsInTorchSharp(maker) => [],
            { ConstantValue.HasValue: true } or { Syntax: CollectionExpressionSyntax } => [],
            _ => null,
        };
        depth--;
        return named;
    }

    /// <summary>Whether the object that a text need not name is the one that it makes.</summary>
    private static bool IsMade(IOperation receiver)
    {
        var outer = receiver.Parent;
        while (outer is not null and not (IObjectOrCollectionInitializerOperation or IAnonymousObjectCreationOperation)) outer = outer.Parent;
        return outer is IAnonymousObjectCreationOperation or { Parent: IObjectCreationOperation or IWithOperation };
    }

    /// <summary>Every object that a variable of a type may refer to.</summary>
    public IReadOnlyList<Value> OfType(ITypeSymbol? type)
    {
        if (type is { IsReferenceType: false, TypeKind: not TypeKind.TypeParameter } and not INamedTypeSymbol { TypeKind: TypeKind.Struct }) return [];
        if (Numbers.IsInteger(type) || type is { SpecialType: SpecialType.System_String or SpecialType.System_Boolean }) return [];
        interpreter.Budget.Step(1 + (interpreter.Store.Objects / LooksPerStep));
        return [.. interpreter.Store.OfType(type).Select(id => new ReferenceValue(id))];
    }

    /// <summary>The objects that a library can reach from what an operation hands to it.</summary>
    public IReadOnlyCollection<Value> Reached(IOperation operation, Surrounding around)
    {
        var handed = operation is IForEachLoopOperation loop ? Handed(loop.Collection) : operation.ChildOperations.SelectMany(Handed);
        var (open, seen) = (new Stack<Value>(handed.SelectMany(part => Of(part, around))), new HashSet<Value>());
        while (open.Count > 0)
        {
            interpreter.Budget.Step();
            var value = open.Pop();
            var parts = value switch
            {
                ConditionalValue choice => [choice.Then, choice.Else],
                RepeatedValue repeated => [repeated.Once],
                MadeValue made when seen.Add(made) => interpreter.Store.OfClass(made.Type).Select(id => (Value)new ReferenceValue(id)),
                ReferenceValue { Id: var id } when seen.Add(value) => interpreter.Store.Find(id) switch
                {
                    ListContent list => list.Items,
                    DictionaryContent dictionary => dictionary.Entries.SelectMany(entry => new[] { entry.Key, entry.Value }),
                    ContainerContent container => container.Children.Select(child => child.Value),
                    ObjectContent made => made.Fields.Values,
                    PathContent path => path.Fields.Values,
                    _ => (IEnumerable<Value>)[],
                },
                _ => [],
            };
            foreach (var part in parts) open.Push(part);
        }

        return seen;
    }

    /// <summary>The parts of an expression whose values are handed on, or held by what it makes: not an object of which a number is read.</summary>
    private static IEnumerable<IOperation> Handed(IOperation operation)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (operation is IAnonymousFunctionOperation || operation.Type is { } type && !MayRefer(type)) return [];
        return operation is IObjectCreationOperation ? [operation, .. operation.ChildOperations.SelectMany(Handed)]
            : operation is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation or IInstanceReferenceOperation
            or IInvocationOperation or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation
            ? [operation]
            : operation.ChildOperations.SelectMany(Handed);
    }

    private static bool MayRefer(ITypeSymbol type) => type is not { SpecialType: SpecialType.System_String or SpecialType.System_Boolean }
        && !Numbers.IsInteger(type) && !Numbers.IsReal(type) && type.TypeKind != TypeKind.Enum;

    private IReadOnlyList<Value>? Both(IOperation one, IOperation other, Surrounding around)
        => Named(one, around) is { } first && Named(other, around) is { } second ? [.. first, .. second] : null;

    private IReadOnlyList<Value>? Member(IOperation holder, ISymbol member, Surrounding around)
        => Through(holder, around, value => interpreter.Places.PeekMember(value, member) is { } held ? Known(held) : null);

    private IReadOnlyList<Value>? Items(IOperation collection, Surrounding around) => Through(collection, around, value => interpreter.Store.Find(value) switch
    {
        ListContent list => Known(list.Items),
        DictionaryContent { Rest: null } dictionary => Known(dictionary.Entries.Select(entry => entry.Value)),
        ContainerContent container => Known(container.Children.Select(child => child.Value)),
        _ => null,
    });

    // Of what is made in the expression itself, nobody knows the parts.
    private IReadOnlyList<Value>? Through(IOperation holder, Surrounding around, Func<Value, IReadOnlyList<Value>?> part)
    {
        if (Named(holder, around) is not { Count: > 0 } holders) return null;
        var parts = new List<Value>();
        foreach (var value in holders)
        {
            if (part(value) is not { } found) return null;
            parts.AddRange(found);
        }

        return parts;
    }

    /// <summary>A variable of the code itself, which is set once.</summary>
    private IReadOnlyList<Value>? Initial(ILocalSymbol local, IOperation reference, Surrounding around)
    {
        if (!initializers.TryGetValue(local, out var initializer)) initializers[local] = initializer = Initializer(local, reference);
        return initializer is null ? null : Named(initializer, around);
    }

    private IOperation? Initializer(ILocalSymbol local, IOperation reference)
    {
        var root = reference;
        while (root.Parent is { } parent) root = parent;
        IOperation? initializer = null;
        foreach (var operation in root.Descendants())
        {
            interpreter.Budget.Step();
            if (operation is IVariableDeclaratorOperation { Initializer.Value: { } value } declarator
                && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)) initializer = value;
            else if (operation is IAssignmentOperation or IArgumentOperation && Invalidation.Sets(operation, local)) return null;
        }

        return initializer;
    }

    private static IOperation? Accessed(IOperation instance)
    {
        for (var (inner, outer) = (instance, instance.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            if (outer is IConditionalAccessOperation access && access.WhenNotNull == inner) return access.Operation;
        }

        return null;
    }

    /// <summary>The alternatives of a value; <see langword="null"/> where they are not known.</summary>
    public static IReadOnlyList<Value>? Known(Value value) => Known([value]);

    private static IReadOnlyList<Value>? Known(IEnumerable<Value> values)
    {
        var known = new List<Value>();
        return values.All(Add) ? known : null;

        bool Add(Value value)
        {
            switch (value)
            {
                case ConditionalValue choice:
                    return Add(choice.Then) && Add(choice.Else);
                case RepeatedValue repeated:
                    return Add(repeated.Once);
                case UnknownValue or PlaceValue:
                    return false;
                default:
                    known.Add(value);
                    return true;
            }
        }
    }
}

/// <summary>What code that is not run belongs to.</summary>
/// <param name="Instance">The object it runs on; <see langword="null"/> where that is not known.</param>
/// <param name="Method">The method whose variables have no value; <see langword="null"/> for a part of what is run.</param>
internal sealed record Surrounding(Value? Instance, IMethodSymbol? Method)
{
    /// <summary>Whether a variable is one of the code itself; the same method may run at the time, with values of its own.</summary>
    public bool Declares(ISymbol variable)
        => Method is not null && SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol?.OriginalDefinition, Method);
}
