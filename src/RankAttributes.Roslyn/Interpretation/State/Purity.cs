using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>What is known of library methods that are not followed: which of them change nothing that a model is made of.</summary>
internal static class Purity
{
    private static readonly HashSet<string> Appending = new(StringComparer.Ordinal)
    {
        "Add", "AddRange", "append", "Append", "extend", "add_module", "Enqueue", "Push",
    };

    private static readonly HashSet<string> Reading = new(StringComparer.Ordinal)
    {
        "Contains", "ContainsKey", "TryGetValue", "IndexOf", "LastIndexOf", "ToArray", "ToList", "Count", "First", "Last", "ElementAt", "GetEnumerator",
            "Select", "Where", "Sum",
        "Max", "Min", "Any", "All", "Skip", "Take", "Concat", "Zip", "Reverse", "Average", "Aggregate", "Single", "GetLength", "GetUpperBound", "AsReadOnly",
            "Exists", "Find", "Peek",
        "ToString", "GetHashCode", "Equals", "GetType", "Clone", "CompareTo", "GetValueOrDefault", "Distinct", "OrderBy", "OrderByDescending", "ToDictionary",
            "ToHashSet", "Range",
        "Repeat", "Cast", "OfType", "Prepend", "SequenceEqual", "FirstOrDefault", "LastOrDefault", "DefaultIfEmpty", "SelectMany", "GroupBy", "Chunk", "Join",
            "BinarySearch",
    };

    private static readonly HashSet<string> ChangingTypes = new(StringComparer.Ordinal)
    {
        "Array", "Buffer", "Random", "MemoryExtensions", "CollectionsMarshal", "Unsafe", "Interlocked", "Volatile", "Marshal", "Parallel", "Task", "Activator",
    };

    /// <summary>A method that only adds elements to what it is called on.</summary>
    public static bool Appends(IMethodSymbol method) => Appending.Contains(method.Name) && IsLibrary(method.ContainingType) && !method.IsStatic;

    /// <summary>A method that changes neither what it is called on nor its arguments, though a function among them may.</summary>
    public static bool OnlyReads(IMethodSymbol method)
        => Reading.Contains(method.Name) && IsLibrary(method.ContainingType)
            && (method.Name != "Reverse" || method.IsExtensionMethod || method.ReducedFrom is not null);

    /// <summary>A method of the framework or of TorchSharp that makes no other change to lists and objects than those that are followed.</summary>
    public static bool LeavesAlone(IMethodSymbol? method)
    {
        if (method?.ContainingType is not { } type || !IsLibrary(type) || method.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Delegate))
            return false;
        if (TorchSymbols.IsInTorchSharp(type))
            return !Appending.Contains(method.Name) && method.Name is not ("Clear" or "Insert" or "Remove" or "RemoveAt" or "clear" or "pop" or "update");
        return (method.IsStatic || method.MethodKind == MethodKind.Constructor || !IsCollection(type)) && !ChangingTypes.Contains(type.Name);
    }

    private static bool IsCollection(INamedTypeSymbol type) => type.AllInterfaces.Any(face => face.Name == "IEnumerable") || type.Name == "IEnumerable";

    private static bool IsLibrary(INamedTypeSymbol? type)
    {
        if (type is null || type.DeclaringSyntaxReferences.Length > 0) return false;
        if (TorchSymbols.IsInTorchSharp(type)) return true;
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false }) space = space.ContainingNamespace;
        return space?.Name is "System" or "Microsoft";
    }
}
