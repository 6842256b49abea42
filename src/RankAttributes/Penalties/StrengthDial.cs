using RankAttributes.Declarations;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>Overrides the declared strengths while a model is trained: one λ for the class, and a factor for single weights.</summary>
internal sealed class StrengthDial
{
    private const string StrengthName = "strength", FactorName = "factor:";

    private readonly Dictionary<string, (double Factor, double FirstRank, int Updates)> factors = new(StringComparer.Ordinal);

    /// <summary>λ in place of the one that the class declares, or <see langword="null"/>.</summary>
    public double? Strength { get; set => field = value is { } given ? DeclaredValue.Strength.Require(given, nameof(Strength)) : null; }

    /// <summary>The factor of a weight's strength; 1 if none was set.</summary>
    public double FactorOf(string weight) => factors.TryGetValue(weight, out var set) ? set.Factor : 1;

    /// <summary>The rank that a weight had at first, and how often its factor was set; <see langword="null"/> where it never was.</summary>
    public (double FirstRank, int Updates)? HistoryOf(string weight) => factors.TryGetValue(weight, out var set) ? (set.FirstRank, set.Updates) : null;

    /// <summary>Multiplies a weight's strength, in place of the last factor.</summary>
    public void SetFactor(string weight, double factor, double firstRank, int updates) => factors[weight] = (factor, firstRank, updates);

    /// <summary>The weights with the strengths that hold now.</summary>
    /// <param name="weights">The weights as declared.</param>
    /// <param name="declared">The λ that the class declares; a weight that declares another keeps its ratio to it.</param>
    /// <exception cref="InvalidOperationException">The class declares 0, to which nothing has a ratio.</exception>
    public IReadOnlyList<RegularizedWeight> Apply(IReadOnlyList<RegularizedWeight> weights, double? declared)
    {
        if ((Strength is null && factors.Count == 0) || weights.Count == 0) return weights;
        var own = declared ?? weights[0].Strength;
        if (Strength is not null && own == 0)
            throw new InvalidOperationException("The model declares Strength = 0, so no other strength can be set: declare one above 0.");
        return [.. weights.Select(weight => weight with { Settings = weight.Settings with { Strength = Of(weight) } })];

        double Of(RegularizedWeight weight)
        {
            var strength = Strength is not { } given ? weight.Strength : weight.Strength == own ? given : weight.Strength / own * given;
            return strength * FactorOf(weight.Name);
        }
    }

    /// <summary>The tensors that a checkpoint stores, each under its own name.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Tensors()
    {
        if (Strength is { } given) yield return (StrengthName, tensor(new[] { given }));
        foreach (var (weight, set) in factors) yield return (FactorName + weight, tensor(new[] { set.Factor, set.FirstRank, set.Updates }));
    }

    /// <summary>Reads what <see cref="Tensors"/> wrote, and returns the names of what it took up.</summary>
    public IReadOnlyList<string> Read(IEnumerable<(string Name, Tensor Tensor)> stored)
    {
        var own = stored.Where(entry => entry.Name == StrengthName || entry.Name.StartsWith(FactorName, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Name, entry => entry.Tensor.cpu().data<double>().ToArray());
        Strength = own.Remove(StrengthName, out var given) ? given[0] : null;
        factors.Clear();
        foreach (var (name, set) in own) factors[name[FactorName.Length..]] = (set[0], set[1], (int)set[2]);
        return [StrengthName, .. own.Keys];
    }
}
