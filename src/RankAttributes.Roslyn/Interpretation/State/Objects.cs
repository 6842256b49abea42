using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Makes objects, and finds those that are there before the constructor runs: parameters and static members.</summary>
internal sealed class Objects(Interpreter interpreter)
{
    private const string OfEach = "each closed type of a generic class has a static member of its own";

    private readonly Dictionary<string, ReferenceValue> paths = new(StringComparer.Ordinal);
    private readonly Dictionary<ISymbol, Value> statics = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> opening = new(SymbolEqualityComparer.Default);

    private Store Store => interpreter.Store;

    public ReferenceValue List(ListKind kind, IEnumerable<Value> items)
        => Store.AddObject(new ListContent(kind, [.. kind == ListKind.Array ? items.Select(interpreter.Structures.Copy) : items]));

    public ReferenceValue Tuple(params Value[] items) => List(ListKind.Tuple, items);

    /// <summary>What a parameter, or a member or element of one, is by its type.</summary>
    public Value OfType(ITypeSymbol type, string path)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        if (Numbers.IsInteger(type) || type.SpecialType == SpecialType.System_Boolean) return new NumberValue(interpreter.Symbol(path));
        if (Numbers.IsReal(type) || type.SpecialType is SpecialType.System_String or SpecialType.System_Object || type.TypeKind is TypeKind.Enum
            or TypeKind.Delegate or TypeKind.TypeParameter
            || type is INamedTypeSymbol named && (Torch.TorchSymbols.IsModule(named) || Torch.TorchSymbols.IsInTorchSharp(named)))
        {
            return new PathValue(path);
        }

        if (!paths.TryGetValue(path, out var known)) paths[path] = known = Store.Give(new PathContent(path, type, ObjectContent.NoFields));
        return known;
    }

    /// <summary>The objects that were passed in, as far as something of them was set.</summary>
    public IEnumerable<(int Id, PathContent Content)> PassedIn
    {
        get
        {
            interpreter.Budget.Compare(paths.Count);
            foreach (var path in paths.Values)
            {
                if (Store.Find(path.Id) is PathContent { Type.IsValueType: false, Fields.IsEmpty: false } content) yield return (path.Id, content);
            }
        }
    }

    /// <summary>The others of them, each of which may be the same object.</summary>
    public IReadOnlyList<(int Id, PathContent Content)> MayBeSame(int id, PathContent path)
        => path.Type.IsValueType ? [] : [.. PassedIn.Where(other => other.Id != id && Types.MayBe(other.Content, path.Type))];

    /// <summary>The static members that have a value by now.</summary>
    public IReadOnlyDictionary<ISymbol, Value> Statics => statics;

    /// <summary>The value of a static member that is set once and for all.</summary>
    public Value Static(ISymbol member)
    {
        // Each closed generic class has static members of its own. The code of the class is read once for all of them.
        var slot = member.ContainingType is { IsGenericType: true } ? member : member.OriginalDefinition;
        if (statics.TryGetValue(slot, out var known) || statics.TryGetValue(member.OriginalDefinition, out known)) return known;
        if (member is { IsVirtual: true } or { IsAbstract: true }) return interpreter.Doubt($"'{member.Name}' is that of a type which is not known");
        if (member is IPropertySymbol property && interpreter.Source.Getter(property) is { } getter)
            return interpreter.Invocations.Run(getter, null, property.Name);
        if (interpreter.Source.StaticValue(member) is not { } initializer) return interpreter.Doubt($"'{member.Name}' is not a constant");
        if (!opening.Add(slot)) return interpreter.Doubt($"'{member.Name}' is computed from itself");
        var thrown = interpreter.Thrown.Count;
        var (value, changed) = Store.AtFirst(() => interpreter.Invocations.Run(initializer, null, member.Name));
        opening.Remove(slot);
        var failed = interpreter.Source.TypeNamed("System.TypeInitializationException");
        interpreter.Thrown.Pass(interpreter.Thrown.Take(thrown).Select(exception => new ThrownException(failed, interpreter.Facts.Count, Store.Save())));
        if (value is NeverValue) return value;
        foreach (var id in changed) interpreter.Invalidation.Forget(new ReferenceValue(id), "it is changed when a class is first used");
        if (value is ReferenceValue && IsOpen(member.ContainingType)) value = interpreter.Doubt(OfEach);
        return statics[slot] = value;
    }

    /// <summary>What a static member holds that keeps a value, without running anything that is seen outside of it.</summary>
    public Value? Shared(ISymbol member)
        => statics.ContainsKey(member.OriginalDefinition) || interpreter.Source.StaticValue(member) is not null ? Static(member) : null;

    public void SetStatic(ISymbol member, Value value)
    {
        if (member.ContainingType is not { IsGenericType: true } type) statics[member.OriginalDefinition] = Set();
        else if (!IsOpen(type)) statics[member] = Set();
        else foreach (var slot in statics.Keys.Append(member).Where(IsSame).Append(member.OriginalDefinition).ToList()) statics[slot] = Value.Unknown(OfEach);

        Value Set() => interpreter.Facts.Count == 0 ? value : Value.Unknown("a static member is set under a condition");

        bool IsSame(ISymbol other) => SymbolEqualityComparer.Default.Equals(other.OriginalDefinition, member.OriginalDefinition);
    }

    private static bool IsOpen(INamedTypeSymbol type)
        => type.TypeArguments.Any(argument => argument.TypeKind == TypeKind.TypeParameter || argument is INamedTypeSymbol inner && IsOpen(inner))
            || type.ContainingType is { } outer && IsOpen(outer);

    /// <summary>After code that may set any static member.</summary>
    public void ForgetStatics(string reason)
    {
        foreach (var member in statics.Keys.ToList())
        {
            if (!Havoc.IsFixed(member)) statics[member] = Value.Unknown(reason);
            else interpreter.Invalidation.ForgetMembers(statics[member], reason);
        }
    }

    /// <summary>A value as another reading can use it: objects with all they hold, without this reading's store.</summary>
    public Value Export(Value value) => Export(value, []);

    /// <summary>A value of another reading as an object of this one.</summary>
    public Value Import(Value value)
    {
        if (value is ConditionalValue choice) return ConditionalValue.Of(choice.Condition, Import(choice.Then), Import(choice.Else));
        if (value is not ListValue list) return value;
        if (list.Type is not { } type) return List(list.Kind, list.Items.Select(Import));
        var fields = ObjectContent.NoFields;
        foreach (var pair in list.Members)
        {
            if (Member(type, pair.Key) is { } member) fields = fields.SetItem(Members.Slot(member), Import(pair.Value));
        }

        return Store.AddObject(new ObjectContent(type, fields) { Rest = list.Items.Count > 0 ? "it is not known where the object is made" : null });
    }

    private Value Export(Value value, HashSet<int> open)
    {
        value = interpreter.Facts.Resolve(value);
        if (value is ConditionalValue choice) return ConditionalValue.Of(choice.Condition, Export(choice.Then, open), Export(choice.Else, open));
        if (value is not ReferenceValue { Id: var id }) return value is FunctionValue ? Value.Unknown("a function is handed on") : value;
        if (!open.Add(id) || open.Count > 1_000) return Value.Unknown("it holds itself");
        var exported = Store.Find(id) switch
        {
            ListContent { IsCertain: true } list
                => new ListValue([.. list.Items.Select(item => Export(item, open))]) { Kind = list.Kind },
            ObjectContent made => new ListValue(made.Rest is null ? [] : [Value.Unknown(made.Rest)])
            {
                Type = made.Type,
                Members = made.Fields.Where(pair => pair.Key is not IParameterSymbol).GroupBy(pair => pair.Key.Name).ToDictionary(group => group.Key,
                    group => Export(group.First().Value, open)),
            },
            PathContent path => new PathValue(path.Path),
            _ => Value.Unknown("it is handed on as an object that is not followed"),
        };
        open.Remove(id);
        return exported;
    }

    private static ISymbol? Member(INamedTypeSymbol type, string name)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers(name))
            {
                if (member is IFieldSymbol or IPropertySymbol) return member;
            }
        }

        return null;
    }
}
