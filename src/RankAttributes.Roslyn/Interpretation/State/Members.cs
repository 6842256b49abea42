using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Fields and properties of objects; a property that computes is computed, and of a virtual one the override.</summary>
internal sealed class Members(Interpreter interpreter)
{
    private Store Store => interpreter.Store;

    public Value? Peek(Value holder, ISymbol member) => Store.Find(holder) switch
    {
        ObjectContent made => made.Fields.TryGetValue(Slot(member), out var value) ? value : null,
        PathContent path => path.Fields.TryGetValue(Slot(member), out var value) ? value : null,
        _ => null,
    };

    public Value Get(Value holder, ISymbol member, bool isBase) => interpreter.Each(holder, one => GetOne(one, member, isBase));

    public void Set(Value holder, ISymbol member, Value value, bool runsSetter)
    {
        interpreter.Each(holder, one =>
        {
            SetOne(one, member, value, runsSetter);
            return Value.Null;
        });
    }

    private Value GetOne(Value holder, ISymbol member, bool isBase) => Store.Find(holder) switch
    {
        // Of a nullable tuple, 'Value' is the tuple, and no element of it.
        _ when member.ContainingType?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T && holder is ReferenceValue
            => KnownMembers.Of(interpreter, holder, member)!,
        ObjectContent made => OfObject(holder, made, member, isBase),
        PathContent path => OfPath(holder, path, member),
        { } when KnownMembers.Live(interpreter, holder, Name(member)) is { } live => live,
        { } content when KnownMembers.Of(interpreter, content, Name(member)) is { } known => known,
        _ when KnownMembers.Of(interpreter, holder, member) is { } known => known,
        _ => holder switch
        {
            UnknownValue unknown => Unread(unknown),
            NullValue => interpreter.Doubt($"'{member.Name}' of nothing is read"),
            SubmoduleValue submodule => Value.Unknown($"'{member.Name}' belongs to '{submodule.Type.Name}'"),
            _ => interpreter.Doubt($"'{member.Name}' of this value is not followed"),
        },
    };

    private Value Unread(UnknownValue holder)
    {
        interpreter.Thrown.Refuse();
        return holder with { Expression = null };
    }

    private Value OfObject(Value holder, ObjectContent made, ISymbol member, bool isBase)
    {
        var chosen = Accessed(isBase ? member : Dispatch.Implementation(made.Type, member), property => property.GetMethod);
        if (chosen is IPropertySymbol property && interpreter.Source.Getter(property) is { } getter)
            return interpreter.Invocations.Run(getter, holder, property.Name);
        if (made.Fields.TryGetValue(Slot(chosen), out var value)) return interpreter.Facts.Resolve(value);
        if (made.Steps is { } steps && chosen.Name == "Count") return Elements.CountOf([.. steps.Select(step => step.Value)]);
        if (made.Rest is { } reason) return Value.Unknown(reason);
        if (!interpreter.Source.MayRead(chosen)) return Value.Unknown($"'{member.Name}' belongs to '{member.ContainingType.Name}'");
        return chosen is IPropertySymbol { IsAbstract: true } ? Value.Unknown($"'{member.Name}' is abstract") : Unset(holder, chosen);
    }

    /// <summary>The default value of a member that was not set, which a structure keeps from then on: it may be changed in its place.</summary>
    private Value Unset(Value holder, ISymbol member)
    {
        if (((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type) is not { IsValueType: true } type) return Defaults.Of(member);
        var value = interpreter.Structures.Default(type);
        if (value is ReferenceValue) SetOne(holder, member, value, runsSetter: false);
        return value;
    }

    private Value OfPath(Value holder, PathContent path, ISymbol member)
    {
        var known = Dispatch.Of(holder, path, member);
        if (known is not null) member = Accessed(known, property => property.GetMethod);
        if (path.Fields.TryGetValue(Slot(member), out var value)) return interpreter.Facts.Resolve(value);
        var below = $"{path.Path}.{Name(member)}";
        if (Name(member) is "Length" or "Count" && path.Rest is null) return new NumberValue(interpreter.Symbol(path.Path + ".Length"));
        if (path.Rest is { } reason && !Stays(member)) return Value.Unknown(reason);
        if (interpreter.Frame.Pins.TryGetValue(below, out var pinned)) return Value.Number(pinned);
        if (known is not null && member is IPropertySymbol property && interpreter.Source.Getter(property) is { } getter)
            return interpreter.Invocations.Run(getter, holder, property.Name);
        var part = interpreter.Objects.OfType(member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type, below);
        if (path.Rest is { } changed && part is ReferenceValue { Id: var id } && Store.Find(id) is PathContent { Rest: null } content)
            Store.Set(id, content with { Rest = changed });
        return part;
    }

    // What a library computes may be another number each time.
    private static bool Stays(ISymbol member)
        => Havoc.IsFixed(member) && member is not IPropertySymbol { SetMethod: null, DeclaringSyntaxReferences.IsEmpty: true };

    private void SetOne(Value holder, ISymbol member, Value value, bool runsSetter)
    {
        if (holder is NullValue) interpreter.Doubt($"'{member.Name}' of nothing is set");
        if (holder is UnknownValue unknown) interpreter.Invalidation.ForgetMember(member, unknown.Reason);
        var id = holder switch
        {
            LayerValue layer => layer.Id,
            ReferenceValue reference => reference.Id,
            _ => -1,
        };
        if (id < 0) return;
        switch (Store.Find(id))
        {
            case { } content when content is ObjectContent or PathContent:
                SetMember(holder, id, content, member, value, runsSetter);
                break;
            case LayerContent layer:
                Store.Set(id, layer with { Weights = layer.Weights.SetItem(member.Name, value) });
                break;
            case ListContent { Kind: ListKind.Tuple } tuple when KnownMembers.TupleIndex(Name(member)) is { } index && index < tuple.Items.Count:
                Store.Set(id, tuple with { Items = tuple.Items.SetItem(index, value) });
                break;
        }
    }

    private void SetMember(Value holder, int id, Content content, ISymbol member, Value value, bool runsSetter)
    {
        if (runsSetter && Accessed(member, property => property.SetMethod) is IPropertySymbol { SetMethod: { } accessor } set)
        {
            if (Dispatch.Of(holder, content, set) is IPropertySymbol known)
            {
                member = Accessed(known, property => property.SetMethod);
                if (member is IPropertySymbol property && interpreter.Source.Setter(property) is { } setter)
                {
                    interpreter.Invocations.RunSetter(setter, holder, property, value);
                    return;
                }
            }
            else
            {
                var reason = $"setting '{member.Name}' cannot be followed";
                interpreter.Invalidation.ForgetCall(accessor, holder, [value], reason);
                value = Value.Unknown(reason);
                content = (Content)Store.Find(id)!;
            }
        }

        if (content is ObjectContent made) Store.Set(id, made with { Fields = made.Fields.SetItem(Slot(member), value) });
        if (content is not PathContent path) return;
        Store.Set(id, path with { Fields = path.Fields.SetItem(Slot(member), value) });
        foreach (var (other, same) in interpreter.Objects.MayBeSame(id, path))
        {
            if (same.Fields.ContainsKey(Slot(member)))
                Store.Set(other, same with { Fields = same.Fields.SetItem(Slot(member), Value.Unknown($"'{same.Path}' and '{path.Path}' may be one object")) });
        }
    }

    /// <summary>An override need not have all accessors: the property that has one.</summary>
    private static ISymbol Accessed(ISymbol member, Func<IPropertySymbol, IMethodSymbol?> accessor)
    {
        while (member is IPropertySymbol { OverriddenProperty: { } overridden } property && accessor(property) is null) member = overridden;
        return member;
    }

    /// <summary>What keeps a member's value: the property for the field behind it, the definition for a generic class.</summary>
    public static ISymbol Slot(ISymbol member)
        => member is IFieldSymbol { AssociatedSymbol: { } property } ? property.OriginalDefinition : member.OriginalDefinition;

    private static string Name(ISymbol member) => member is IFieldSymbol { CorrespondingTupleField: { } plain } ? plain.Name : member.Name;
}
