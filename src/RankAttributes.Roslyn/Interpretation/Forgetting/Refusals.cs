using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Whether a library may throw at a call. Only where the exception would be handled does that matter: of any other, the program ends.
/// </summary>
internal static class Refusals
{
    // What they throw for known arguments, the reading sees for itself. Any may throw for those that are not known.
    private static readonly HashSet<string> SafeOfCollections = new(StringComparer.Ordinal)
    {
        "Add", "AddRange", "Append", "append", "extend", "Enqueue", "Push", "Dequeue", "Pop", "Peek", "Insert", "RemoveAt", "Remove", "RemoveAll", "Clear",
        "Contains", "ContainsKey", "IndexOf", "TryGetValue", "TryAdd", "GetValueOrDefault", "Reverse", "ToArray", "ToList", "ForEach", "Exists", "Find",
        "FindIndex", "TrueForAll", "ConvertAll", "Sort",
    };

    private static readonly HashSet<string> SafeOfQueries = new(StringComparer.Ordinal)
    {
        "Select", "SelectMany", "Where", "ToList", "ToArray", "ToHashSet", "Count", "Any", "All", "Contains", "Skip", "Take", "SkipWhile", "TakeWhile",
        "Concat", "Zip", "Reverse", "Append", "Prepend", "Distinct", "First", "FirstOrDefault", "Last", "LastOrDefault", "Single", "SingleOrDefault",
        "ElementAt", "ElementAtOrDefault", "Max", "Min", "Sum", "Aggregate", "Range", "Repeat", "Empty", "DefaultIfEmpty",
    };

    private static readonly HashSet<string> SafeOfNumbers = new(StringComparer.Ordinal)
    {
        "Min", "Max", "Clamp", "Pow", "Sqrt", "Cbrt", "Exp", "Log", "Log2", "Log10", "Floor", "Ceiling", "Truncate", "GreatestCommonDivisor",
    };

    private static readonly HashSet<string> SafeAlways = new(StringComparer.Ordinal)
    {
        "Equals", "ReferenceEquals", "GetHashCode", "ToString", "GetType", "CompareTo", "IsNullOrEmpty", "IsNullOrWhiteSpace",
    };

    private static readonly HashSet<string> SafeTypes = new(StringComparer.Ordinal)
    {
        "Console", "Debug", "Tuple", "ValueTuple", "KeyValuePair", "Nullable",
    };

    private static readonly HashSet<string> SafeOfTexts = new(StringComparer.Ordinal)
    {
        "Contains", "StartsWith", "EndsWith", "ToLower", "ToUpper", "ToLowerInvariant", "ToUpperInvariant", "Trim", "TrimStart", "TrimEnd", "Replace",
        "Concat",
    };

    private static readonly HashSet<string> SafeOfArrays = new(StringComparer.Ordinal)
    {
        "Reverse", "Fill", "IndexOf", "Empty", "Resize", "ForEach", "ConvertAll", "Exists", "Find", "FindIndex", "TrueForAll", "Clone",
    };

    /// <summary>Whether a call of a method that is not read may throw.</summary>
    /// <param name="call">The call.</param>
    /// <param name="method">The method that it comes to.</param>
    /// <param name="values">Its arguments.</param>
    /// <param name="store">What they hold.</param>
    public static bool May(IInvocationOperation call, IMethodSymbol method, IReadOnlyList<Value> values, Store store)
    {
        if (method.ContainingType is not { DeclaringSyntaxReferences.IsEmpty: true } type || method.MethodKind == MethodKind.DelegateInvoke) return false;
        if (SafeAlways.Contains(method.Name) || SafeTypes.Contains(type.Name)) return false;
        if (values.Where((value, index) => !Demands.IsKnown(value, store) && !TakesAny(call.Arguments[index])).Any()) return true;
        if (TorchSymbols.IsFactory(method)) return MayRefuse(call, method);
        if (TorchSymbols.IsTensorFactory(method) || method.Name == "no_grad") return false;
        if (values.Any(value => value is NullValue)) return true;
        if (TorchSymbols.IsInTorchSharp(type))
        {
            return !(method.Name == "RegisterComponents" || TorchSymbols.IsRegistration(method)
                || type.Name != "ModuleDict" && SafeOfCollections.Contains(method.Name));
        }

        return type.Name switch
        {
            "Math" or "MathF" or "BigInteger" => !SafeOfNumbers.Contains(method.Name),
            "Int32" or "Int64" or "Double" => method.Name != "Parse" && !SafeOfNumbers.Contains(method.Name),
            "String" => !SafeOfTexts.Contains(method.Name),
            "Array" => !SafeOfArrays.Contains(method.Name),
            "Enumerable" => !SafeOfQueries.Contains(method.Name) && !(method.Name is "OrderBy" or "OrderByDescending" && Orders(method)),
            "MemoryExtensions" => method.Name is not ("Contains" or "SequenceEqual" or "IndexOf" or "Reverse"),
            "List" or "HashSet" or "Dictionary" or "Queue" or "Stack" or "CollectionExtensions" => !SafeOfCollections.Contains(method.Name),
            "Convert" => false,
            _ => true,
        };
    }

    /// <summary>Whether an argument may be anything: an element of a collection, or a number.</summary>
    private static bool TakesAny(IArgumentOperation argument) => argument.Parameter is not { OriginalDefinition: { Type: var type } parameter }
        || type is ITypeParameterSymbol { Name: not "TKey" } || parameter.ContainingType.Name is "Math" or "MathF";

    /// <summary>Sizes alone are refused where they are negative; of options, some do not go with some sizes.</summary>
    private static bool MayRefuse(IInvocationOperation call, IMethodSymbol factory)
    {
        return factory.Name switch
        {
            "Linear" or "Sequential" or "ModuleList" or "ModuleDict" or "ParameterList" or "ParameterDict" => false,
            "Parameter" => !call.Arguments.Any(argument => argument.Value is IInvocationOperation made && IsOfReals(made)),
            "MultiheadAttention" or "GroupNorm" => true,
            "Embedding" or "EmbeddingBag" => IsGivenBeyond(1),
            _ => IsGivenBeyond(2),
        };

        bool IsGivenBeyond(int ordinal)
            => call.Arguments.Any(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter } && parameter.Ordinal > ordinal);
    }

    /// <summary>Whether a call makes a tensor that can have a gradient.</summary>
    private static bool IsOfReals(IInvocationOperation call) => TorchSymbols.IsTensorFactory(call.TargetMethod)
        && call.TargetMethod.Name is "zeros" or "ones" or "empty" or "rand" or "randn" or "eye"
        && !call.Arguments.Any(option => option is { Parameter.Name: "dtype", ArgumentKind: ArgumentKind.Explicit });

    /// <summary>Whether the keys of a query are of a type that has an order.</summary>
    private static bool Orders(IMethodSymbol query)
        => query.TypeArguments is [.., var key] && (Numbers.IsInteger(key) || Numbers.IsReal(key) || key.SpecialType == SpecialType.System_String);

    /// <summary>Whether the constructor of a class that is not read may throw.</summary>
    public static bool May(INamedTypeSymbol type, IReadOnlyList<Value> values)
        => values.Count > 0 && type.DeclaringSyntaxReferences.IsEmpty && !type.IsTupleType
            && type.Name is not ("Tuple" or "KeyValuePair" or "ValueTuple" or "Nullable") && !TorchSymbols.IsTorchModule(type)
            && !values.All(value => value is FunctionValue);

    /// <summary>Whether a collection may refuse an element: an array that is seen as one of a base class of its elements, a view that cannot be written to,
    /// a dictionary without a key.</summary>
    public static bool MayRefuse(ITypeSymbol? collection, Value key)
        => collection is IArrayTypeSymbol { ElementType: { IsReferenceType: true, IsSealed: false } } or { TypeKind: TypeKind.Interface }
            or { Name: "ModuleDict" or "ParameterDict" } || key is NullValue or PathValue or UnknownValue;

    /// <summary>Whether a loop casts what it walks through.</summary>
    public static bool Casts(IForEachLoopOperation loop)
    {
        if (loop.LoopControlVariable is not IVariableDeclaratorOperation { Symbol.Type: var variable }) return false;
        var collection = loop.Collection;
        while (collection is IConversionOperation { Conversion.IsImplicit: true, Operand: var inner }) collection = inner;
        return collection.Type is { } type && Sequences.ElementOf(type) is { } element && !SymbolEqualityComparer.Default.Equals(element, variable)
            && (variable.IsReferenceType || element.IsReferenceType);
    }
}
