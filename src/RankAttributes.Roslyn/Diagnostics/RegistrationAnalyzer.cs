using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Torch;
using static RankAttributes.Roslyn.Diagnostics.RegistrationCalls;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>
/// RANK0006 and RANK0007: modules that TorchSharp does not register, so that an optimizer over <c>parameters()</c> never trains them and
/// <c>save</c> loses them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegistrationAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of RANK0006 that says how a constructor is fixed: <see cref="Add"/> or <see cref="Move"/>; absent where only its author
    /// knows.</summary>
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
        context.RegisterAttributeAction(KnownNames.SchattenRegularize, Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, AttributeData attribute)
    {
        var type = (INamedTypeSymbol)context.Symbol;

        // Who registers one by one knows what is registered; only the automatic way has traps that can be told from outside.
        if (!TorchSymbols.IsModule(type) || RegistersByHand(type, context.CancellationToken)) return;
        var held = new HeldModules(type, context.Compilation, context.CancellationToken);
        foreach (var member in held.Members.Where(member => member.IsOutOfReach))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.HeldOutOfReach, member.Symbol.Locations.FirstOrDefault(), member.Symbol.Name,
                    member.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
        }

        var modules = held.Members.Where(member => !member.IsOutOfReach).Select(member => member.Symbol).ToList();
        if (modules.Count == 0) return;
        var source = new ClassSource(type, context.Compilation, looksOutside: true, context.CancellationToken);
        var fromBase = BaseThatRegisters(type, context.Compilation, context.CancellationToken);
        var isMissing = fromBase is null && !Registers(type, context.CancellationToken)
            && !IsLeftToDerived(type, context.Compilation, context.CancellationToken) && !IsPartOfAnother(type, context.Compilation, context.CancellationToken);
        var constructors = type.InstanceConstructors.Where(constructor => IsWritten(constructor, context.CancellationToken)).ToList();
        foreach (var constructor in constructors.Where(each => !Construction.DelegatesToThis(each, context.CancellationToken)))
        {
            if (isMissing) Report(context, constructor.Locations.FirstOrDefault(), modules, $"the constructor does not call {Register}()", Add);
            else if ((fromBase is not null || !RegistersLast(constructor, context.CancellationToken))
                && Body(constructor, source, context.CancellationToken) is { } body) ReportLate(context, body, modules, held, fromBase);
        }

        // Without a constructor a class whose base needs arguments does not compile: the compiler says so.
        if (isMissing && constructors.Count == 0 && !NeedsConstructor(type))
            Report(context, type.Locations.FirstOrDefault(), modules, $"no constructor calls {Register}()");
    }

    /// <summary>The modules that are assigned after the one call: in this constructor, or in that of a base class.</summary>
    private static void ReportLate(SymbolAnalysisContext context, IOperation body, List<ISymbol> modules, HeldModules held, INamedTypeSymbol? fromBase)
    {
        var registration = fromBase is null ? body.Descendants().FirstOrDefault(IsRegistration) : null;
        if (fromBase is null && registration is null) return;
        var late = body.Descendants().OfType<ISimpleAssignmentOperation>()
            .Where(assignment => registration is null || assignment.Syntax.SpanStart > registration.Syntax.SpanStart)
            .Select(assignment => (Assignment: assignment, Member: Assigned(assignment)))
            .Where(pair => modules.Contains(pair.Member!, SymbolEqualityComparer.Default) && held.MayHoldWeights(pair.Assignment.Value))
            .ToList();
        if (late.Count == 0) return;
        var members = late.Select(pair => pair.Member!).Distinct(SymbolEqualityComparer.Default).Select(member => member!).ToList();
        var reason = fromBase is null ? $"{Register}() is called before {(members.Count == 1 ? "it is" : "they are")} assigned"
            : $"the constructor of '{fromBase.Name}' has called {Register}() before";
        Report(context, late[0].Assignment.Syntax.GetLocation(), members, reason, fromBase is null ? Move : null);
    }

    private static ISymbol? Assigned(ISimpleAssignmentOperation assignment)
        => assignment.Target is IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: var member } ? member : null;

    private static bool NeedsConstructor(INamedTypeSymbol type)
        => type.BaseType is { } parent
            && !parent.InstanceConstructors.Any(
                constructor => constructor.DeclaredAccessibility != Accessibility.Private && constructor.Parameters.All(parameter => parameter.IsOptional));

    private static void Report(SymbolAnalysisContext context, Location? location, IReadOnlyList<ISymbol> members, string reason, string? remedy = null)
    {
        var properties = remedy is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Remedy, remedy);
        var subject = MessageText.Names([.. members.Select(member => member.Name)], "members") + (members.Count == 1 ? " is" : " are");
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.NotRegistered, location, properties, subject, reason, members.Count == 1 ? "it" : "them"));
    }
}
