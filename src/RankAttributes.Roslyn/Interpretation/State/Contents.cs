using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Interpretation;

internal enum ListKind
{
    Array,
    List,
    Set,
    Tuple,
    Queue,
    Stack,
}

/// <summary>
/// An array, list, set or tuple. An element may be a <see cref="RepeatedValue"/>, which stands for several, or conditional against
/// <see cref="AbsentValue"/>, which may not be there: positions behind either are not known.
/// </summary>
internal sealed record ListContent(ListKind Kind, ImmutableList<Value> Items) : Content
{
    /// <summary>Whether a set has a gap, which the next element fills: it is then walked through in another order.</summary>
    public bool HasGap { get; init; }

    /// <summary>Whether it is a tuple that became an object.</summary>
    public bool IsBoxed { get; init; }

    /// <summary>The number of leading elements whose position is certain.</summary>
    public int CertainPrefix
    {
        get
        {
            var index = Items.FindIndex(item => !IsSingle(item));
            return index < 0 ? Items.Count : index;
        }
    }

    public bool IsCertain => CertainPrefix == Items.Count;

    /// <summary>The elements in the order in which they are walked through: those of a stack from its top.</summary>
    public ImmutableList<Value> InOrder => Kind == ListKind.Stack ? Items.Reverse() : Items;

    public override int Weight => Items.Count;

    public static bool IsSingle(Value item) => item is not (RepeatedValue or ConditionalValue { Then: AbsentValue } or ConditionalValue { Else: AbsentValue });
}

/// <summary>A dictionary; what is not among the entries is absent, or unknown where there is a reason.</summary>
internal sealed record DictionaryContent(ImmutableList<KeyValuePair<Value, Value>> Entries, string? Rest) : Content
{
    public const string Reordered = "an entry takes the place of one that was removed";

    /// <summary>Whether there is a gap, which the next entry fills: it is then walked through in another order.</summary>
    public bool HasGap { get; init; }

    public override int Weight => Entries.Count;
}

/// <summary>An object of a class that is read, or of one whose members are only known as far as they were set.</summary>
internal sealed record ObjectContent(INamedTypeSymbol Type, ImmutableDictionary<ISymbol, Value> Fields) : Content
{
    public static readonly ImmutableDictionary<ISymbol, Value> NoFields = ImmutableDictionary.Create<ISymbol, Value>(SymbolEqualityComparer.Default);

    /// <summary>Whether it is a structure that became an object.</summary>
    public bool IsBoxed { get; init; }

    /// <summary>Why a member that was not set is unknown; <see langword="null"/> where it has its type's default value.</summary>
    public string? Rest { get; init; }

    /// <summary>The modules and parameters that TorchSharp knows of the object, in the order of their registration.</summary>
    public ImmutableList<Registration> Registered { get; init; } = [];

    /// <summary>Whether <c>RegisterComponents</c> has run, which may depend on a condition: it does nothing the second time.</summary>
    public Value HasRegistered { get; init; } = Value.Truth(false);

    /// <summary>The steps of a class derived from <c>Sequential</c>; <see langword="null"/> for all others.</summary>
    public ImmutableList<Registration>? Steps { get; init; }

    /// <summary>The base class, as its constructor was called, where it is of another assembly; <see langword="null"/> where there is none.</summary>
    public SubmoduleValue? Inherited { get; init; }

    public override int Weight => Fields.Count + Registered.Count + (Steps?.Count ?? 0);
}

/// <summary>A module or parameter under the name it is registered with; the member that holds it, where a member does.</summary>
internal sealed record Registration(string Name, Value Value, ISymbol? Member = null)
{
    /// <summary>In place of a name that is not known.</summary>
    public const string Anywhere = "?";

    public bool IsNamed => Name != Anywhere;

    /// <summary>What a name that is not known begins with, or is.</summary>
    public string Beginning { get; init; } = "";
}

internal enum ContainerKind
{
    Sequential,
    List,
    Dictionary,
}

/// <summary>A <c>Sequential</c>, <c>ModuleList</c> or <c>ModuleDict</c>, and their like for parameters.</summary>
internal sealed record ContainerContent(ContainerKind Kind, ImmutableList<Registration> Children) : Content
{
    /// <summary>What a list or dictionary held when its owner registered it: what is added later is not registered.</summary>
    public ImmutableList<Registration>? Frozen { get; init; }

    /// <summary>Whether its owner has registered it, which may depend on a condition.</summary>
    public Value IsFrozen { get; init; } = Value.Truth(false);

    public override int Weight => Children.Count + (Frozen?.Count ?? 0);
}

/// <summary>A parameter that is an object: members are symbols below its path, but for those that were set.</summary>
internal sealed record PathContent(string Path, ITypeSymbol Type, ImmutableDictionary<ISymbol, Value> Fields) : Content
{
    /// <summary>Why members are not what they were when the object was passed in.</summary>
    public string? Rest { get; init; }

    public override int Weight => Fields.Count;
}

/// <summary>The weights of a layer that were replaced after it was made, by name.</summary>
/// <param name="Weights">Those that were replaced.</param>
/// <param name="Made">The tensors that it was made with, by name.</param>
internal sealed record LayerContent(ImmutableDictionary<string, Value> Weights, IReadOnlyDictionary<string, ParameterValue> Made) : Content
{
    public override int Weight => Weights.Count;
}
