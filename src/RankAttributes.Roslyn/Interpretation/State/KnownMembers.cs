using System.Globalization;
using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Properties of the framework's and TorchSharp's own types.</summary>
internal static class KnownMembers
{
    public static Value? Of(Interpreter interpreter, Content content, string name) => (content, name) switch
    {
        (ListContent list, "Length" or "Count" or "LongLength") => Elements.CountOf(list.Items),
        (ListContent { Kind: ListKind.Array }, "Rank") => Value.Number(1),
        (ListContent { Kind: ListKind.Tuple, Items: { Count: 2 } pair }, "Key") => pair[0],
        (ListContent { Kind: ListKind.Tuple, Items: { Count: 2 } pair }, "Value") => pair[1],
        (ListContent { Kind: ListKind.Tuple } tuple, _) when TupleIndex(name) is { } index && index < tuple.Items.Count
            => interpreter.Facts.Resolve(tuple.Items[index]),
        (ContainerContent container, "Count") => Elements.CountOf([.. container.Children.Select(child => child.Value)]),
        (DictionaryContent { Rest: null } dictionary, "Count") => Value.Number(dictionary.Entries.Count),
        (DictionaryContent { Rest: { } reason }, _) => Value.Unknown(reason),
        _ => null,
    };

    /// <summary>The keys or values of a dictionary, which change as it does.</summary>
    public static QueryValue? Live(Interpreter interpreter, Value holder, string name)
    {
        if (name is not ("Keys" or "Values") || interpreter.Store.Find(holder) is not (DictionaryContent { Rest: null } or ContainerContent)) return null;
        return new QueryValue(
            () => interpreter.Store.Find(holder) switch
            {
                DictionaryContent { Rest: null } dictionary => [.. dictionary.Entries.Select(entry => name == "Keys" ? entry.Key : entry.Value)],
                ContainerContent container => [.. container.Children.Select(child => name == "Keys" ? new TextValue(child.Name) : child.Value)],
                _ => [Value.Rest("a dictionary that is not known")],
            },
            []);
    }

    public static Value? Of(Interpreter interpreter, Value value, ISymbol member)
    {
        if (member.ContainingType?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return member.Name != "Value" ? IsGiven(value) : value is NullValue ? interpreter.Doubt("a value that is not given is read") : value;
        return (value, member.Name) switch
        {
            (QueryValue query, "Count") => Elements.CountOf(query.Items()),
            (TextValue text, "Length") => Value.Number(text.Text.Length),
            (PathValue path, "Length") => new NumberValue(interpreter.Symbol(path.Path + ".Length")),
            (PathValue path, _) when member is IFieldSymbol or IPropertySymbol
                => interpreter.Objects.OfType(member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type, $"{path.Path}.{member.Name}"),
            (LayerValue { Id: >= 0 } layer, _) when interpreter.Store.Find(layer.Id) is LayerContent replaced
                && replaced.Weights.TryGetValue(member.Name, out var weight) => weight,
            (LayerValue layer, _) when layer.Properties.TryGetValue(member.Name, out var size) => new NumberValue(size),
            (LayerValue layer, _) when layer.Tensors.TryGetValue(member.Name, out var tensor) => tensor,
            (ParameterValue tensor, "shape") => interpreter.Objects.List(ListKind.Array, tensor.Shape.Select(size => (Value)new NumberValue(size))),
            (ParameterValue tensor, "ndim") => Value.Number(tensor.Shape.Count),
            (ParameterValue tensor, "data") => tensor,
            (ReferenceValue whole, "Span") when Views.IsView(member.ContainingType) => whole,
            _ => null,
        };
    }

    public static int? TupleIndex(string name)
        => name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(name.Substring(4), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index > 0 ? index - 1 : null;

    /// <summary>Whether a value is there, as a truth value.</summary>
    public static Value IsGiven(Value value) => value switch
    {
        NullValue => Value.Truth(false),
        NumberValue { Expression.Value: null } or PathValue or UnknownValue => Value.Unknown("whether a value is given is not known"),
        ConditionalValue choice
            => new NumberValue(Numbers.Either(choice.Condition, Numbers.NumberOf(IsGiven(choice.Then)), Numbers.NumberOf(IsGiven(choice.Else)))),
        _ => Value.Truth(true),
    };
}
