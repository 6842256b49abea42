using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>The functions that a module calls before and after its forward pass; TorchSharp keeps them out of sight.</summary>
internal static class ForwardHooks
{
    private static readonly string[] Names = ["pre_hooks", "post_hooks", "module_pre_hooks", "module_post_hooks"];

    /// <summary>How many a module has.</summary>
    [RequiresUnreferencedCode("Reads fields of TorchSharp's modules by reflection.")]
    public static int Count(nn.Module module) => Names.Sum(name => Of(module, name)?.Count ?? 0);

    /// <summary>Gives a module the hooks of another, which keeps them.</summary>
    [RequiresUnreferencedCode("Reads fields of TorchSharp's modules by reflection.")]
    public static void Copy(nn.Module from, nn.Module to)
    {
        foreach (var name in Names)
        {
            if (Of(from, name) is not { } hooks || Of(to, name) is not { } target) continue;
            foreach (DictionaryEntry hook in hooks) target[hook.Key] = hook.Value;
        }
    }

    [RequiresUnreferencedCode("Reads fields of TorchSharp's modules by reflection.")]
    private static IDictionary? Of(nn.Module module, string name)
    {
        for (var type = module.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is { } field)
                return field.GetValue(module) as IDictionary;
        }

        return null;
    }
}
