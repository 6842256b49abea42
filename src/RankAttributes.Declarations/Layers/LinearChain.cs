namespace RankAttributes.Declarations;

/// <summary>
/// Two or more linear layers that the class's <c>forward</c> applies one after another: the output of each goes to the next, to nothing
/// else, with nothing between.
/// </summary>
/// <remarks>
/// What is claimed: as far as the class's own <c>forward</c> goes, the weights A_1 … A_d of the chain act only through their product
/// A_d ⋯ A_1; each layer is applied once, and its weight is used in no other way. Biases may be there: with them the chain is the affine map
/// x ↦ A_d ⋯ A_1 x + v, whose offset v depends on the weights of all layers behind the first bias. The minimum of Σ‖A_i‖_F² over all
/// factorizations of a product A is d·‖A‖_{S2/d}^{2/d} (balanced factorization), where every inner width is at least the rank of A.
/// Not claimed: that no other method of the class, and nobody outside of it, uses a layer by itself, nor what a derived class's
/// <c>forward</c> does.
/// </remarks>
/// <param name="Layers">The layers by the names of their declarations, from the input to the output.</param>
internal sealed record LinearChain(EquatableArray<string> Layers)
{
    /// <summary>The Schatten index 2/d of the product that weight decay on the factors is.</summary>
    public double Index => 2.0 / Layers.Count;

    /// <summary>Whether the declared penalty of a chain's product is what the Frobenius norms of its factors are: p = 2/d and one λ for all.</summary>
    public bool IsBalanced(ModelDeclaration model)
    {
        var layers = model.Layers.Where(layer => !layer.IsIgnored && Layers.Contains(layer.Name)).ToList();
        return layers.Count == Layers.Count && layers.All(layer =>
            Math.Abs(layer.Settings.P - Index) < 1e-9 && layer.Settings.Strength.Equals(layers[0].Settings.Strength));
    }
}
