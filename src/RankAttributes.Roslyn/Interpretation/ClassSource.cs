using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Reading.Caches;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>The operations of a class: its initializers, its helpers and constants, found by symbol.</summary>
/// <param name="type">The class.</param>
/// <param name="compilation">Its compilation.</param>
/// <param name="looksOutside">Whether other classes may be read too. The generator never does: its work must depend on the class alone.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class ClassSource(INamedTypeSymbol type, Compilation compilation, bool looksOutside, CancellationToken cancellation)
{
    /// <summary>A type of the framework by its full name.</summary>
    public INamedTypeSymbol? TypeNamed(string name) => compilation.GetTypeByMetadataName(name);

    private readonly Dictionary<SyntaxNode, IOperation?> operations = [];
    private readonly Dictionary<SyntaxNode, IMethodSymbol?> factories = [];

    public INamedTypeSymbol Type => type;

    public bool LooksOutside => looksOutside;

    public CancellationToken Cancellation => cancellation;

    /// <summary>Whether the reading met something that is declared elsewhere and was left alone.</summary>
    public bool LeftSomething { get; private set; }

    /// <summary>The bound operation of a part of the source. Binding is what a reading costs, so each part is bound once.</summary>
    public IOperation? Operation(SyntaxNode syntax)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();

        // "ref x" has no operation of its own.
        if (syntax is RefExpressionSyntax { Expression: var referred }) syntax = referred;
        ReadTrees.Note(syntax.SyntaxTree);
        if (operations.TryGetValue(syntax, out var known)) return known;
        var operation = Model(syntax) is { } model ? model.GetOperation(syntax, cancellation) : null;

        // An expression that is returned, or that initializes a member, becomes a value of its type by a conversion that nobody wrote.
        while (operation?.Parent is IConversionOperation { IsImplicit: true } outer && outer.Syntax == operation.Syntax) operation = outer;
        return operations[syntax] = operation;
    }

    /// <summary>The factory of <c>torch.nn</c> that a call means, though its arguments do not fit: one that is being typed, or was written for another
    /// version.</summary>
    /// <remarks>The compiler weighs every extension method that a name in error may mean, so it is asked of names of factories alone, and once.</remarks>
    public IMethodSymbol? FactoryInError(InvocationExpressionSyntax call)
    {
        if (!factories.TryGetValue(call, out var factory))
        {
            factories[call] = factory = NameOf(call) is { } name && TorchCatalogue.Find(name) is not null && Model(call) is { } model
                ? model.GetSymbolInfo(call, cancellation).CandidateSymbols.OfType<IMethodSymbol>().FirstOrDefault(TorchSymbols.IsFactory)
                : null;
        }

        return factory;
    }

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The value a static field or property is initialized with; <see langword="null"/> where it may change or is not to be read.</summary>
    public IOperation? StaticValue(ISymbol member)
    {
        if (member is not (IFieldSymbol { IsStatic: true, IsReadOnly: true } or IPropertySymbol { IsStatic: true, SetMethod: null }) || !MayRead(member))
            return null;
        return member.ContainingType.StaticConstructors.Any(constructor => !constructor.IsImplicitlyDeclared) ? null : Initializer(member);
    }

    /// <summary>What a property computes; <see langword="null"/> where it holds a value of its own, or is not to be read.</summary>
    public IOperation? Getter(IPropertySymbol property)
    {
        if (!MayRead(property)) return null;
        return Syntax(property.OriginalDefinition) switch
        {
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } body } => Operation(body),
            IndexerDeclarationSyntax { ExpressionBody.Expression: { } body } => Operation(body),
            BasePropertyDeclarationSyntax { AccessorList: { } accessors } => Accessor(accessors, "get"),
            _ => null,
        };
    }

    /// <summary>What setting a property does; <see langword="null"/> where it only keeps the value.</summary>
    public IOperation? Setter(IPropertySymbol property)
        => MayRead(property) && Syntax(property.OriginalDefinition) is BasePropertyDeclarationSyntax { AccessorList: { } accessors }
            ? Accessor(accessors, "set") ?? Accessor(accessors, "init")
            : null;

    /// <summary>The body of a helper that may be read: of a class that may be, or local to what is being read.</summary>
    public IOperation? Body(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        if (definition.MethodKind != MethodKind.LocalFunction && !MayRead(definition)) return null;
        return Syntax(definition) switch
        {
            BaseMethodDeclarationSyntax { Body: { } body } => Operation(body),
            BaseMethodDeclarationSyntax { ExpressionBody.Expression: { } value } => Operation(value),
            LocalFunctionStatementSyntax { Body: { } body } => Operation(body),
            LocalFunctionStatementSyntax { ExpressionBody.Expression: { } value } => Operation(value),
            AccessorDeclarationSyntax { Body: { } body } => Operation(body),
            AccessorDeclarationSyntax { ExpressionBody.Expression: { } value } => Operation(value),
            ArrowExpressionClauseSyntax { Expression: var value } => Operation(value),
            _ => null,
        };
    }

    /// <summary>All that a method runs which may be read: of a constructor, also the initializers and the call of another one.</summary>
    public IEnumerable<IOperation> Code(IMethodSymbol method)
    {
        if (Body(method) is { } body) yield return body;
        if (method.MethodKind != MethodKind.Constructor || !MayRead(method)) yield break;
        foreach (var (_, value) in Initializers(method.ContainingType.OriginalDefinition)) yield return value;
        if (PassedOn(Declaration(method)) is { } call) yield return call;
    }

    /// <summary>What the first use of a class runs: the initializers of its static members, and its static constructor.</summary>
    public IEnumerable<IOperation> AtFirst(INamedTypeSymbol of)
    {
        if (of.DeclaringSyntaxReferences.IsEmpty || !of.GetMembers().Any(IsStaticallyInitialized) || !MayRead(of)) yield break;
        foreach (var member in of.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: true, IsConst: false } field && Initializer(field.AssociatedSymbol ?? field) is { } value)
                yield return value;
            if (member is IMethodSymbol { MethodKind: MethodKind.StaticConstructor } constructor && Body(constructor) is { } body) yield return body;
        }
    }

    private static bool IsStaticallyInitialized(ISymbol member) => member
        is IFieldSymbol { IsStatic: true, IsConst: false } or IMethodSymbol { MethodKind: MethodKind.StaticConstructor, IsImplicitlyDeclared: false };

    /// <summary>The call of another constructor that one begins with.</summary>
    public IInvocationOperation? PassedOn(SyntaxNode? declaration)
    {
        var call = declaration switch
        {
            ConstructorDeclarationSyntax { Initializer: { } initializer } => (SyntaxNode)initializer,
            TypeDeclarationSyntax { BaseList: { } bases } => bases.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault(),
            _ => null,
        };
        return call is null ? null : Operation(call) as IInvocationOperation;
    }

    /// <summary>The declaration of a constructor, of its part with a body where it has two; <see langword="null"/> where it is the compiler's own.</summary>
    public SyntaxNode? Declaration(IMethodSymbol constructor)
    {
        var declared = Syntax((constructor.PartialImplementationPart ?? constructor).OriginalDefinition);
        if (declared is not ConstructorDeclarationSyntax { Body: null, ExpressionBody: null }) return declared;
        return constructor.ContainingType.DeclaringSyntaxReferences
            .SelectMany(part => part.GetSyntax(cancellation).ChildNodes().OfType<ConstructorDeclarationSyntax>())
            .FirstOrDefault(other => (other.Body is not null || other.ExpressionBody is not null)
                && Symbol(other) is IMethodSymbol implementation
                    && implementation.Parameters.Select(parameter => parameter.Type).SequenceEqual(constructor.Parameters.Select(parameter => parameter.Type),
                        SymbolEqualityComparer.Default))
            ?? declared;
    }

    public ISymbol? Symbol(SyntaxNode declaration) => Model(declaration)?.GetDeclaredSymbol(declaration, cancellation);

    /// <summary>The initializers of a class's fields and properties, in the order in which they run.</summary>
    public IEnumerable<(ISymbol Member, IOperation Value)> Initializers(INamedTypeSymbol of)
    {
        foreach (var member in of.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } or IPropertySymbol { IsStatic: false }
                && Initializer(member) is { } value)
                yield return (member, value);
        }
    }

    /// <summary>Whether a member's source may be looked at. A class is edited together with the types around it, so their helpers are its own.</summary>
    public bool MayRead(ISymbol member)
    {
        var holder = (member as INamedTypeSymbol ?? member.ContainingType)?.OriginalDefinition;
        if (looksOutside) return holder is { DeclaringSyntaxReferences: [var first, ..] } && compilation.ContainsSyntaxTree(first.SyntaxTree);
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(holder, current.OriginalDefinition)) return true;
        }

        LeftSomething |= holder is { DeclaringSyntaxReferences.IsEmpty: false };
        return false;
    }

    private IOperation? Accessor(AccessorListSyntax accessors, string keyword)
    {
        foreach (var accessor in accessors.Accessors)
        {
            if (accessor.Keyword.ValueText != keyword) continue;
            return accessor.Body is { } body ? Operation(body) : accessor.ExpressionBody is { Expression: { } value } ? Operation(value) : null;
        }

        return null;
    }

    private IOperation? Initializer(ISymbol member) => Syntax(member.OriginalDefinition) switch
    {
        VariableDeclaratorSyntax { Initializer.Value: { } value } => Operation(value),
        PropertyDeclarationSyntax { Initializer.Value: { } value } => Operation(value),
        PropertyDeclarationSyntax { ExpressionBody.Expression: { } value } when member.IsStatic => Operation(value),
        _ => null,
    };

    private SyntaxNode? Syntax(ISymbol symbol)
    {
        var syntax = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        return syntax is PropertyDeclarationSyntax property && property.Modifiers.Any(SyntaxKind.PartialKeyword)
            ? symbol.ContainingType.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>()
                .SelectMany(part => part.Members).OfType<PropertyDeclarationSyntax>()
                .FirstOrDefault(other => other.Identifier.ValueText == symbol.Name && IsWritten(other)) ?? property
            : syntax;

        static bool IsWritten(PropertyDeclarationSyntax other) => other.ExpressionBody is not null
            || other.AccessorList?.Accessors.Any(accessor => accessor.Body is not null || accessor.ExpressionBody is not null) == true;
    }

    private SemanticModel? Model(SyntaxNode syntax)
        => compilation.ContainsSyntaxTree(syntax.SyntaxTree) ? Binding.ModelOf(syntax.SyntaxTree, compilation) : null;
}
