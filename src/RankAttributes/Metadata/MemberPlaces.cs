using static TorchSharp.torch;

namespace RankAttributes.Metadata;

/// <summary>Receives from generated code the members of a model that hold modules, and how another module is put into each.</summary>
public sealed class MemberPlaces
{
    private readonly List<(nn.Module Held, Action<nn.Module>? Put)> all = [];

    internal IReadOnlyList<(nn.Module Held, Action<nn.Module>? Put)> All => all;

    /// <summary>A member that may hold modules out of sight, or <see langword="null"/>.</summary>
    internal string? Unseen { get; private set; }

    /// <summary>Adds a member.</summary>
    /// <param name="held">The module it holds; <see langword="null"/> adds nothing.</param>
    /// <param name="put">Puts a <see cref="FactorPair"/> there; <see langword="null"/> where the member's type cannot hold one.</param>
    public void Add(nn.Module? held, Action<nn.Module>? put)
    {
        if (held is not null) all.Add((held, put));
    }

    /// <summary>Names a list or a dictionary of modules that is not a container of TorchSharp's.</summary>
    /// <param name="member">The member.</param>
    public void AddUnseen(string member) => Unseen ??= member;
}
