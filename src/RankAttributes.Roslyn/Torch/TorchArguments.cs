using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Torch;

/// <summary>The arguments of a factory by parameter name, whichever name a version of TorchSharp has for it.</summary>
internal sealed class TorchArguments
{
    private readonly Interpreter interpreter;
    private readonly Dictionary<string, Value> values = new(StringComparer.Ordinal);

    public TorchArguments(Interpreter interpreter, IReadOnlyDictionary<string, Value> given)
    {
        this.interpreter = interpreter;
        foreach (var pair in given) values[TorchCatalogue.Plain(pair.Key)] = interpreter.Facts.Resolve(pair.Value);
    }

    public IEnumerable<Value> All => values.Values;

    /// <summary>An argument; <see langword="null"/> where it is not given, or given as <see langword="null"/>.</summary>
    public Value? Find(string name) => values.TryGetValue(TorchCatalogue.Plain(name), out var value) && value is not NullValue ? value : null;

    public DimensionExpression Number(string name)
        => values.TryGetValue(TorchCatalogue.Plain(name), out var value) ? Numbers.NumberOf(value) : DimensionExpression.Unknown($"'{name}' is not given");

    public DimensionExpression Number(string name, long usual) => Find(name) is { } value ? Numbers.NumberOf(value) : DimensionExpression.Of(usual);

    /// <summary>The elements of a tuple, an array or a list; <see langword="null"/> for a single number or an argument that is not given.</summary>
    public IReadOnlyList<DimensionExpression>? Sizes(string name)
        => Find(name) is { } value and not NumberValue ? interpreter.Items(value)?.Select(Size).ToList() : null;

    /// <summary>One size for each axis: from a tuple or array, or the same number for all; <see langword="null"/> where one cannot be read.</summary>
    public IReadOnlyList<DimensionExpression>? Axes(string name, int axes, IReadOnlyList<DimensionExpression>? usual)
    {
        if (Find(name) is not { } value) return usual;
        var sizes = interpreter.Items(value) is { } items ? items.Select(Size).ToList() : Enumerable.Repeat(Numbers.NumberOf(value), axes).ToList();
        if (sizes.Count == 1) sizes = [.. Enumerable.Repeat(sizes[0], axes)];
        return sizes.Count == axes && sizes.All(size => size.UnknownReason is null) ? sizes : null;
    }

    private static DimensionExpression Size(Value item)
        => ListContent.IsSingle(item) ? Numbers.NumberOf(item) : DimensionExpression.Unknown("the number of sizes is not known");
}
