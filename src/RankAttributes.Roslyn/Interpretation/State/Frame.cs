using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>The variables of one call; a lambda or a local function sees those of the call around it too.</summary>
internal sealed class Frame(Frame? outer, Value? instance, IReadOnlyDictionary<string, long> pins)
{
    private readonly Dictionary<ISymbol, int> cells = new(SymbolEqualityComparer.Default);

    /// <summary>The object whose member runs.</summary>
    public Value? Instance => instance ?? outer?.Instance;

    /// <summary>Numbers that <c>[Dims]</c> gives to what cannot be read, by path or text.</summary>
    public IReadOnlyDictionary<string, long> Pins => pins;

    /// <summary>Ways out of the statements that run, which are joined where they lead to.</summary>
    public List<Exit> Exits { get; } = [];

    /// <summary>What an iterator has given so far; <see langword="null"/> in any other method.</summary>
    public int? Yields { get; set; }

    /// <summary>How many conditions were open when the call began.</summary>
    public int FactsBefore { get; init; }

    public void Declare(ISymbol symbol, int cell) => cells[symbol] = cell;

    public int? Find(ISymbol symbol)
    {
        for (var frame = this; frame is not null; frame = frame.Outer)
        {
            if (frame.cells.TryGetValue(symbol, out var cell)) return cell;
        }

        return null;
    }

    /// <summary>The frame as a lambda captures it: a variable that is declared again later, in the next pass of a loop, is another one.</summary>
    public Frame Capture()
    {
        var captured = new Frame(outer?.Capture(), instance, pins);
        foreach (var pair in cells) captured.cells[pair.Key] = pair.Value;
        return captured;
    }

    private Frame? Outer => outer;
}

internal enum ExitKind
{
    Return,
    Break,
    Continue,
    Goto,
}

/// <summary>A way out of a statement: where it leads, when, and the state at that point.</summary>
/// <param name="Kind">What was written.</param>
/// <param name="Target">The statement that a <c>break</c>, <c>continue</c> or <c>goto</c> belongs to.</param>
/// <param name="Guard">When it is taken.</param>
/// <param name="State">The state that leaves.</param>
/// <param name="Value">What a <c>return</c> gives.</param>
internal sealed record Exit(ExitKind Kind, ISymbol? Target, DimensionExpression Guard, Snapshot State, Value Value);
