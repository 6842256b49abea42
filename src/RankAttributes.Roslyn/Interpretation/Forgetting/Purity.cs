using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
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

    private static readonly HashSet<string> Comparing = new(StringComparer.Ordinal)
    {
        "Equals", "GetHashCode", "CompareTo", "Compare", "GetEnumerator",
    };

    private static readonly HashSet<string> ChangingTypes = new(StringComparer.Ordinal)
    {
        "Array", "Buffer", "Random", "MemoryExtensions", "CollectionsMarshal", "Unsafe", "Interlocked", "Volatile", "Marshal", "Parallel", "Task", "Activator",
    };

    // Types whose methods only read the arrays that they get.
    private static readonly HashSet<string> ReadingTypes = new(StringComparer.Ordinal)
    {
        "String", "StringBuilder", "Console", "Convert", "Debug", "Trace", "File", "Path", "Math", "Enumerable", "ArgumentNullException", "TextWriter",
    };

    private static bool IsWritable(IParameterSymbol parameter)
        => !parameter.IsParams && parameter.Type is IArrayTypeSymbol or { Name: "Span" or "Memory" or "ArraySegment" };

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
            return !Appending.Contains(method.Name)
                && method.Name is not ("Clear" or "Insert" or "Remove" or "RemoveAt" or "clear" or "pop" or "update" or "CopyTo");
        return (method.IsStatic || method.MethodKind == MethodKind.Constructor || !IsCollection(type)) && !ChangingTypes.Contains(type.Name)
            && (ReadingTypes.Contains(type.Name) && method.Name != "CopyTo" || !method.Parameters.Any(IsWritable));
    }

    /// <summary>A method of the framework that changes an array or another collection among its arguments.</summary>
    public static bool Changes(IMethodSymbol method)
        => method.ContainingType is { } type && ChangingTypes.Contains(type.Name) && IsLibrary(type) && !LeavesAlone(method) && !OnlyReads(method);

    /// <summary>A method that runs whatever member its arguments name, at run time.</summary>
    public static bool CallsByName(IMethodSymbol method) => method.ContainingType
        is { ContainingNamespace: { Name: "Reflection", ContainingNamespace.Name: "System" } }
        or { Name: "Activator", ContainingNamespace.Name: "System" } || method.Name == "CreateDelegate"
        || method.Name is "DynamicInvoke" or "InvokeMember" && IsLibrary(method.ContainingType);

    /// <summary>Whether an operation runs code of a library that may call members of any object: to compare, to sort, to print.</summary>
    public static bool CallsLibrary(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: var method } => IsForeign(method.ContainingType),
        IObjectCreationOperation { Constructor: { ContainingType: var type } } => IsForeign(type),
        IPropertyReferenceOperation { Property: { IsIndexer: true, ContainingType: var type } } => IsForeign(type),
        IInterpolatedStringOperation or IForEachLoopOperation => true,
        IBinaryOperation { Type.SpecialType: SpecialType.System_String } => true,
        _ => operation.Syntax is SpreadElementSyntax or CollectionExpressionSyntax,
    };

    /// <summary>Whether what an operation runs of a library may call a member: collections compare, hash and walk through what they hold.</summary>
    public static bool MayEnter(IOperation operation, IMethodSymbol member)
    {
        var type = operation switch
        {
            IInvocationOperation call => call.TargetMethod.ContainingType,
            IObjectCreationOperation creation => creation.Constructor?.ContainingType,
            IPropertyReferenceOperation property => property.Property.ContainingType,
            _ => null,
        };
        var isCollection = type is { Name: "Array", ContainingNamespace.Name: "System" } or { ContainingNamespace.Name: "Linq" }
            || type is not null && IsCollection(type);
        return !isCollection || Comparing.Contains(member.Name.Substring(member.Name.LastIndexOf('.') + 1))
            || member.ContainingType.AllInterfaces.Any(face => face.Name == "IEnumerator");
    }

    /// <summary>Whether more is done with the value of an operation than to keep it.</summary>
    public static bool IsUsed(IOperation operation) => operation.Parent is not (null or IAssignmentOperation or IVariableInitializerOperation
        or IExpressionStatementOperation or IReturnOperation or IParenthesizedOperation or IConversionOperation { OperatorMethod: null, IsImplicit: true });

    private static bool IsForeign(INamedTypeSymbol? type) => type is { DeclaringSyntaxReferences.IsEmpty: true } && !TorchSymbols.IsInTorchSharp(type);

    /// <summary>What decides which elements are equal, or comes first.</summary>
    public static bool Compares(ITypeSymbol type) => type.Name is "IComparer" or "IEqualityComparer" or "IAlternateEqualityComparer";

    /// <summary>An array, a list, or anything else that can be walked through.</summary>
    public static bool IsCollection(ITypeSymbol type)
        => type.SpecialType != SpecialType.System_String && (type.AllInterfaces.Any(face => face.Name == "IEnumerable") || type.Name == "IEnumerable");

    /// <summary>Whether a class is one of the framework or of TorchSharp.</summary>
    public static bool IsLibrary(INamedTypeSymbol? type)
    {
        if (type is null || type.DeclaringSyntaxReferences.Length > 0) return false;
        if (TorchSymbols.IsInTorchSharp(type)) return true;
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false }) space = space.ContainingNamespace;
        return space?.Name is "System" or "Microsoft";
    }
}
