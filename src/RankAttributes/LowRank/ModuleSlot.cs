using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>Where a module holds another: a field, with its registration, or a place of a list.</summary>
internal static class ModuleSlot
{
    /// <summary>Puts a module in the place of another; says whether there was a place that can hold it.</summary>
    [RequiresUnreferencedCode("Finds the fields of the holder by reflection.")]
    public static bool Replace(nn.Module holder, string name, nn.Module old, nn.Module replacement)
    {
        var held = holder switch
        {
            ModuleList<nn.Module<Tensor, Tensor>> list => InList(list, old, (nn.Module<Tensor, Tensor>)replacement),
            ModuleList<nn.Module> list => InList(list, old, replacement),
            _ => InFields(holder, old, replacement),
        };
        if (!held) return false;

        // Registered anew, all of them, so that the replacement stands where the old one stood: the order of layers is the order of registration.
        var children = holder.named_children().ToList();
        foreach (var child in children) holder.register_module(child.name, null!); // removes the registration
        foreach (var child in children) holder.register_module(child.name, child.name == name ? replacement : child.module);
        return true;
    }

    private static bool InList<T>(ModuleList<T> list, nn.Module old, T replacement)
        where T : nn.Module
    {
        for (var index = 0; index < list.Count; index++)
        {
            if (ReferenceEquals(list[index], old)) list[index] = replacement;
        }

        return true;
    }

    [RequiresUnreferencedCode("Finds the fields of the holder by reflection.")]
    private static bool InFields(nn.Module holder, nn.Module old, nn.Module replacement)
    {
        var fields = Fields(holder.GetType()).Where(field => ReferenceEquals(field.GetValue(holder), old)).ToList();
        if (fields.Count == 0 || fields.Exists(field => !field.FieldType.IsInstanceOfType(replacement))) return false;
        foreach (var field in fields) field.SetValue(holder, replacement);
        return true;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Announced by the callers.")]
    private static IEnumerable<FieldInfo> Fields(Type? type)
    {
        for (; type is not null && type != typeof(nn.Module); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                yield return field;
        }
    }
}
