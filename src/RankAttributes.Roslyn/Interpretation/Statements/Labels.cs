using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Blocks with labels: a jump to one of them continues there. One backwards is followed only where it is taken for certain.</summary>
internal sealed class Labels(Interpreter interpreter)
{
    public bool Run(IBlockOperation block)
    {
        var (goes, since) = (true, interpreter.Store.Save().Position);
        for (var index = 0; index < block.Operations.Length; index++)
        {
            interpreter.Budget.Step();
            if (block.Operations[index] is ILabeledOperation { Label: var label })
                (goes, _) = interpreter.Statements.Exits.Settle(ExitKind.Goto, label, goes, since, Value.Null);
            if (goes) goes = interpreter.Run(block.Operations[index]);
            if (Backwards(block, index) is not { } target) continue;
            if (goes) throw new ReadingStoppedException("a goto statement that goes back under a condition without a value is not followed");
            index = target - 1;
        }

        return goes;
    }

    /// <summary>The statement at or before the present one that a pending jump leads to.</summary>
    private int? Backwards(IBlockOperation block, int last)
    {
        foreach (var exit in interpreter.Frame.Exits)
        {
            if (exit.Kind != ExitKind.Goto) continue;
            for (var index = 0; index <= last; index++)
            {
                if (block.Operations[index] is ILabeledOperation { Label: var label } && SymbolEqualityComparer.Default.Equals(label, exit.Target))
                    return index;
            }
        }

        return null;
    }
}
