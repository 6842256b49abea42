using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>One place that holds a module: its registration, and whatever the holder's code reaches it by.</summary>
/// <param name="Obstacle">Why it cannot hold two layers, or <see langword="null"/>.</param>
/// <param name="Put">Puts a module there; the one it held undoes it.</param>
internal sealed record ModuleSlot(string? Obstacle, Action<nn.Module> Put)
{
    /// <param name="holder">The module that holds another.</param>
    /// <param name="child">The name it is registered by.</param>
    /// <param name="module">The module that is held.</param>
    [RequiresUnreferencedCode("Finds the fields of the holder by reflection.")]
    public static ModuleSlot Of(nn.Module holder, string child, nn.Module module)
    {
        var places = HeldPlace.In(holder, module);
        var obstacle = places.Count == 0 ? $"no field of {holder.GetType().Name} holds it, so that its code may reach it by another way"
            : places.Any(place => !place.Type.IsAssignableFrom(typeof(FactorPair)))
                ? "no field of a type that can hold two layers: declare it as Module<Tensor, Tensor>" : null;
        Action<nn.Module> put = other =>
        {
            foreach (var place in places) place.Put(other);
        };

        // A Sequential registers nothing: its list is what it holds.
        return holder is Sequential ? new ModuleSlot(obstacle, put) : Registered(holder, child, obstacle, put);
    }

    /// <summary>A place of a holder that registers what it holds.</summary>
    /// <param name="holder">The module that holds another.</param>
    /// <param name="child">The name it is registered by.</param>
    /// <param name="obstacle">Why it cannot hold two layers, or <see langword="null"/>.</param>
    /// <param name="put">Puts a module where the holder's code reaches it.</param>
    public static ModuleSlot Registered(nn.Module holder, string child, string? obstacle, Action<nn.Module> put) => new(obstacle, other =>
    {
        put(other);
        Register(holder, child, other);
    });

    /// <remarks>All are registered again, so that the replacement has the old one's place: the order of layers is the order of registration.</remarks>
    private static void Register(nn.Module holder, string child, nn.Module other)
    {
        var children = holder.named_children().ToList();
        foreach (var (name, _) in children) holder.register_module(name, null!); // removes the registration
        foreach (var (name, module) in children) holder.register_module(name, name == child ? other : module);
    }
}
