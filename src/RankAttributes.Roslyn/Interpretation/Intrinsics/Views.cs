using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Spans, memories and segments: values that give access to what another one holds. The view of a whole array is that array. A view of a part may be
/// written to at any time, so that the elements of such an array are unknown from then on.
/// </summary>
internal sealed class Views(Interpreter interpreter)
{
    private const string Reason = "a view of a part of it is taken";

    /// <summary>Whether values of a type are views.</summary>
    public static bool IsView(ITypeSymbol? type) => IsWritable(type) || (type?.Name is "ReadOnlySpan" or "ReadOnlyMemory" && IsInSystem(type));

    private static bool IsWritable(ITypeSymbol? type) => type?.Name is "Span" or "Memory" or "ArraySegment" && IsInSystem(type);

    private static bool IsInSystem(ITypeSymbol type) => type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>What a constructor makes.</summary>
    public Value? Make(INamedTypeSymbol type, IReadOnlyList<Value> values)
    {
        if (!IsView(type)) return null;
        if (values.Count == 1 && type.Name != "ArraySegment" && interpreter.Store.Find(values[0]) is ListContent) return values[0];
        return Part(type, values);
    }

    /// <summary>A static method that gives a view or works on one.</summary>
    public Value? Static(IMethodSymbol method, IReadOnlyList<Value> values)
        => method is { Name: "AsSpan" or "AsMemory", ContainingType.Name: "MemoryExtensions" } && values.Count == 1
            && interpreter.Store.Find(values[0]) is ListContent ? values[0] : null;

    /// <summary>A method of a view.</summary>
    public Value? On(Value receiver, IMethodSymbol method, IReadOnlyList<Value> values)
    {
        if (!IsView(method.ContainingType)) return null;
        if (receiver is ReferenceValue { Id: var id } && interpreter.Store.Find(id) is ListContent { IsCertain: true } list)
        {
            switch (method.Name, values.Count)
            {
                case ("Fill", 1):
                    interpreter.Store.Set(id, list with { Items = [.. list.Items.Select(_ => interpreter.Structures.Copy(values[0]))] });
                    return Value.Null;
                case ("ToArray", 0):
                    return interpreter.Objects.List(ListKind.Array, list.Items);
            }
        }

        var result = $"the call of '{method.Name}' cannot be followed";
        if (IsWritable(method.ContainingType)) Open(receiver, result);
        foreach (var value in values) interpreter.Invalidation.Forget(value, result);
        return interpreter.Doubt(result);
    }

    /// <summary>A range of a view; <see langword="null"/> of what is copied.</summary>
    public Value? Range(Value collection, IRangeOperation range)
        => range.Parent is IImplicitIndexerReferenceOperation { Instance.Type: { } type } && IsView(type) ? Part(type, [collection]) : null;

    /// <summary>What code that is not followed gives back may be a view of what it was given, or a reference into it.</summary>
    public void Escape(IMethodSymbol method, Value? receiver, IReadOnlyList<Value> values)
    {
        if (!IsWritable(method.ReturnType) && method.RefKind != RefKind.Ref) return;
        if (receiver is not null) Open(receiver, Reason);
        foreach (var value in values) Open(value, Reason);
    }

    /// <summary>Makes the elements of a list unknown for good, whatever is written to them later.</summary>
    public void Open(Value value, string reason) => interpreter.Each(value, one =>
    {
        if (one is ReferenceValue { Id: var id } && interpreter.Store.Find(id) is ListContent { Kind: not ListKind.Tuple })
            interpreter.Store.Set(id, Value.Unknown(reason));
        return Value.Null;
    });

    private Value Part(ITypeSymbol type, IReadOnlyList<Value> values)
    {
        if (IsWritable(type))
        {
            foreach (var value in values) Open(value, Reason);
        }

        return interpreter.Doubt("a view of a part of a list is not followed");
    }
}
