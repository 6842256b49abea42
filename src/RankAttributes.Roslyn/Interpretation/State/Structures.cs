using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Values of structures and tuples. To read one is to copy it; only a variable that is named, to use a member of it or a reference to it, changes in its
/// place.
/// </summary>
internal sealed class Structures(Interpreter interpreter)
{
    /// <summary>The value of an operation as what surrounds it gets it.</summary>
    public Value Read(IOperation operation, Value value)
        => value is ReferenceValue or ConditionalValue && MayBeCopied(operation.Type) && Reads(operation) && !IsMeantInPlace(operation) ? Copy(value) : value;

    /// <summary>A value as a variable of a type keeps it.</summary>
    public Value Kept(Value value, ITypeSymbol? type) => MayBeCopied(type) ? Copy(value) : value;

    /// <summary>A value with all that belongs to it: what it refers to is shared.</summary>
    public Value Copy(Value value)
    {
        if (value is ConditionalValue choice) return choice with { Then = Copy(choice.Then), Else = Copy(choice.Else) };
        return interpreter.Store.Find(value) switch
        {
            ListContent { Kind: ListKind.Tuple, IsBoxed: false } tuple => Add(tuple with { Items = tuple.Items.ConvertAll(Copy) }),
            ObjectContent { Type.IsValueType: true, IsBoxed: false } made => Add(made with { Fields = Copies(made.Fields) }),
            PathContent { Type.IsValueType: true } path => Add(path with { Fields = Copies(path.Fields) }),
            _ => value,
        };

        ReferenceValue Add(Content content) => interpreter.Store.AddObject(content);
    }

    /// <summary>Another object with the same members, structures among them copied.</summary>
    public ReferenceValue Clone(Content content) => interpreter.Store.AddObject(content switch
    {
        ObjectContent made => made with { Fields = Copies(made.Fields) },
        PathContent path => path with { Fields = Copies(path.Fields) },
        _ => content,
    });

    /// <summary>The default value of a type: of a structure that may be read, one whose members have theirs.</summary>
    public Value Default(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple => interpreter.Objects.Tuple([.. tuple.TupleElements.Select(element => Default(element.Type))]),
        INamedTypeSymbol { TypeKind: TypeKind.Struct, DeclaringSyntaxReferences.IsEmpty: false } made when interpreter.Source.MayRead(made)
            => Construction.Allocate(interpreter, made),
        _ => Defaults.Of(type),
    };

    /// <summary>A copy of a value as an object, which is shared from then on; or of an object as a value.</summary>
    public Value Boxed(Value value, bool isBoxed) => interpreter.Store.Find(value) switch
    {
        ListContent { Kind: ListKind.Tuple } tuple => interpreter.Store.AddObject(tuple with { Items = tuple.Items.ConvertAll(Copy), IsBoxed = isBoxed }),
        ObjectContent { Type.IsValueType: true } made => interpreter.Store.AddObject(made with { Fields = Copies(made.Fields), IsBoxed = isBoxed }),
        _ => value,
    };

    /// <summary>Takes over a whole value, as <c>this = …</c> does.</summary>
    public void Replace(Value instance, Value value)
    {
        if (instance is ReferenceValue { Id: var id } && interpreter.Store.Find(value) is ObjectContent { Type.IsValueType: true } content)
            interpreter.Store.Set(id, content);
        else interpreter.Invalidation.ForgetWhole(instance, "it is replaced by a value that is not known");
    }

    private System.Collections.Immutable.ImmutableDictionary<ISymbol, Value> Copies(System.Collections.Immutable.ImmutableDictionary<ISymbol, Value> fields)
        => fields.Values.Any(held => held is ReferenceValue or ConditionalValue)
            ? fields.SetItems(fields.Select(pair => new KeyValuePair<ISymbol, Value>(pair.Key, Copy(pair.Value)))) : fields;

    private static bool MayBeCopied(ITypeSymbol? type) => type is { IsValueType: true } or { TypeKind: TypeKind.TypeParameter };

    /// <summary>Whether an operation gives what somebody else keeps: not what it makes.</summary>
    private static bool Reads(IOperation operation) => operation is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation
        or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation or IInstanceReferenceOperation or IInvocationOperation or IConversionOperation
        or IAssignmentOperation;

    private static bool IsMeantInPlace(IOperation operation) => operation.Parent switch
    {
        IParenthesizedOperation outer => IsMeantInPlace(outer),
        IArgumentOperation { Parameter.RefKind: not RefKind.None } => true,
        IFieldReferenceOperation { Instance: var holder } => holder == operation,
        IPropertyReferenceOperation { Instance: var holder, Property: var property } when holder == operation
            => property.DeclaringSyntaxReferences.IsEmpty || property.GetMethod is { IsReadOnly: true } || IsVariable(operation),
        IInvocationOperation { Instance: var holder, TargetMethod: var method } when holder == operation
            => method.DeclaringSyntaxReferences.IsEmpty || method.IsReadOnly || IsVariable(operation),
        _ => false,
    };

    /// <summary>Whether an operation names a variable that may be changed; what names a value gives a copy to whom changes it.</summary>
    private static bool IsVariable(IOperation operation) => operation switch
    {
        IParenthesizedOperation inner => IsVariable(inner.Operand),
        ILocalReferenceOperation { Local: var local } => local.RefKind is RefKind.None or RefKind.Ref,
        IParameterReferenceOperation { Parameter: var parameter } => parameter.RefKind is RefKind.None or RefKind.Ref or RefKind.Out,
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } => IsBeingMade(operation, field),
        IFieldReferenceOperation { Instance: { Type.IsValueType: true } holder } => IsVariable(holder),
        IFieldReferenceOperation or IArrayElementReferenceOperation or IInstanceReferenceOperation => true,
        IImplicitIndexerReferenceOperation { Instance.Type: var type } => type is IArrayTypeSymbol or { Name: "Span" },
        IPropertyReferenceOperation { Property: var property } => property.ReturnsByRef,
        IInvocationOperation { TargetMethod: var method } => method.ReturnsByRef,
        IConditionalOperation choice => choice.IsRef,
        _ => false,
    };

    private static bool IsBeingMade(IOperation operation, IFieldSymbol field)
    {
        foreach (var outer in operation.Syntax.Ancestors())
        {
            switch (outer)
            {
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseTypeDeclarationSyntax:
                    return false;
                case ConstructorDeclarationSyntax constructor:
                    return constructor.Modifiers.Any(SyntaxKind.StaticKeyword) == field.IsStatic;
                case AccessorDeclarationSyntax accessor:
                    return accessor.IsKind(SyntaxKind.InitAccessorDeclaration) && !field.IsStatic;
            }
        }

        return false;
    }
}
