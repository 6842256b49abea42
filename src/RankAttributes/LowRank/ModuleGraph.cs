using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>Every module below a model, once, with the places that hold each.</summary>
internal sealed class ModuleGraph
{
    private readonly Dictionary<nn.Module, List<ModuleSlot>> slots = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Name, nn.Module Module)> modules = [];

    /// <param name="model">The model.</param>
    /// <param name="access">How the holders of a module are found.</param>
    public ModuleGraph(nn.Module model, ModuleAccess access)
    {
        Access = access;
        Visit(model, "");
    }

    /// <summary>How the holders of a module are found.</summary>
    public ModuleAccess Access { get; }

    /// <summary>Modules by the first name they are met under; the model itself has an empty one.</summary>
    public IReadOnlyList<(string Name, nn.Module Module)> Modules => modules;

    /// <summary>Where a module is held; empty for the model itself.</summary>
    public IReadOnlyList<ModuleSlot> SlotsOf(nn.Module module) => slots.GetValueOrDefault(module) ?? [];

    /// <summary>Whether a module is one of the two layers of a pair.</summary>
    public bool IsPartOfPair(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot >= 0 && modules.Exists(entry => entry.Name == name[..dot] && entry.Module is FactorPair);
    }

    private void Visit(nn.Module module, string name)
    {
        modules.Add((name, module));
        foreach (var (childName, child) in module.named_children().ToList())
        {
            var full = name.Length == 0 ? childName : $"{name}.{childName}";
            if (!slots.TryGetValue(child, out var places))
            {
                slots[child] = places = [];
                Visit(child, full);
            }

            places.Add(Access.SlotOf(module, childName, child));
        }
    }
}
