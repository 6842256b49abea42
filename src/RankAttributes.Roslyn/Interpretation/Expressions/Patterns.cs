using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Whether a value matches a pattern, as a condition; what a pattern declares is declared.</summary>
internal sealed class Patterns(Interpreter interpreter)
{
    private static readonly DimensionExpression Always = DimensionExpression.Of(1);

    public DimensionExpression Match(IPatternOperation pattern, Value value)
    {
        interpreter.Budget.Step();
        value = interpreter.Facts.Resolve(value);
        if (pattern is IRecursivePatternOperation or IListPatternOperation or ISlicePatternOperation) interpreter.Invalidation.ForgetCalled(pattern);
        interpreter.Invalidation.ForgetEntered(pattern);
        if (value is ConditionalValue choice && pattern is not (IDeclarationPatternOperation or IRecursivePatternOperation or IListPatternOperation))
            return Numbers.Either(choice.Condition, Match(pattern, choice.Then), Match(pattern, choice.Else));
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return Always;
            case IConstantPatternOperation { Value: var written }
                when value is BoxedValue boxed && written.ConstantValue is { HasValue: true, Value: not null }:
                return boxed.As(Texts.Bare(written)) is { } held ? Equality.Of(interpreter, held, interpreter.Evaluate(written)) : DimensionExpression.Of(0);
            case IRelationalPatternOperation { Value: var written } relation when value is BoxedValue boxed:
                return boxed.As(Texts.Bare(written)) is { } compared
                    ? Numbers.NumberOf(interpreter.Expressions.Operators.Arithmetic(relation.OperatorKind, compared, interpreter.Evaluate(written)))
                    : DimensionExpression.Of(0);
            case IConstantPatternOperation constant:
                return Equality.Of(interpreter, value, Conversions.Convert(interpreter.Evaluate(constant.Value), null));
            case IRelationalPatternOperation when value is NullValue:
                return DimensionExpression.Of(0);
            case IRelationalPatternOperation relational:
                return Numbers.NumberOf(interpreter.Expressions.Operators.Arithmetic(relational.OperatorKind, value, interpreter.Evaluate(relational.Value)));
            case INegatedPatternOperation negated:
                return Numbers.Not(Match(negated.Pattern, value));
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either:
                return Numbers.Or(Match(either.LeftPattern, value), Match(either.RightPattern, value));
            case IBinaryPatternOperation both:
                return Numbers.And(Match(both.LeftPattern, value), Match(both.RightPattern, value));
            case ITypePatternOperation type:
                return IsOfType(value, type.MatchedType, type.InputType);
            case IDeclarationPatternOperation declaration:
                Declare(
                    declaration.DeclaredSymbol, (value as BoxedValue)?.As(declaration.MatchedType)
                        ?? (declaration.MatchedType is { IsValueType: true } ? interpreter.Structures.Boxed(value, isBoxed: false) : value));
                return declaration.MatchesNull
                    ? Always
                    : declaration.MatchedType is { } matched && !SymbolEqualityComparer.Default.Equals(matched, declaration.InputType)
                    ? IsOfType(value, matched, declaration.InputType)
                    : Numbers.NumberOf(IsGiven(value));
            case IRecursivePatternOperation recursive:
                return Recursive(recursive, value);
            case IListPatternOperation list:
                return List(list, value);
            default:
                return DimensionExpression.Unknown("it depends on a pattern that is not followed");
        }
    }

    /// <param name="value">The value.</param>
    /// <param name="type">The type that is asked for.</param>
    /// <param name="from">The type that the value is known by.</param>
    public DimensionExpression IsOfType(Value value, ITypeSymbol type, ITypeSymbol? from = null)
    {
        value = interpreter.Facts.Resolve(value);
        if (value is BoxedValue boxed && type.TypeKind is not (TypeKind.Interface or TypeKind.TypeParameter))
            return DimensionExpression.Of(boxed.As(type) is not null || type.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType ? 1 : 0);
        if (from is { TypeKind: TypeKind.TypeParameter } && value is not (ReferenceValue or NullValue or LayerValue))
            return DimensionExpression.Unknown($"whether a value is of type '{type.Name}' is not known");
        if (value is ConditionalValue choice) return Numbers.Either(choice.Condition, IsOfType(choice.Then, type, from), IsOfType(choice.Else, type, from));
        bool? matches = (value, interpreter.Store.Find(value)) switch
        {
            (NullValue, _) => false,
            (NumberValue { Expression.Value: null } or PathValue or UnknownValue, _) or (_, PathContent) => null,
            (NumberValue, _) when Numbers.IsInteger(type) || type.SpecialType == SpecialType.System_Boolean => true,
            (RealValue, _) when Numbers.IsReal(type) => true,
            (TextValue, _) => type.SpecialType is SpecialType.System_String or SpecialType.System_Object ? true : null,
            (LayerValue layer, _) when TorchSymbols.IsTorchModule(type)
                => layer.Name == type.Name ? true : TorchCatalogue.Find(type.Name) is null ? null : false,
            (WeightlessValue module, _) when TorchSymbols.IsTorchModule(type)
                => module.Name == type.Name ? true : TorchCatalogue.Find(type.Name) is null ? null : false,
            (_, ObjectContent made) => Inherits(made.Type, type),
            (_, ContainerContent { Kind: ContainerKind.Sequential }) => type.Name is "Sequential" or "Module" ? true : null,
            _ => null,
        };
        return matches is { } known
            ? DimensionExpression.Of(known ? 1 : 0)
            : DimensionExpression.Unknown($"whether a value is of type '{type.Name}' is not known");
    }

    private DimensionExpression Recursive(IRecursivePatternOperation pattern, Value value)
    {
        Declare(pattern.DeclaredSymbol, value);
        var matches = Numbers.NumberOf(IsGiven(value));
        if (!SymbolEqualityComparer.Default.Equals(pattern.MatchedType, pattern.InputType))
            matches = Numbers.And(matches, IsOfType(value, pattern.MatchedType, pattern.InputType));
        for (var index = 0; index < pattern.DeconstructionSubpatterns.Length && matches.Value != 0; index++)
        {
            var part = interpreter.Store.Find(value) is ListContent { Kind: ListKind.Tuple } tuple && index < tuple.Items.Count
                ? tuple.Items[index]
                : Value.Unknown("the parts of this value are not followed");
            matches = Numbers.And(matches, Match(pattern.DeconstructionSubpatterns[index], part));
        }

        foreach (var property in pattern.PropertySubpatterns)
        {
            if (matches.Value == 0) break;
            var part = property.Member is not IMemberReferenceOperation { Member: var member } read ? Value.Unknown("a pattern that is not followed")
                : interpreter.Invalidation.IsCalledAt(read) ? Asked(read)
                : interpreter.Places.Members.Get(value, member, isBase: false);
            matches = Numbers.And(matches, Match(property.Pattern, part));
        }

        return matches;
    }

    /// <summary>A property that changes something: the compiler reads it as often as it likes, and in any order.</summary>
    private Value Asked(IMemberReferenceOperation property)
    {
        interpreter.Invalidation.ForgetCalled(property);
        return interpreter.Doubt("how often a pattern reads a property that changes something is not known");
    }

    private DimensionExpression List(IListPatternOperation pattern, Value value)
    {
        Declare(pattern.DeclaredSymbol, value);
        if (interpreter.Store.Find(value) is not ListContent { IsCertain: true } list)
            return DimensionExpression.Unknown("it depends on a list that is not known");
        var slice = pattern.Patterns.ToList().FindIndex(part => part is ISlicePatternOperation);
        var least = pattern.Patterns.Length - (slice < 0 ? 0 : 1);
        if (slice < 0 ? list.Items.Count != least : list.Items.Count < least) return DimensionExpression.Of(0);
        var matches = Always;
        for (var index = 0; index < pattern.Patterns.Length && matches.Value != 0; index++)
        {
            if (pattern.Patterns[index] is ISlicePatternOperation rest)
            {
                if (rest.Pattern is { } inner)
                    matches = Numbers.And(matches,
                        Match(inner, interpreter.Objects.List(ListKind.Array, list.Items.GetRange(index, list.Items.Count - least))));
                continue;
            }

            matches = Numbers.And(matches, Match(pattern.Patterns[index], list.Items[slice >= 0 && index > slice
                ? list.Items.Count - (pattern.Patterns.Length - index)
                : index]));
        }

        return matches;
    }

    private void Declare(ISymbol? symbol, Value value)
    {
        if (symbol is not null) interpreter.Places.Declare(symbol, value);
    }

    private Value IsGiven(Value value)
        => interpreter.Store.Find(value) is PathContent path ? Value.Unknown($"whether '{path.Path}' is given is not known") : KnownMembers.IsGiven(value);

    // Of a generic class it is not known which types it was made for.
    private static bool? Inherits(INamedTypeSymbol type, ITypeSymbol other)
        => !InheritsDefinition(type, other) ? false : other is INamedTypeSymbol { IsGenericType: true } ? null : true;

    private static bool InheritsDefinition(INamedTypeSymbol type, ITypeSymbol other)
    {
        if (other.TypeKind == TypeKind.Interface)
            return type.AllInterfaces.Any(face => SymbolEqualityComparer.Default.Equals(face.OriginalDefinition, other.OriginalDefinition));
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, other.OriginalDefinition)) return true;
        }

        return false;
    }
}
