using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Whether a method changes anything but its own variables and the object that it makes, as far as its source tells.</summary>
internal sealed class Effects(Interpreter interpreter)
{
    private readonly Dictionary<ISymbol, bool> known = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IReadOnlyList<IMethodSymbol>> entries = new(SymbolEqualityComparer.Default);

    /// <summary>Whether a method that may be read changes something; not one that may not be.</summary>
    public bool Changes(IMethodSymbol method) => Changes(method.OriginalDefinition, null);

    /// <summary>Whether a function changes anything but its own variables.</summary>
    public bool Changes(FunctionValue function) => function.Body is { } body && Changes(function.Method.OriginalDefinition, body);

    /// <summary>Whether the first use of a class runs something that changes more than the class.</summary>
    public bool ChangesAtFirst(INamedTypeSymbol type) => Changes(type.OriginalDefinition, null);

    /// <summary>Looks through all code that may run, each part once: methods may call each other in circles.</summary>
    private bool Changes(ISymbol first, IOperation? body)
    {
        if (known.TryGetValue(first, out var changes)) return changes;
        var (open, seen) = (new Stack<ISymbol>([first]), new HashSet<ISymbol>(SymbolEqualityComparer.Default) { first });
        while (open.Count > 0 && !changes)
        {
            var owner = open.Pop();
            changes = known.TryGetValue(owner, out var answered) ? answered
                : owner is IMethodSymbol { ReturnsByRef: true } || Code(owner, first, body).Any(part => Changes(part, owner, called =>
                {
                    if (seen.Add(called)) open.Push(called);
                }));
        }

        // Where nothing changes anything, that holds for all that was looked through.
        if (!changes) foreach (var owner in seen) known[owner] = false;
        return known[first] = changes;
    }

    private IEnumerable<IOperation> Code(ISymbol owner, ISymbol first, IOperation? body)
        => body is not null && ReferenceEquals(owner, first) ? [body]
            : owner is IMethodSymbol method ? interpreter.Source.Code(method) : interpreter.Source.AtFirst((INamedTypeSymbol)owner);

    /// <summary>The members of a class through which a library comes in, and that change something: what it overrides or implements of the library's.</summary>
    public IReadOnlyList<IMethodSymbol> Entries(INamedTypeSymbol type)
    {
        var definition = type.OriginalDefinition;
        if (entries.TryGetValue(definition, out var known)) return known;
        entries[definition] = [];
        return entries[definition] = [.. Inherited(definition).Concat(Implemented(definition)).Distinct(SymbolEqualityComparer.Default).OfType<IMethodSymbol>()
            .Where(Changes)];
    }

    private bool Changes(IOperation code, ISymbol owner, Action<IMethodSymbol> calls) => code.DescendantsAndSelf().Any(operation =>
    {
        interpreter.Budget.Step();
        return operation switch
        {
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } } when IsOfMade(operation)
                => member is IPropertySymbol property && interpreter.Source.Setter(property) is not null,
            IAssignmentOperation { Target: var target } => !IsOwn(target, owner),
            IIncrementOrDecrementOperation { Target: var target } => !IsOwn(target, owner),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: var value } => !IsOwn(value, owner),
            IInvocationOperation { TargetMethod: var method } => method.MethodKind == MethodKind.DelegateInvoke
                || (IsInSource(method) ? MayChange(method, calls) : !IsOfMade(operation) && !Purity.LeavesAlone(method) && !Purity.OnlyReads(method)),
            IObjectCreationOperation { Constructor: { } constructor } => !IsInSource(constructor) && !Purity.LeavesAlone(constructor),
            IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation or IDynamicObjectCreationOperation => true,
            _ => false,
        } || ImplicitCalls.Of(operation).Any(call => MayChange(call.Method, calls));
    });

    /// <summary>Of a method that another may take the place of, nobody knows what it does; any other is looked through in its turn.</summary>
    private static bool MayChange(IMethodSymbol method, Action<IMethodSymbol> calls)
    {
        if (!IsInSource(method)) return false;
        calls(method.OriginalDefinition);
        return method.IsAbstract || method is { IsVirtual: true } or { IsOverride: true, IsSealed: false };
    }

    private static bool IsInSource(IMethodSymbol method)
        => !method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty || method.ContainingType is { DeclaringSyntaxReferences.IsEmpty: false };

    private static bool IsOwn(IOperation target, ISymbol owner) => target switch
    {
        ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } => IsWithin(local, owner),
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None or RefKind.In } parameter } => IsWithin(parameter, owner),
        IDiscardOperation => true,
        IDeclarationExpressionOperation declaration => IsOwn(declaration.Expression, owner),
        ITupleOperation tuple => tuple.Elements.All(element => IsOwn(element, owner)),
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation }
            or IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property.IsIndexer: false }
            => owner is IMethodSymbol { MethodKind: MethodKind.Constructor },
        IMemberReferenceOperation { Instance: null, Member.ContainingType: var type }
            => SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, owner)
            || owner is IMethodSymbol { MethodKind: MethodKind.StaticConstructor } opening
                && SymbolEqualityComparer.Default.Equals(type, opening.ContainingType),
        _ => false,
    };

    /// <summary>Whether an operation is a part of the text that makes an object, and about that object.</summary>
    private static bool IsOfMade(IOperation part) => part.Parent is IAnonymousObjectCreationOperation
        or IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation or IWithOperation };

    private static bool IsWithin(ISymbol variable, ISymbol owner)
    {
        for (ISymbol? symbol = variable.ContainingSymbol; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, owner)) return true;
        }

        return false;
    }

    // What TorchSharp calls of a module in use, it does not call while the module is made.
    private static IEnumerable<ISymbol> Inherited(INamedTypeSymbol type)
    {
        for (var current = type; current is not null && !current.DeclaringSyntaxReferences.IsEmpty; current = current.BaseType)
        {
            foreach (var method in current.GetMembers().OfType<IMethodSymbol>())
            {
                if (method is { IsOverride: true, IsAbstract: false } && !IsInSource(Root(method))
                    && !(method.Name is "forward" or "Dispose" && TorchSymbols.IsModule(type))) yield return method;
            }
        }
    }

    // What the generator adds to a class runs when the model is made.
    private static IEnumerable<ISymbol> Implemented(INamedTypeSymbol type) => type.AllInterfaces
        .Where(face => face.DeclaringSyntaxReferences.IsEmpty
            && face.ContainingNamespace is not { Name: "RankAttributes", ContainingNamespace.IsGlobalNamespace: true })
        .SelectMany(face => face.GetMembers().OfType<IMethodSymbol>())
        .Select(type.FindImplementationForInterfaceMember).OfType<IMethodSymbol>().Where(IsInSource).Select(method => method.OriginalDefinition);

    private static IMethodSymbol Root(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden) method = overridden;
        return method;
    }
}
