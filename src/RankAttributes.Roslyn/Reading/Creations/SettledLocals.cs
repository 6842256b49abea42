using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Reading.Creations;

/// <summary>
/// Local variables around a creation that have one value for good: set where they are declared, and never again. What an object holds may
/// change in other ways, so that one counts only where the creation is all that it is used for.
/// </summary>
internal static class SettledLocals
{
    private const int MaxDepth = 16;

    /// <summary>Gives values to the locals that a part of a member refers to.</summary>
    public static void Declare(Interpreter interpreter, IOperation part) => Declare(interpreter, part, Root(part), 0);

    private static void Declare(Interpreter interpreter, IOperation part, IOperation root, int depth)
    {
        if (depth >= MaxDepth) return;
        foreach (var local in part.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Select(reference => reference.Local))
        {
            if (interpreter.Frame.Find(local) is not null || Initializer(local, root) is not { } value) continue;
            Declare(interpreter, value, root, depth + 1);
            interpreter.Places.Declare(local, interpreter.Structures.Kept(interpreter.Evaluate(value), local.Type));
        }
    }

    private static IOperation? Initializer(ILocalSymbol local, IOperation root)
    {
        if (local.RefKind != RefKind.None) return null;
        IOperation? value = null;
        var uses = 0;
        foreach (var operation in root.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when Is(declarator.Symbol, local):
                    value = declarator.GetVariableInitializer()?.Value;
                    break;
                case ILocalReferenceOperation reference when Is(reference.Local, local):
                    uses++;
                    break;
                case IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } or IAddressOfOperation when Invalidation.Refers(operation, local):
                    return null;
            }
        }

        return value is not null && (IsImmutable(local.Type) || uses == 1) && !Invalidation.Assigns(root, local) ? value : null;
    }

    private static bool Is(ILocalSymbol one, ILocalSymbol other) => SymbolEqualityComparer.Default.Equals(one, other);

    private static bool IsImmutable(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        return Numbers.IsInteger(type) || Numbers.IsReal(type) || type.TypeKind == TypeKind.Enum
            || type.SpecialType is SpecialType.System_Boolean or SpecialType.System_String;
    }

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }
}
