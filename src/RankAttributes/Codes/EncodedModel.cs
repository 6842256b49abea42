using RankAttributes.Bounds.Codes;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>A network written down as integers: one function, and a statement without randomness.</summary>
public sealed class EncodedModel : NetworkDescription
{
    internal EncodedModel(IReadOnlyList<CodedParameter> coded, IReadOnlyList<int[]> symbols, IReadOnlyList<UnitGroup> groups, CodeOptions options)
        : base(coded, options.Architecture, options.HasScales)
    {
        (Symbols, Groups) = (symbols, groups);
        SymmetryBits = CanonicalOrder.Apply(symbols, coded, groups);
    }

    /// <inheritdoc/>
    public override CodeMethod Method => CodeMethod.Integers;

    /// <summary>K: header and tensors, without the orders and signs that make no difference. At least 0.</summary>
    public override double Bits => Math.Max(0, HeaderBits + Symbols.Sum(symbols => IntegerCode.Length(symbols)) - SymmetryBits);

    /// <summary>Bits saved because other orders of hidden units and other signs decode to the same network.</summary>
    public double SymmetryBits { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<DescribedTensor> Table =>
        [.. Coded.Zip(
            Symbols, (parameter, symbols) =>
                new DescribedTensor(parameter.Name, symbols.Length, symbols.Count(symbol => symbol != 0), IntegerCode.Length(symbols)))];

    /// <summary>
    /// The bits of each component of two matrices with nothing between them, such as the two layers that <c>Factorize</c> puts in the place of one: each
    /// integer at its price, so that
    /// a pair's components have the bits of its two parameters together.
    /// </summary>
    public IReadOnlyList<DescribedComponent> Components => [.. Groups.Where(group => group.IsSign).SelectMany(ComponentsOf)];

    internal IReadOnlyList<int[]> Symbols { get; }

    internal IReadOnlyList<UnitGroup> Groups { get; }

    /// <summary>Rounds a model's weights as they are. A model that was trained without <see cref="CodeTraining"/> usually loses much by it.</summary>
    /// <param name="model">The model; it is not changed.</param>
    /// <param name="options">The facts that the code needs about it.</param>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity.</exception>
    public static EncodedModel Of(nn.Module<Tensor, Tensor> model, CodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        using var flat = new FlatParameters(model, options.HasScales);
        using var rate = new IntegerRate(flat);
        return new EncodedModel(flat.Coded, rate.Integers(), UnitGroups.Of(model, flat, options), options);
    }

    /// <summary>The integers of a parameter, row-major.</summary>
    /// <param name="name">Its registered name.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public IReadOnlyList<int> Integers(string name)
    {
        for (var index = 0; index < Coded.Count; index++)
        {
            if (Coded[index].Name == name) return Symbols[index];
        }

        throw new KeyNotFoundException($"The code has no parameter '{name}'; it has {string.Join(", ", Coded.Select(parameter => parameter.Name))}.");
    }

    /// <inheritdoc/>
    public override double ErrorBound(long errors, long samples, double delta) => CodeBound.Tail(errors, samples, Bits, delta);

    /// <inheritdoc/>
    public override byte[] ToBytes() => EncodedFile.Write(this);

    /// <summary>The same network with other integers in one tensor, in canonical order again.</summary>
    internal EncodedModel With(IReadOnlyList<int[]> symbols)
        => new(Coded, symbols, Groups, new CodeOptions { Architecture = Architecture, HasScales = HasScales });

    private IEnumerable<DescribedComponent> ComponentsOf(UnitGroup group)
    {
        var bits = new double[group.Count];
        foreach (var axis in new[] { group.Axes[0], group.Axes[^1] })
        {
            var (symbols, counts) = (Symbols[axis.Tensor], SymbolCounts.Of(Symbols[axis.Tensor]));
            var price = symbols.Distinct().Select(Math.Abs).Distinct().ToDictionary(magnitude => magnitude, counts.PriceOf);
            var scale = counts.Length / symbols.Sum(symbol => price[Math.Abs(symbol)]);
            for (var unit = 0; unit < group.Count; unit++)
                bits[unit] += scale * UnitEdit.Places(Coded[axis.Tensor], axis, group.Count, unit).Sum(place => price[Math.Abs(symbols[place])]);
        }

        return bits.Select((value, unit) => new DescribedComponent(Coded[group.Axes[0].Tensor].Name, Coded[group.Axes[^1].Tensor].Name, unit, value));
    }

    private protected override float[] Values(int index) => [.. Symbols[index].Select(symbol => (float)(symbol * Coded[index].Step))];
}
