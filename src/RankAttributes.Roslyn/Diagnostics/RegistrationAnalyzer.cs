using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Reading.Interpretation;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>
/// RANK0006 and RANK0007: modules that TorchSharp does not register, so that an optimizer over <c>parameters()</c> never trains them and
/// <c>save</c> loses them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegistrationAnalyzer : DiagnosticAnalyzer
{
    internal const string Register = "RegisterComponents";

    /// <summary>The property of RANK0006 that says how a constructor is mended: <see cref="Add"/> or <see cref="Move"/>; absent where only its author knows.</summary>
    internal const string Remedy = nameof(Remedy);

    internal const string Add = nameof(Add);

    internal const string Move = nameof(Move);

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.NotRegistered, Descriptors.HeldOutOfReach);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (AttributeReader.Find(type, KnownNames.SchattenRegularize) is null || !TorchSymbols.IsModule(type)) return;
        var source = new ClassSource(type, context.Compilation, looksOutside: true, context.CancellationToken);
        var held = Held(type).ToList();
        var calls = Calls(type, context);

        // Who registers one by one knows what is registered; only the automatic way has traps that can be told from outside.
        if (calls.RegistersByHand) return;
        foreach (var member in held.Where(member => member.IsOutOfReach))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.HeldOutOfReach, member.Symbol.Locations.FirstOrDefault(), member.Symbol.Name, member.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
        }

        var modules = held.Where(member => !member.IsOutOfReach).ToList();
        if (modules.Count == 0) return;
        var fromBase = BaseThatRegisters(type, context);
        foreach (var constructor in type.InstanceConstructors)
        {
            if (fromBase is null && RegistersLast(constructor, context.CancellationToken)) continue;
            if (Body(constructor, source, context.CancellationToken) is { } body) AnalyzeConstructor(context, constructor, body, modules, fromBase, calls.Registers);
        }

        if (!calls.Registers && fromBase is null && !type.InstanceConstructors.Any(constructor => Body(constructor, source, context.CancellationToken) is not null) && !IsPartOfAnother(type, context))
            Report(context, type.Locations.FirstOrDefault(), modules[0].Symbol.Name, $"no constructor calls {Register}()");
    }

    private static void AnalyzeConstructor(
        SymbolAnalysisContext context, IMethodSymbol constructor, IOperation body, List<HeldMember> modules, INamedTypeSymbol? fromBase, bool registersSomewhere)
    {
        if (PassesOnToThis(constructor, context.CancellationToken)) return;
        var assigned = new List<(ISymbol Member, IOperation Assignment)>();
        IOperation? registration = null;
        foreach (var operation in body.Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: Register }) registration ??= operation;
            if (operation is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: var member } }
                && modules.Any(module => SymbolEqualityComparer.Default.Equals(module.Symbol, member)))
            {
                assigned.Add((member, operation));
            }
        }

        if (fromBase is not null)
        {
            if (assigned.Count > 0) Report(context, assigned[0].Assignment.Syntax.GetLocation(), assigned[0].Member.Name, $"the constructor of '{fromBase.Name}' has called {Register}() before");
        }
        else if (registration is null)
        {
            if (!registersSomewhere && !IsPartOfAnother((INamedTypeSymbol)context.Symbol, context)) Report(context, constructor.Locations.FirstOrDefault(), modules[0].Symbol.Name, $"the constructor does not call {Register}()", Add);
        }
        else if (assigned.Where(pair => pair.Assignment.Syntax.SpanStart > registration.Syntax.SpanStart).Select(pair => pair.Assignment).FirstOrDefault() is { } late)
        {
            Report(context, late.Syntax.GetLocation(), assigned.First(pair => pair.Assignment == late).Member.Name, $"{Register}() is called before it is assigned", Move);
        }
    }

    private static void Report(SymbolAnalysisContext context, Location? location, string member, string reason, string? remedy = null)
        => context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.NotRegistered, location, remedy is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Remedy, remedy), member, reason));

    /// <summary>The nearest base class of the compilation whose constructor registers: TorchSharp registers once, and not again.</summary>
    private static INamedTypeSymbol? BaseThatRegisters(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        for (var current = type.BaseType; current is not null && !current.DeclaringSyntaxReferences.IsEmpty; current = current.BaseType)
        {
            var source = new ClassSource(current, context.Compilation, looksOutside: true, context.CancellationToken);
            if (current.InstanceConstructors.Any(constructor => Body(constructor, source, context.CancellationToken)?.Descendants().Any(IsRegistration) == true)) return current;
        }

        return null;
    }

    /// <summary>Whether another module creates it: registering a submodule registers what the submodule holds.</summary>
    private static bool IsPartOfAnother(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        foreach (var tree in context.Compilation.SyntaxTrees)
        {
            foreach (var creation in tree.GetRoot(context.CancellationToken).DescendantNodes().OfType<ObjectCreationExpressionSyntax>())
            {
                if (creation.Type.GetLastToken().ValueText != type.Name && !creation.Type.ToString().StartsWith(type.Name + "<", StringComparison.Ordinal)) continue;
                if (creation.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { BaseList: not null } creator) continue;
                foreach (var holder in context.Compilation.GetSymbolsWithName(creator.Identifier.ValueText, SymbolFilter.Type, context.CancellationToken).OfType<INamedTypeSymbol>())
                {
                    if (TorchSymbols.IsModule(holder) && !SymbolEqualityComparer.Default.Equals(holder, type)) return true;
                }
            }
        }

        return false;
    }

    private static (bool Registers, bool RegistersByHand) Calls(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        var (registers, byHand) = (false, false);
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var name in reference.GetSyntax(context.CancellationToken).DescendantTokens())
            {
                registers |= name.ValueText == Register;
                byHand |= name.ValueText is "register_module" or "register_parameter" or "add_module";
            }
        }

        return (registers, byHand);
    }

    /// <summary>Whether the one call is the last thing that a constructor does: the usual case, told without binding it.</summary>
    private static bool RegistersLast(IMethodSymbol constructor, CancellationToken cancellation)
    {
        if (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not ConstructorDeclarationSyntax syntax) return false;
        var last = syntax.ExpressionBody?.Expression ?? (syntax.Body?.Statements.LastOrDefault() as ExpressionStatementSyntax)?.Expression;
        return last is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: IdentifierNameSyntax { Identifier.ValueText: Register } }
            && syntax.DescendantTokens().Count(token => token.ValueText == Register) == 1;
    }

    private static bool IsRegistration(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: Register };

    private static IOperation? Body(IMethodSymbol constructor, ClassSource source, CancellationToken cancellation)
        => constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is ConstructorDeclarationSyntax syntax ? source.Operation(syntax) : null;

    private static bool PassesOnToThis(IMethodSymbol constructor, CancellationToken cancellation)
        => constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is ConstructorDeclarationSyntax
        {
            Initializer.ThisOrBaseKeyword.RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.ThisKeyword,
        };

    private static IEnumerable<HeldMember> Held(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is not IFieldSymbol { IsStatic: false } field || AttributeReader.Find(field.AssociatedSymbol ?? field, KnownNames.SchattenIgnore) is not null) continue;
            var named = field.AssociatedSymbol ?? field;
            if (TorchSymbols.IsModule(field.Type) || TorchSymbols.IsParameter(field.Type)) yield return new HeldMember(named, field.Type, false);
            else if (HoldsModules(field.Type)) yield return new HeldMember(named, field.Type, true);
        }
    }

    /// <summary>A list, array, tuple, dictionary or lazy value of modules: reflection over fields does not look inside.</summary>
    private static bool HoldsModules(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => TorchSymbols.IsModule(array.ElementType) || HoldsModules(array.ElementType),
        INamedTypeSymbol { TypeKind: TypeKind.Delegate } => false,
        INamedTypeSymbol named => named.TypeArguments.Any(argument => TorchSymbols.IsModule(argument) || HoldsModules(argument)),
        _ => false,
    };

    private sealed record HeldMember(ISymbol Symbol, ITypeSymbol Type, bool IsOutOfReach);
}
