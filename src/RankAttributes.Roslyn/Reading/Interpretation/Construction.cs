using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Reading.Interpretation;

/// <summary>Reads what a constructor of a class makes of given arguments.</summary>
internal static class Construction
{
    /// <summary>What is in the members of the instance, and what was registered under names of its own, after a constructor ran.</summary>
    /// <param name="Members">Fields and properties in the order of declaration.</param>
    /// <param name="Registered">Modules and parameters registered by call.</param>
    /// <param name="BaseArguments">The arguments of <c>base(…)</c>, and its constructor.</param>
    /// <param name="Stretches">Linear layers that <c>forward</c> applies one after another with nothing between.</param>
    public sealed record Result(
        IReadOnlyList<KeyValuePair<ISymbol, Value>> Members,
        IReadOnlyList<KeyValuePair<string, Value>> Registered,
        (IMethodSymbol Constructor, IReadOnlyDictionary<string, Value> Arguments)? BaseArguments,
        IReadOnlyList<IReadOnlyList<LayerValue>> Stretches);

    /// <summary>The constructor a class is read by when nobody says which: the one with the most parameters that does not only pass on.</summary>
    public static IMethodSymbol? Principal(INamedTypeSymbol type, CancellationToken cancellation) => type.InstanceConstructors
        .Where(constructor => !IsCopyConstructor(constructor))
        .OrderBy(constructor => DelegatesToThis(constructor, cancellation) ? 1 : 0)
        .ThenByDescending(constructor => constructor.Parameters.Length)
        .FirstOrDefault();

    /// <param name="source">The class.</param>
    /// <param name="constructor">The constructor; <see langword="null"/> where there are initializers only.</param>
    /// <param name="arguments">Values by parameter name.</param>
    /// <param name="usesDefaults">Whether a parameter that is not among the arguments has its default value; else it stays a symbol.</param>
    /// <param name="pins">Numbers for symbols, by path.</param>
    /// <param name="inputShape">The shape of one input, channels first; empty where it is not declared.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static Result Read(
        ClassSource source, IMethodSymbol? constructor, IReadOnlyDictionary<string, Value> arguments, bool usesDefaults,
        IReadOnlyDictionary<string, long> pins, IReadOnlyList<int> inputShape, CancellationToken cancellation)
    {
        var scope = new Scope(pins);
        var interpreter = new Interpreter(scope, source, cancellation);
        (IMethodSymbol, IReadOnlyDictionary<string, Value>)? baseCall = null;
        Bind(interpreter, constructor, arguments, usesDefaults);

        // A primary constructor's parameters are in scope of the initializers; those of any other one are not, which changes nothing here.
        foreach (var (member, value) in source.Initializers()) scope.Members[member] = interpreter.Evaluate(value);
        if (constructor is not null) baseCall = Run(interpreter, source, constructor, usesDefaults, depth: 0, cancellation);

        // Channels come first; what follows are the spatial axes. A shape of one axis has none. Which layers follow each other does not depend on
        // arguments, so that it is looked for in one of the two readings only.
        IReadOnlyList<IReadOnlyList<LayerValue>> stretches = [];
        if (source.Type.GetMembers("forward").OfType<IMethodSymbol>().FirstOrDefault() is { } forward && (inputShape.Count > 1 || (usesDefaults && LinearFlow.IsPossible(forward, scope.Members.Values, cancellation))))
            stretches = interpreter.ReadForward(forward, inputShape.Count > 1 ? [.. inputShape.Skip(1).Select(size => DimensionExpression.Of(size))] : null);

        var members = source.Type.GetMembers()
            .Where(member => member is IFieldSymbol or IPropertySymbol && scope.Members.ContainsKey(member))
            .Select(member => new KeyValuePair<ISymbol, Value>(member, scope.Members[member]));
        return new Result([.. members], scope.Registered, baseCall, stretches);
    }

    private static (IMethodSymbol, IReadOnlyDictionary<string, Value>)? Run(
        Interpreter interpreter, ClassSource source, IMethodSymbol constructor, bool usesDefaults, int depth, CancellationToken cancellation)
    {
        (IMethodSymbol, IReadOnlyDictionary<string, Value>)? baseCall = null;
        var syntax = constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        var passedOn = syntax switch
        {
            ConstructorDeclarationSyntax { Initializer: { } initializer } => (SyntaxNode)initializer,
            TypeDeclarationSyntax { BaseList: { } bases } => bases.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault(),
            _ => null,
        };
        if (passedOn is not null && source.Operation(passedOn) is IInvocationOperation call)
        {
            var arguments = call.Arguments.Where(argument => argument.Parameter is not null).ToDictionary(argument => argument.Parameter!.Name, argument => interpreter.Evaluate(argument.Value), StringComparer.Ordinal);
            if (!source.Declares(call.TargetMethod)) baseCall = (call.TargetMethod, arguments);
            else if (depth < 16)
            {
                Bind(interpreter, call.TargetMethod.OriginalDefinition, arguments, usesDefaults);
                baseCall = Run(interpreter, source, call.TargetMethod.OriginalDefinition, usesDefaults, depth + 1, cancellation);
            }
        }

        if (syntax is ConstructorDeclarationSyntax declaration) interpreter.Run(source.Operation(declaration));
        return baseCall;
    }

    private static void Bind(Interpreter interpreter, IMethodSymbol? constructor, IReadOnlyDictionary<string, Value> arguments, bool usesDefaults)
    {
        foreach (var parameter in constructor?.Parameters ?? [])
        {
            if (arguments.TryGetValue(parameter.Name, out var given)) interpreter.Scope.Locals[parameter] = given;
            else if (usesDefaults && parameter.HasExplicitDefaultValue) interpreter.Scope.Locals[parameter] = interpreter.Default(parameter);
            else interpreter.Scope.Locals[parameter] = interpreter.OfType(parameter.Type, parameter.Name);
        }
    }

    /// <summary>Whether a constructor begins with another one of its class.</summary>
    public static bool DelegatesToThis(IMethodSymbol constructor, CancellationToken cancellation)
        => constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is ConstructorDeclarationSyntax { Initializer.ThisOrBaseKeyword.RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.ThisKeyword };

    private static bool IsCopyConstructor(IMethodSymbol constructor)
        => constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType);
}
