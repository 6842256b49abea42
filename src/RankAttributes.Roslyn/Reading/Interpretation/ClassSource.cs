using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Reading.Caches;

namespace RankAttributes.Roslyn.Reading.Interpretation;

/// <summary>The operations of one class: its initializers, its helpers and constants, found by symbol.</summary>
/// <param name="type">The class.</param>
/// <param name="compilation">Its compilation.</param>
/// <param name="looksOutside">Whether helpers of other classes may be read too. The generator never does: its work must depend on the class alone.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class ClassSource(INamedTypeSymbol type, Compilation compilation, bool looksOutside, CancellationToken cancellation)
{
    private readonly HashSet<ISymbol> inProgress = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<SyntaxTree, SemanticModel?> models = [];
    private readonly Dictionary<SyntaxNode, IOperation?> operations = [];

    public INamedTypeSymbol Type => type;

    public bool Declares(ISymbol member) => SymbolEqualityComparer.Default.Equals(member.ContainingType.OriginalDefinition, type.OriginalDefinition);

    /// <summary>The bound operation of a part of the source. Binding is what a reading costs, and a class is read more than once: each part is bound once.</summary>
    public IOperation? Operation(SyntaxNode syntax)
    {
        ReadTrees.Note(syntax.SyntaxTree);
        if (!operations.TryGetValue(syntax, out var operation)) operations[syntax] = operation = Model(syntax)?.GetOperation(syntax, cancellation);
        return operation;
    }

    /// <summary>The factory of <c>torch.nn</c> that a call means, though its arguments do not fit: one that is being typed, or was written for another version.</summary>
    public IMethodSymbol? FactoryInError(InvocationExpressionSyntax call)
        => Model(call)?.GetSymbolInfo(call, cancellation).CandidateSymbols.OfType<IMethodSymbol>().FirstOrDefault(TorchSymbols.IsFactory);

    /// <summary>The value a static field or property is initialized with; <see langword="null"/> where it may change or is not to be read.</summary>
    public IOperation? StaticValue(ISymbol member)
    {
        if (member is not (IFieldSymbol { IsStatic: true, IsReadOnly: true } or IPropertySymbol { IsStatic: true, SetMethod: null }) || !MayRead(member)) return null;
        return Initializer(member);
    }

    /// <summary>What a property of the class that holds nothing of its own computes.</summary>
    public IOperation? Getter(IPropertySymbol property)
        => Declares(property) && Syntax(property) is PropertyDeclarationSyntax { ExpressionBody.Expression: { } body } ? Operation(body) : null;

    /// <summary>The body of a helper that may be read: of the class itself, or local to what is being read.</summary>
    public IOperation? Body(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.LocalFunction && !MayRead(method)) return null;
        return Syntax(method) switch
        {
            MethodDeclarationSyntax { Body: { } body } => Operation(body),
            MethodDeclarationSyntax { ExpressionBody.Expression: { } value } => Operation(value),
            LocalFunctionStatementSyntax { Body: { } body } => Operation(body),
            LocalFunctionStatementSyntax { ExpressionBody.Expression: { } value } => Operation(value),
            _ => null,
        };
    }

    /// <summary>The initializers of the instance's fields and properties, in the order in which they run.</summary>
    public IEnumerable<(ISymbol Member, IOperation Value)> Initializers()
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } or IPropertySymbol { IsStatic: false } && Initializer(member) is { } value) yield return (member, value);
        }
    }

    /// <summary>Enters a helper; false where it is already being read, since recursion cannot be followed to an end.</summary>
    public bool Enter(IMethodSymbol method) => inProgress.Add(method);

    public void Leave(IMethodSymbol method) => inProgress.Remove(method);

    // A class is edited together with the types around it, so their helpers are its own.
    private bool MayRead(ISymbol member)
    {
        if (looksOutside) return true;
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(member.ContainingType.OriginalDefinition, current.OriginalDefinition)) return true;
        }

        return false;
    }

    private IOperation? Initializer(ISymbol member) => Syntax(member) switch
    {
        VariableDeclaratorSyntax { Initializer.Value: { } value } => Operation(value),
        PropertyDeclarationSyntax { Initializer.Value: { } value } => Operation(value),
        PropertyDeclarationSyntax { ExpressionBody.Expression: { } value } when member.IsStatic => Operation(value),
        _ => null,
    };

    private SyntaxNode? Syntax(ISymbol symbol) => symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);

    private SemanticModel? Model(SyntaxNode syntax)
    {
        if (!models.TryGetValue(syntax.SyntaxTree, out var model))
            models[syntax.SyntaxTree] = model = compilation.ContainsSyntaxTree(syntax.SyntaxTree) ? Binding.ModelOf(syntax.SyntaxTree, compilation) : null;
        return model;
    }
}
