using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Runs constructors: initializers of the class, then the base class, then the body; and before all of them, the constructor that
/// <c>this(…)</c> names.
/// </summary>
internal static class Construction
{
    private const int MaxDepth = 64;

    /// <summary>The constructor a class is read by when nobody says which: the one with the most parameters that does not only pass on.</summary>
    public static IMethodSymbol? Principal(INamedTypeSymbol type, CancellationToken cancellation) => type.InstanceConstructors
        .Where(constructor => !IsCopyConstructor(constructor))
        .OrderBy(constructor => DelegatesToThis(constructor, cancellation) ? 1 : 0)
        .ThenByDescending(constructor => constructor.Parameters.Length)
        .FirstOrDefault();

    /// <summary>Makes an object in the course of a reading.</summary>
    public static Value Create(Interpreter interpreter, INamedTypeSymbol type, IMethodSymbol? constructor, ImmutableArray<IArgumentOperation> arguments,
        IReadOnlyList<Value> values)
    {
        if (interpreter.Depth >= MaxDepth)
        {
            foreach (var value in values) interpreter.Invalidation.ForgetWhole(value, $"it is handed to '{type.Name}'");
            return interpreter.Doubt($"'{type.Name}' contains itself");
        }

        var made = Allocate(interpreter, type);
        if (constructor is null) return made;
        var given = new Dictionary<string, Value>(StringComparer.Ordinal);
        for (var index = 0; index < values.Count; index++)
        {
            if (arguments[index].Parameter is { } parameter) given[parameter.Name] = values[index];
        }

        if (!Run(interpreter, made, constructor.OriginalDefinition, given, usesDefaults: true)) return new NeverValue();
        Written(interpreter, arguments);
        return made;
    }

    /// <summary>What a constructor gets by reference, it may write to, and keep.</summary>
    private static void Written(Interpreter interpreter, ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out })
                interpreter.Invalidation.Forget(argument, "a constructor gets a reference to it");
        }
    }

    public static ReferenceValue Allocate(Interpreter interpreter, INamedTypeSymbol type)
    {
        var definition = type.OriginalDefinition;
        Reading.Caches.ReadTrees.Note(definition);
        return interpreter.Store.AddObject(new ObjectContent(definition, ObjectContent.NoFields) { Steps = IsSequential(definition) ? [] : null });
    }

    /// <summary>Runs a constructor on an object; whether it ends.</summary>
    /// <param name="interpreter">The reading.</param>
    /// <param name="made">The object.</param>
    /// <param name="constructor">The constructor's definition.</param>
    /// <param name="arguments">Values by parameter name.</param>
    /// <param name="usesDefaults">Whether a parameter that is not among the arguments has its default value; else it stays a symbol.</param>
    /// <param name="pins">Numbers for symbols, by path.</param>
    public static bool Run(
        Interpreter interpreter, Value made, IMethodSymbol constructor, IReadOnlyDictionary<string, Value> arguments, bool usesDefaults,
            IReadOnlyDictionary<string, long>? pins = null)
    {
        var type = constructor.ContainingType;
        var outer = interpreter.Frame;
        var frame = new Frame(null, made, pins ?? Reading.Pins.Of(type)) { FactsBefore = interpreter.Facts.Count };
        (interpreter.Frame, interpreter.Depth) = (frame, interpreter.Depth + 1);
        var declaration = interpreter.Source.Declaration(constructor);
        Bind(interpreter, made, constructor, declaration, arguments, usesDefaults);
        var goes = Chain(interpreter, made, type, declaration) && Body(interpreter, declaration);
        (interpreter.Frame, interpreter.Depth) = (outer, interpreter.Depth - 1);
        interpreter.Facts.Truncate(Math.Min(frame.FactsBefore, interpreter.Facts.Count));
        return goes;
    }

    private static bool Chain(Interpreter interpreter, Value made, INamedTypeSymbol type, SyntaxNode? declaration)
    {
        var call = interpreter.Source.PassedOn(declaration);
        if (call is { TargetMethod: var target } && SymbolEqualityComparer.Default.Equals(target.ContainingType.OriginalDefinition, type))
            return Call(interpreter, made, call);

        foreach (var (member, value) in interpreter.Source.Initializers(type))
            interpreter.Places.SetMember(made, member, interpreter.Evaluate(value), runsSetter: false);
        if (call is not null) return Call(interpreter, made, call);
        var implicitly = type.BaseType?.InstanceConstructors.OrderBy(constructor => constructor.Parameters.Length)
            .FirstOrDefault(constructor => constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams));
        return implicitly is null || Base(interpreter, made, implicitly.OriginalDefinition, new Dictionary<string, Value>(), []);
    }

    private static bool Call(Interpreter interpreter, Value made, IInvocationOperation call)
    {
        var values = call.Arguments.Select(argument => interpreter.Evaluate(argument.Value)).ToList();
        var goes = Base(interpreter, made, call.TargetMethod.OriginalDefinition, TorchCalls.Arguments(call, values), values);
        Written(interpreter, call.Arguments);
        return goes;
    }

    private static bool Base(Interpreter interpreter, Value made, IMethodSymbol constructor, IReadOnlyDictionary<string, Value> arguments,
        IReadOnlyList<Value> values)
    {
        var type = constructor.ContainingType;
        if (type.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType) return true;
        if (interpreter.Source.MayRead(type))
        {
            if (interpreter.Depth < MaxDepth) return Run(interpreter, made, constructor, arguments, usesDefaults: true);
            foreach (var value in values.Append(made)) interpreter.Invalidation.ForgetWhole(value, "constructors are called too deeply");
            return true;
        }

        if (TorchSymbols.IsTorchSharp(type))
        {
            if (made is ReferenceValue { Id: var id } && interpreter.Store.Find(id) is ObjectContent { Steps: { } steps } sequence)
                interpreter.Store.Set(id, sequence with { Steps = new Containers(interpreter).Added(steps, values) });
            return true;
        }

        if (TorchSymbols.IsModule(type) && made is ReferenceValue { Id: var heir }
            && interpreter.Store.Find(heir) is ObjectContent content)
        {
            var given = arguments.ToDictionary(pair => pair.Key, pair => interpreter.Objects.Export(pair.Value), StringComparer.Ordinal);
            interpreter.Store.Set(heir, content with { Inherited = new SubmoduleValue(type, constructor, given) });
        }

        foreach (var value in values) interpreter.Invalidation.Forget(value, $"it is handed to '{type.Name}'");
        interpreter.Invalidation.ForgetOverrides($"the base class '{type.Name}' may set it");
        return true;
    }

    private static bool Body(Interpreter interpreter, SyntaxNode? declaration)
    {
        if (declaration is not ConstructorDeclarationSyntax constructor) return true;
        if (constructor.Body is null && constructor.ExpressionBody is null) return true;
        var since = interpreter.Store.Save().Position;
        var goes = interpreter.Run(interpreter.Source.Operation(constructor) is IConstructorBodyOperation body ? body.BlockBody ?? body.ExpressionBody : null);
        return interpreter.Statements.Exits.Settle(ExitKind.Return, null, goes, since, Value.Null).Goes;
    }

    private static void Bind(Interpreter interpreter, Value made, IMethodSymbol constructor, SyntaxNode? declaration, IReadOnlyDictionary<string,
        Value> arguments, bool usesDefaults)
    {
        var bodies = declaration is ConstructorDeclarationSyntax written && constructor.IsPartial() && interpreter.Source.Symbol(written) is IMethodSymbol part
            ? part.Parameters
            : constructor.Parameters;
        foreach (var parameter in constructor.Parameters)
        {
            var value = arguments.TryGetValue(parameter.Name, out var given) && !IsPinned(interpreter, parameter, given) && !IsSymbol(parameter, given)
                ? interpreter.Structures.Kept(interpreter.Objects.Import(given), parameter.Type)
                : usesDefaults && parameter.HasExplicitDefaultValue && given is null && !interpreter.Frame.Pins.ContainsKey(parameter.Name)
                    ? Conversions.Convert(Defaults.Constant(parameter.ExplicitDefaultValue, parameter.Type), parameter.Type)
                : interpreter.Objects.OfType(parameter.Type, parameter.Name);
            if (declaration is TypeDeclarationSyntax)
            {
                // The parameters of a primary constructor live as long as the object; those of a record are its properties too.
                interpreter.Places.SetMember(made, parameter, value, runsSetter: false);
                if (constructor.ContainingType.IsRecord
                    && constructor.ContainingType.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault() is { } property
                    && property.DeclaringSyntaxReferences.All(written => written.GetSyntax() is ParameterSyntax))
                    interpreter.Places.SetMember(made, property, value, runsSetter: false);
                continue;
            }

            var cell = interpreter.Store.Add(value);
            interpreter.Frame.Declare(parameter, cell);
            interpreter.Frame.Declare(bodies[parameter.Ordinal], cell);
        }
    }

    /// <summary>A pin takes the place of a value that is not known.</summary>
    private static bool IsPinned(Interpreter interpreter, IParameterSymbol parameter, Value given)
        => interpreter.Frame.Pins.ContainsKey(parameter.Name) && Numbers.IsInteger(parameter.Type) && Numbers.NumberOf(given).Value is null;

    /// <summary>One that was given without a value is a symbol, whatever its default.</summary>
    private static bool IsSymbol(IParameterSymbol parameter, Value given) => given is PathValue { Path: var path } && path == parameter.Name;

    private static bool IsPartial(this IMethodSymbol constructor)
        => constructor.DeclaringSyntaxReferences.Length > 1 || constructor.PartialImplementationPart is not null
            || constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ConstructorDeclarationSyntax { Body: null, ExpressionBody: null };

    private static bool IsSequential(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.Name == "Sequential" && TorchSymbols.IsTorchModule(current)) return true;
        }

        return false;
    }

    /// <summary>Whether a constructor begins with another one of its class.</summary>
    public static bool DelegatesToThis(IMethodSymbol constructor, CancellationToken cancellation)
        => constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(
            cancellation) is ConstructorDeclarationSyntax { Initializer.ThisOrBaseKeyword.RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.ThisKeyword };

    public static bool IsCopyConstructor(IMethodSymbol constructor)
        => constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType);
}
