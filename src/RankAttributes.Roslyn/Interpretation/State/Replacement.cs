using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Puts a value in the place of another, in all that hold it: a tensor that changes its shape does so under all its names.</summary>
internal static class Replacement
{
    /// <summary>The content with the value replaced; itself where it does not hold it.</summary>
    public static Content Of(Content content, Value old, Value other)
    {
        return content switch
        {
            Value value => Changed(value),
            ListContent list when list.Items.Any(Holds) => list with { Items = list.Items.ConvertAll(Changed) },
            DictionaryContent dictionary when dictionary.Entries.Any(entry => Holds(entry.Value))
                => dictionary with { Entries = dictionary.Entries.ConvertAll(entry => new KeyValuePair<Value, Value>(entry.Key, Changed(entry.Value))) },
            ContainerContent container when (container.Frozen ?? []).Concat(container.Children).Any(child => Holds(child.Value))
                => container with { Children = All(container.Children), Frozen = container.Frozen is { } frozen ? All(frozen) : null },
            ObjectContent made when made.Fields.Values.Any(Holds) || made.Registered.Concat(made.Steps ?? []).Any(one => Holds(one.Value)) => made with
            {
                Fields = Members(made.Fields),
                Registered = All(made.Registered),
                Steps = made.Steps is { } steps ? All(steps) : null,
            },
            LayerContent layer => layer with
            {
                Weights = layer.Weights.SetItems(layer.Made.Where(pair => ReferenceEquals(pair.Value, old) && !layer.Weights.ContainsKey(pair.Key))
                    .Select(pair => new KeyValuePair<string, Value>(pair.Key, other)).Concat(layer.Weights.Where(pair => Holds(pair.Value))
                        .Select(pair => new KeyValuePair<string, Value>(pair.Key, Changed(pair.Value))))),
            },
            PathContent path when path.Fields.Values.Any(Holds) => path with { Fields = Members(path.Fields) },
            _ => content,
        };

        bool Holds(Value value) => !ReferenceEquals(Changed(value), value);

        Value Changed(Value value) => Of(value, old, other);

        ImmutableList<Registration> All(ImmutableList<Registration> registered) => registered.ConvertAll(one => one with { Value = Changed(one.Value) });

        ImmutableDictionary<ISymbol, Value> Members(ImmutableDictionary<ISymbol, Value> fields)
            => fields.SetItems(fields.Where(pair => Holds(pair.Value)).Select(pair => new KeyValuePair<ISymbol, Value>(pair.Key, Changed(pair.Value))));
    }

    private static Value Of(Value value, Value old, Value other) => value switch
    {
        _ when ReferenceEquals(value, old) => other,
        ConditionalValue choice when (Of(choice.Then, old, other), Of(choice.Else, old, other)) is var (then, otherwise)
            && !(ReferenceEquals(then, choice.Then) && ReferenceEquals(otherwise, choice.Else)) => ConditionalValue.Of(choice.Condition, then, otherwise),
        RepeatedValue repeated when Of(repeated.Once, old, other) is var once && !ReferenceEquals(once, repeated.Once) => repeated with { Once = once },
        _ => value,
    };
}
