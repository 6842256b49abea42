using System.Runtime.CompilerServices;
using RankAttributes.Metadata;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>The places that are known without reflection: those of generated code, and those of TorchSharp's containers.</summary>
internal static class DeclaredPlaces
{
    /// <param name="holder">The module that holds another.</param>
    /// <param name="child">The name it is registered by.</param>
    /// <param name="module">The module that is held.</param>
    public static ModuleSlot SlotOf(nn.Module holder, string child, nn.Module module) => holder switch
    {
        // A Sequential registers nothing: its list is what it holds.
        Sequential sequence => new ModuleSlot(null, other => Replace(Items(sequence), Held(sequence, child), (nn.IModule<Tensor, Tensor>)other)),
        ModuleList<nn.Module<Tensor, Tensor>> list => ModuleSlot.Registered(
            holder, child, null, other => Replace(list, Held(list, child), (nn.Module<Tensor, Tensor>)other)),
        ModuleDict<nn.Module<Tensor, Tensor>> entries => ModuleSlot.Registered(
            holder, child, null, other => entries[child] = (nn.Module<Tensor, Tensor>)other),
        IRankRegularized model => OfGenerated(model, holder, child, module),
        _ => new ModuleSlot($"{holder.GetType().Name} holds it, a class without generated code: annotate it with [SchattenRegularize]", static _ => { }),
    };

    private static ModuleSlot OfGenerated(IRankRegularized model, nn.Module holder, string child, nn.Module module)
    {
        var places = new MemberPlaces();
        model.CollectPlaces(places);
        var held = places.All.Where(place => ReferenceEquals(place.Held, module)).ToList();
        var obstacle = places.Unseen is { } list ? $"'{list}' of {holder.GetType().Name} may hold it too, a list that generated code does not open"
            : held.Count == 0 ? $"no member of {holder.GetType().Name} holds it, so that its code may reach it by another way"
            : held.Exists(place => place.Put is null)
                ? "no member that can hold two layers: declare it as Module<Tensor, Tensor>, in a class that is not generic" : null;
        return ModuleSlot.Registered(holder, child, obstacle, other =>
        {
            foreach (var place in held) place.Put!(other);
        });
    }

    /// <summary>The place of a child that is registered by its number, or by a name that was given.</summary>
    private static int Held(nn.Module holder, string child) => holder.named_children().ToList().FindIndex(entry => entry.name == child);

    private static void Replace<T>(IList<T> list, int index, T other) => list[index] = other;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_modules")]
    private static extern ref List<nn.IModule<Tensor, Tensor>> Items(Sequential sequence);
}
