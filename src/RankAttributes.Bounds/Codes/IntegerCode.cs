namespace RankAttributes.Bounds.Codes;

/// <summary>
/// The code of tensors of integers: a flag whether an integer is nonzero, its sign, and one flag for every unit of its magnitude. Flags are
/// coded adaptively with counts of their own for every tensor and magnitude; every integer has a codeword.
/// </summary>
public static class IntegerCode
{
    /// <summary>The most integers of one tensor: beyond it the coder's 32 bits could not tell the rarest flag.</summary>
    public const int MaxTensorLength = 1 << 28;

    /// <summary>The largest magnitude that a file may hold; a codeword has one flag for every unit of it.</summary>
    public const int MaxMagnitude = 1 << 20;

    /// <summary>The length of one tensor in bits: KT(zero or not) + one for each sign + Σ_m KT(|q| = m or more).</summary>
    /// <param name="symbols">The integers.</param>
    public static double Length(IReadOnlyList<int> symbols)
    {
        if (symbols is null) throw new ArgumentNullException(nameof(symbols));
        return SymbolCounts.Of(symbols).Length;
    }

    /// <summary>Writes tensors one after another into one codeword, filled up with zeros to whole bytes.</summary>
    /// <param name="tensors">The integers of each tensor.</param>
    /// <param name="bitCount">The codeword's length in bits.</param>
    /// <exception cref="ArgumentException">A tensor is too long or holds a magnitude beyond <see cref="MaxMagnitude"/>.</exception>
    public static byte[] Encode(IReadOnlyList<int[]> tensors, out long bitCount)
    {
        Guard.NotNull(tensors, nameof(tensors));
        var encoder = new ArithmeticEncoder();
        for (var tensor = 0; tensor < tensors.Count; tensor++)
        {
            if (tensors[tensor].Length > MaxTensorLength)
                throw new ArgumentException($"Tensor {tensor} has more than {MaxTensorLength} integers.", nameof(tensors));
            var contexts = new List<FlagContext>();
            foreach (var symbol in tensors[tensor])
            {
                if (symbol is > MaxMagnitude or < -MaxMagnitude)
                    throw new ArgumentException($"Tensor {tensor} holds {symbol}; magnitudes go up to {MaxMagnitude}.", nameof(tensors));
                Write(encoder, contexts, symbol);
            }
        }

        return encoder.Finish(out bitCount);
    }

    /// <summary>Reads tensors of known lengths back.</summary>
    /// <param name="code">The bytes of the codeword.</param>
    /// <param name="start">Where it begins in them.</param>
    /// <param name="lengths">How many integers each tensor has.</param>
    /// <exception cref="FormatException">The bytes end within the codeword, or they are not a codeword of these lengths.</exception>
    public static IReadOnlyList<int[]> Decode(byte[] code, int start, IReadOnlyList<int> lengths)
    {
        Guard.NotNull(code, nameof(code));
        Guard.NotNull(lengths, nameof(lengths));
        var decoder = new ArithmeticDecoder(code, start);
        var tensors = new List<int[]>(lengths.Count);
        foreach (var length in lengths)
        {
            if (length is < 0 or > MaxTensorLength) throw new FormatException($"A tensor of {length} integers is not within 0 and {MaxTensorLength}.");
            var symbols = new List<int>();
            var contexts = new List<FlagContext>();
            while (symbols.Count < length) symbols.Add(Read(decoder, contexts));
            tensors.Add([.. symbols]);
        }

        return tensors;
    }

    private static void Write(ArithmeticEncoder encoder, List<FlagContext> contexts, int symbol)
    {
        var magnitude = Math.Abs(symbol);
        for (var level = 0; level <= magnitude; level++)
        {
            var more = magnitude > level;
            var context = ContextAt(contexts, level);
            encoder.Write(more, context.ZeroWeight, context.Weight);
            context.Count(more);
            contexts[level] = context;
            if (level == 0 && more) encoder.Write(symbol < 0, 1, 2);
        }
    }

    private static int Read(ArithmeticDecoder decoder, List<FlagContext> contexts)
    {
        var isNegative = false;
        for (var level = 0; level <= MaxMagnitude; level++)
        {
            var context = ContextAt(contexts, level);
            var more = decoder.Read(context.ZeroWeight, context.Weight);
            context.Count(more);
            contexts[level] = context;

            // Whole codewords need the 32 bits of the register behind their end and not one more.
            if (decoder.Missing > 32) throw new FormatException("The file ends within the code.");
            if (!more) return isNegative ? -level : level;
            if (level == 0) isNegative = decoder.Read(1, 2);
        }

        throw new FormatException($"The code holds a magnitude beyond {MaxMagnitude}.");
    }

    private static FlagContext ContextAt(List<FlagContext> contexts, int level)
    {
        while (contexts.Count <= level) contexts.Add(default);
        return contexts[level];
    }
}
