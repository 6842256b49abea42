using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Where the parts of a value go that is taken apart.</summary>
internal sealed class Targets(Interpreter interpreter)
{
    /// <summary>Evaluates where several values go, from left to right, before any of them is known; what it gives back assigns them.</summary>
    public Func<Value, Value> Prepare(IOperation target)
    {
        switch (target)
        {
            case ITupleOperation tuple:
                var parts = tuple.Elements.Select(Prepare).ToList();
                return value =>
                {
                    for (var index = 0; index < parts.Count; index++)
                    {
                        var position = index;
                        parts[index](interpreter.Each(value, part => Part(part, position, parts.Count, tuple.Elements[position].Type)));
                    }

                    return value;
                };
            case IDeclarationExpressionOperation { Expression: var declared }:
                return Prepare(declared);
            case IMemberReferenceOperation { Instance: { } instance, Member: (IFieldSymbol or IPropertySymbol { IsIndexer: false }) and var member }:
                var holder = new PlaceValue(interpreter.Evaluate(instance), member, Value.Null, FromEnd: false);
                return value => interpreter.Places.Write(holder, interpreter.Structures.Kept(value, target.Type));
            case ILocalReferenceOperation { Local.Type: var type }:
                return value => interpreter.Places.Assign(target, interpreter.Each(value, one => one is NumberValue ? Conversions.Convert(one, type) : one));
            default:
                return interpreter.Places.Place(target) is { } place
                    ? value => interpreter.Places.Write(place, interpreter.Structures.Kept(value, target.Type))
                    : value => interpreter.Places.Assign(target, value);
        }
    }

    private Value Part(Value value, int index, int count, ITypeSymbol? type) => interpreter.Store.Find(value) switch
    {
        ListContent list when index < list.CertainPrefix => list.Items[index],
        PathContent { Rest: null } path when type is not null => interpreter.Objects.OfType(type, $"{path.Path}.Item{Numbers.Text(index + 1)}"),
        ObjectContent { Type.IsRecord: true } record when Positional(record.Type, index, count) is { } member
            => interpreter.Places.Members.Get(value, member, isBase: false),
        _ => Value.Unknown("the parts of this value are not followed"),
    };

    // Of a record that is derived, the one that a call means may be that of a base class.
    private static IPropertySymbol? Positional(INamedTypeSymbol type, int index, int count)
    {
        if (type.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }) return null;
        if (type.GetMembers("Deconstruct").OfType<IMethodSymbol>().ToList() is not [{ IsImplicitlyDeclared: true } method] || method.Parameters.Length != count)
            return null;
        return type.GetMembers(method.Parameters[index].Name).OfType<IPropertySymbol>().FirstOrDefault();
    }
}
