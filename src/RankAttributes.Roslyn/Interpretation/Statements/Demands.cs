using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>What the language does with something only: members of an object, elements of a collection, the value of a nullable number.</summary>
internal static class Demands
{
    /// <summary>Whether the program throws where an operand is nothing.</summary>
    public static bool Something(IOperation operand) => !IsGiven(operand) && operand.Parent switch
    {
        IMemberReferenceOperation { Instance: { } instance, Member.Name: var name } => instance == operand && (!IsNullable(operand.Type) || name == "Value"),
        IInvocationOperation { Instance: { } instance } => instance == operand && !IsNullable(operand.Type),
        IArrayElementReferenceOperation { ArrayReference: var array } => array == operand,
        IImplicitIndexerReferenceOperation { Instance: var indexed } => indexed == operand,
        IForEachLoopOperation { Collection: var collection } => collection == operand,
        IDeconstructionAssignmentOperation { Value: var whole } => whole == operand,
        IConversionOperation { Type: { IsValueType: true } type } => !IsNullable(type),
        ILockOperation or IAwaitOperation => true,
        _ => operand.Syntax.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.SpreadElementSyntax,
    };

    /// <summary>Whether a value of a type may be nothing, for all that is known.</summary>
    public static bool MayBeNothing(Value value, ITypeSymbol? type, Store store) => value switch
    {
        NullValue => true,
        ConditionalValue choice => MayBeNothing(choice.Then, type, store) || MayBeNothing(choice.Else, type, store),
        _ => (type is { IsValueType: false } || IsNullable(type)) && !IsKnown(value, store),
    };

    /// <summary>Whether a value is known, whatever is known of its parts.</summary>
    public static bool IsKnown(Value value, Store store) => value switch
    {
        ConditionalValue choice => IsKnown(choice.Then, store) && IsKnown(choice.Else, store),
        NumberValue number => number.Expression.Value is not null,
        ReferenceValue => store.Find(value) is not PathContent,
        _ => value is not (UnknownValue or PathValue),
    };

    /// <summary>An object that the language itself hands over.</summary>
    private static bool IsGiven(IOperation operand)
        => operand is IInstanceReferenceOperation or IConditionalAccessInstanceOperation or IObjectCreationOperation or IArrayCreationOperation;

    private static bool IsNullable(ITypeSymbol? type) => type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
}
