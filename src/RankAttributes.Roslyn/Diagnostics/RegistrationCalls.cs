using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Reading.Caches;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>Where <c>RegisterComponents()</c> is called for a class: in its source, in a base class, or by whatever holds it.</summary>
internal static class RegistrationCalls
{
    public const string Register = "RegisterComponents";

    private static readonly HashSet<string> Automatic = new(StringComparer.Ordinal) { Register };
    private static readonly HashSet<string> ByHand = new(StringComparer.Ordinal) { "register_module", "register_parameter", "add_module" };

    public static bool IsRegistration(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: Register };

    /// <summary>Whether any part of a class calls it.</summary>
    public static bool Registers(INamedTypeSymbol type, CancellationToken cancellation) => Mentions(type, Automatic, cancellation);

    /// <summary>Whether any part of a class registers modules one by one.</summary>
    public static bool RegistersByHand(INamedTypeSymbol type, CancellationToken cancellation)
        => Mentions(type, ByHand, cancellation);

    /// <summary>Whether the one call is the last thing that a constructor does: the usual case, told without binding it.</summary>
    public static bool RegistersLast(IMethodSymbol constructor, CancellationToken cancellation)
    {
        if (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not ConstructorDeclarationSyntax syntax) return false;
        var last = syntax.ExpressionBody?.Expression ?? (syntax.Body?.Statements.LastOrDefault() as ExpressionStatementSyntax)?.Expression;
        return last is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: IdentifierNameSyntax { Identifier.ValueText: Register } }
            && syntax.DescendantTokens().Count(token => token.ValueText == Register) == 1;
    }

    /// <summary>The nearest base class of the compilation whose constructor registers: TorchSharp registers once, and not again.</summary>
    public static INamedTypeSymbol? BaseThatRegisters(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        for (var current = type.BaseType; current is not null && !current.DeclaringSyntaxReferences.IsEmpty; current = current.BaseType)
        {
            if (current.InstanceConstructors.Any(constructor => Syntax(constructor, cancellation) is { } syntax
                && compilation.ContainsSyntaxTree(syntax.SyntaxTree) && Calls(syntax))) return current;
        }

        return null;
    }

    /// <summary>Whether classes that derive from an abstract one register: some in this compilation do, or all of them are elsewhere.</summary>
    public static bool IsLeftToDerived(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        if (!type.IsAbstract) return false;
        var derived = Classes(compilation, cancellation)
            .Where(candidate => candidate.BaseList is { } bases && bases.Types.Any(parent => Names(parent.Type, type))).ToList();
        return derived.Count == 0
            || derived.Any(
                candidate =>
                    candidate.DescendantTokens().Any(token => token.ValueText == Register)
                        || candidate.Modifiers.Any(modifier => modifier.ValueText == "abstract"));
    }

    /// <summary>Whether another module creates it: registering a submodule registers what the submodule holds.</summary>
    public static bool IsPartOfAnother(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        foreach (var creator in compilation.SyntaxTrees.SelectMany(tree => CreatedNames.In(tree, cancellation)[type.Name]))
        {
            foreach (var holder in compilation.GetSymbolsWithName(creator, SymbolFilter.Type, cancellation).OfType<INamedTypeSymbol>())
            {
                if (TorchSymbols.IsModule(holder) && !SymbolEqualityComparer.Default.Equals(holder, type)) return true;
            }
        }

        return false;
    }

    /// <summary>Whether a constructor has a declaration of its own: neither a primary constructor nor the implied one has.</summary>
    public static bool IsWritten(IMethodSymbol constructor, CancellationToken cancellation) => Syntax(constructor, cancellation) is not null;

    public static IOperation? Body(IMethodSymbol constructor, ClassSource source, CancellationToken cancellation)
        => Syntax(constructor, cancellation) is { } syntax ? source.Operation(syntax) : null;

    private static ConstructorDeclarationSyntax? Syntax(IMethodSymbol constructor, CancellationToken cancellation)
        => constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) as ConstructorDeclarationSyntax;

    // A name tells as much as the call that is bound to it: nothing else of that name is at hand in a module.
    private static bool Calls(SyntaxNode constructor) => constructor.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Any(call => call.Expression.GetLastToken().ValueText == Register);

    private static bool Names(TypeSyntax written, INamedTypeSymbol type)
        => written.GetLastToken().ValueText == type.Name || written.ToString().StartsWith(type.Name + "<", StringComparison.Ordinal);

    // The names of a whole file are known before, and seldom is one of these among them. What is generated here registers nothing.
    private static bool Mentions(INamedTypeSymbol type, HashSet<string> names, CancellationToken cancellation)
        => type.DeclaringSyntaxReferences.Any(part => !Surroundings.IsOwn(part.SyntaxTree) && Identifiers.In(part.SyntaxTree, cancellation).Overlaps(names)
            && part.GetSyntax(cancellation).DescendantTokens().Any(token => names.Contains(token.ValueText)));

    private static IEnumerable<ClassDeclarationSyntax> Classes(Compilation compilation, CancellationToken cancellation)
        => compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot(cancellation).DescendantNodes().OfType<ClassDeclarationSyntax>());
}
