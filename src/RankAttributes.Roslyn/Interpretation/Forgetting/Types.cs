using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Which objects a variable may refer to, as far as its type tells.</summary>
internal static class Types
{
    public static bool MayBe(Content content, ITypeSymbol? type)
    {
        if (content is Value) return false;
        if (type is null || IsAny(type)) return true;
        return content switch
        {
            ObjectContent made => AreRelated(made.Type, type),
            PathContent path => AreRelated(path.Type, type),
            LayerContent or ContainerContent => TorchSymbols.IsModule(type) || type.TypeKind == TypeKind.Interface,
            DictionaryContent => type.TypeKind == TypeKind.Interface || type.Name.Contains("Dictionary"),
            ListContent { Kind: ListKind.Tuple } => type.IsTupleType || type.Name is "Tuple" or "ValueTuple",
            // One element tells of all, and there may be many.
            ListContent { Kind: var kind, Items: var items } => Element(type, kind, out var element) && (items.IsEmpty || MayHold(element, items[0])),
            _ => true,
        };
    }

    /// <summary>Whether a variable of a type may refer to an object of a class.</summary>
    public static bool MayBe(INamedTypeSymbol made, ITypeSymbol? type) => type is null || IsAny(type) || AreRelated(made, type);

    private static bool IsAny(ITypeSymbol type)
        => type is { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.TypeParameter or TypeKind.Dynamic };

    private static bool Element(ITypeSymbol type, ListKind kind, out ITypeSymbol? element)
    {
        element = type is IArrayTypeSymbol array ? array.ElementType : (type as INamedTypeSymbol)?.TypeArguments.FirstOrDefault();
        return type.TypeKind == TypeKind.Interface || type.Name switch
        {
            "List" => kind == ListKind.List,
            "HashSet" or "SortedSet" => kind == ListKind.Set,
            "Queue" => kind == ListKind.Queue,
            "Stack" => kind == ListKind.Stack,
            _ => type is IArrayTypeSymbol or { Name: "Span" or "Memory" or "ArraySegment" or "Array" } && kind == ListKind.Array,
        };
    }

    private static bool MayHold(ITypeSymbol? element, Value item)
    {
        if (element is null or { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.TypeParameter or TypeKind.Interface or TypeKind.Dynamic })
            return true;
        return item switch
        {
            NumberValue => Numbers.IsInteger(element) || Numbers.IsReal(element) || element.IsValueType,
            TextValue => element.SpecialType == SpecialType.System_String,
            RealValue => element.IsValueType,
            LayerValue or SubmoduleValue or WeightlessValue or ParameterValue => element.IsReferenceType && element.SpecialType != SpecialType.System_String,
            _ => true,
        };
    }

    private static bool AreRelated(ITypeSymbol one, ITypeSymbol other) => Is(one, other) || Is(other, one);

    private static bool Is(ITypeSymbol type, ITypeSymbol parent)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, parent.OriginalDefinition)) return true;
        }

        return parent.TypeKind == TypeKind.Interface
            && type.AllInterfaces.Any(face => SymbolEqualityComparer.Default.Equals(face.OriginalDefinition, parent.OriginalDefinition));
    }
}
