using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>How modules are reached that others hold.</summary>
/// <param name="SlotOf">The place of a holder that holds a module under a registered name.</param>
/// <param name="CopyHooks">Gives a module the hooks of another.</param>
/// <param name="CountHooks">How many hooks a module has.</param>
internal sealed record ModuleAccess(
    Func<nn.Module, string, nn.Module, ModuleSlot> SlotOf, Action<nn.Module, nn.Module> CopyHooks, Func<nn.Module, int> CountHooks)
{
    /// <summary>Whatever class the holder is of: its fields are found by reflection.</summary>
    public static ModuleAccess ByReflection
    {
        [RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
        get => new(ModuleSlot.Of, ForwardHooks.Copy, ForwardHooks.Count);
    }

    /// <summary>Through generated code, and TorchSharp's containers. Hooks are out of its reach.</summary>
    public static ModuleAccess Declared { get; } = new(DeclaredPlaces.SlotOf, static (_, _) => { }, static _ => 0);
}
