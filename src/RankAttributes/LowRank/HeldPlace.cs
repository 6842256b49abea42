using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>A field of a module, or an entry of a list, an array or a dictionary in one, that holds another module.</summary>
/// <param name="Type">The type of value the place may hold.</param>
/// <param name="Put">Puts a module there.</param>
internal sealed record HeldPlace(Type Type, Action<nn.Module> Put)
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Every place of a holder that holds the module.</summary>
    [RequiresUnreferencedCode("Finds the fields of the holder by reflection.")]
    public static IReadOnlyList<HeldPlace> In(nn.Module holder, nn.Module module)
    {
        var places = new List<HeldPlace>();
        for (var type = holder.GetType(); type is not null && type != typeof(nn.Module); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Own).Where(field => !field.FieldType.IsValueType))
            {
                var value = field.GetValue(holder);
                if (ReferenceEquals(value, module)) places.Add(new HeldPlace(field.FieldType, other => field.SetValue(holder, other)));
                else if (value is IDictionary entries) AddEntries(places, entries, module);
                else if (value is IList list) AddItems(places, list, module);
            }
        }

        return places;
    }

    private static void AddEntries(List<HeldPlace> places, IDictionary entries, nn.Module module)
    {
        foreach (DictionaryEntry entry in entries)
        {
            var key = entry.Key;
            if (ReferenceEquals(entry.Value, module)) places.Add(new HeldPlace(Argument(entries), other => entries[key] = other));
        }
    }

    /// <summary>Items of a list or an array, or pairs whose second is the module.</summary>
    private static void AddItems(List<HeldPlace> places, IList list, nn.Module module)
    {
        for (var index = 0; index < list.Count; index++)
        {
            var place = index;
            if (ReferenceEquals(list[place], module)) places.Add(new HeldPlace(Argument(list), other => list[place] = other));
            else if (list[place] is ITuple { Length: 2 } pair && ReferenceEquals(pair[1], module))
            {
                var type = pair.GetType();
                places.Add(new HeldPlace(type.GetGenericArguments()[1], other => list[place] = Activator.CreateInstance(type, pair[0], other)));
            }
        }
    }

    private static Type Argument(object collection)
    {
        var type = collection.GetType();
        if (type.IsArray) return type.GetElementType()!;
        return type.GetGenericArguments() is { Length: > 0 } arguments ? arguments[^1] : typeof(object);
    }
}
