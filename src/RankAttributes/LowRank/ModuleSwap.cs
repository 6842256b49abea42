using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>Modules that take the place of others wherever those are held: all of them, or, if anything fails, none. It can be undone and done again.</summary>
internal sealed class ModuleSwap
{
    private readonly IReadOnlyList<(ModuleSlot Slot, nn.Module Old, nn.Module New)> changes;

    /// <param name="graph">The model before the first change.</param>
    /// <param name="pairs">Modules of the graph and what is put in their place.</param>
    public ModuleSwap(ModuleGraph graph, IEnumerable<(nn.Module Old, nn.Module New)> pairs)
        => changes = [.. pairs.SelectMany(pair => graph.SlotsOf(pair.Old).Select(slot => (slot, pair.Old, pair.New)))];

    /// <summary>Puts the new modules in the places of the old ones.</summary>
    public void Put()
    {
        var done = new Stack<(ModuleSlot Slot, nn.Module Old)>();
        try
        {
            foreach (var (slot, old, other) in changes)
            {
                done.Push((slot, old));
                slot.Put(other);
            }
        }
        catch
        {
            while (done.TryPop(out var change)) change.Slot.Put(change.Old);
            throw;
        }
    }

    /// <summary>Puts the old modules back.</summary>
    public void Undo()
    {
        foreach (var (slot, old, _) in changes.Reverse()) slot.Put(old);
    }

    /// <summary>Gives the new modules the modes of the old ones.</summary>
    public void CopyModes()
    {
        foreach (var (_, old, other) in changes) other.train(old.training);
    }
}
