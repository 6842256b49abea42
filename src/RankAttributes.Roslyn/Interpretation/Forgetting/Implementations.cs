using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>What may run for a method, on objects of the classes that are known.</summary>
internal sealed class Implementations(Interpreter interpreter)
{
    /// <summary>The methods that a call may run, and on what: <see langword="null"/> for an object that is not known.</summary>
    public IReadOnlyList<(IMethodSymbol Method, Value? On)> Of(
        IMethodSymbol method, IReadOnlyList<Value>? receivers, IOperation? instance, ITypeSymbol? type)
    {
        if (method.IsStatic || instance is null && receivers is { Count: 0 }) return [(method, null)];
        if (receivers is { Count: 0 }) return [(method, Value.Null)];
        var isFixed = instance?.Syntax is BaseExpressionSyntax
            || method is { IsVirtual: false, IsAbstract: false, IsOverride: false, ContainingType.TypeKind: not TypeKind.Interface };
        if (receivers is not null) return [.. receivers.Select(receiver => (Implementation(receiver), (Value?)receiver))];
        IEnumerable<IMethodSymbol> all = isFixed ? [method]
            : interpreter.Store.Classes.Where(made => Types.MayBe(made, instance?.Type ?? type ?? method.ContainingType)).Select(Overriding).Append(method)
                .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default);
        return [.. all.Select(implementation => (implementation, (Value?)null))];

        IMethodSymbol Implementation(Value receiver)
            => !isFixed && ((receiver as MadeValue)?.Type ?? (interpreter.Store.Find(receiver) as ObjectContent)?.Type) is { } made ? Overriding(made) : method;

        IMethodSymbol Overriding(INamedTypeSymbol made) => Dispatch.Implementation(made, method) as IMethodSymbol ?? method;
    }
}
