using System.Text;
using Samples.Data;
using static TorchSharp.torch;

namespace RankAttributes.Training.Benchmarks.Compression;

/// <summary>The next character of a text, given those before it. The text is that of Markdown pages, in the order of their names.</summary>
internal sealed class TextTask
{
    /// <summary>Characters that are told apart, the most frequent ones; 0 stands for any other.</summary>
    public const int Characters = 96;

    /// <summary>How many characters are given.</summary>
    public const int Length = 24;

    // Whole stretches of the text are kept apart, so that no window of one is part of another.
    private const double TrainedShare = 0.8, ValidatedShare = 0.1;

    private readonly long[] text;

    /// <param name="folder">A folder whose pages, and those of all folders below it, are the text.</param>
    public TextTask(string folder)
    {
        var pages = Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        var all = pages.Aggregate(new StringBuilder(), (whole, page) => whole.Append(File.ReadAllText(page))).ToString();
        var known = all.GroupBy(letter => letter).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).Take(Characters - 1)
            .Select((group, index) => (group.Key, Index: index + 1L)).ToDictionary(pair => pair.Key, pair => pair.Index);
        text = [.. all.Select(letter => known.GetValueOrDefault(letter))];
    }

    public LabeledSamples Train(int count) => Draw(0, TrainedShare, count, 11);

    public LabeledSamples Validation(int count) => Draw(TrainedShare, TrainedShare + ValidatedShare, count, 12);

    public LabeledSamples Test(int count) => Draw(TrainedShare + ValidatedShare, 1, count, 13);

    private LabeledSamples Draw(double from, double to, int count, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(seed);
        var part = tensor(text[(int)(from * text.Length)..(int)(to * text.Length)]).unfold(0, Length + 1, 1);
        var windows = part.index_select(0, randint(0, part.shape[0], [count], dtype: ScalarType.Int64, generator: random));
        return new LabeledSamples(windows.narrow(1, 0, Length).clone().MoveToOuterDisposeScope(), windows.select(1, Length).clone().MoveToOuterDisposeScope());
    }
}
