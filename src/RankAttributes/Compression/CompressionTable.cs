using System.Globalization;
using System.Text;

namespace RankAttributes.Compression;

/// <summary>A compression's figures as text.</summary>
internal static class CompressionTable
{
    /// <summary>The sentence on a tuning that did harm.</summary>
    public const string TuningUndone = "Tuning made the model worse, so it was undone.";

    private const int MaxNames = 4;

    private static readonly string[] LayerHead = ["layer", "shape", "rank", "weights before", "now", "energy left out"];
    private static readonly string[] NarrowerHead = ["layer", "shape", "kept", "rank", "weights before", "now", "energy left out"];
    private static readonly string[] TotalHead = ["", "before", "now", ""];

    public static string Text(CompressionResult result)
        => $"{Aligned(Head(result), Layers(result))}{Notes(result)}{Environment.NewLine}{Aligned(TotalHead, Totals(result))}{Note(result)}";

    public static string Markdown(CompressionResult result)
        => $"{Piped(Head(result), Layers(result))}{Environment.NewLine}{Notes(result)}{Environment.NewLine}{Piped(TotalHead, Totals(result))}{Note(result)}";

    private static string[] Head(CompressionResult result) => result.Layers.Any(IsNarrower) ? NarrowerHead : LayerHead;

    private static bool IsNarrower(CompressedLayer layer) => layer.OutputsAfter < layer.Outputs || layer.InputsAfter < layer.Inputs;

    private static IEnumerable<string[]> Layers(CompressionResult result) => result.Layers.Select(layer => (string[])
    [
        layer.Name, Shape(layer.Outputs, layer.Inputs),
        .. result.Layers.Any(IsNarrower) ? [IsNarrower(layer) ? Shape(layer.OutputsAfter, layer.InputsAfter) : "all"] : Array.Empty<string>(),
        layer.Rank is { } rank ? Count(rank) + (layer.IsSeparable ? ", separable" : "") : "dense",
        Count(layer.WeightsBefore), Count(layer.WeightsAfter), layer.Rank is null && !IsNarrower(layer) ? "" : Share(layer.LostEnergy),
    ]);

    private static string Shape(long outputs, long inputs) => $"{Count(outputs)} × {Count(inputs)}";

    private static string Notes(CompressionResult result) => Units(result) + Reasons(result);

    private static string Units(CompressionResult result)
    {
        var kept = result.Layers.Where(layer => layer.OutputsAfter < layer.Outputs)
            .Select(layer => $"{Count(layer.OutputsAfter)} of {Count(layer.Outputs)} {(layer.IsConvolution ? "channels" : "units")} of {layer.Name}").ToList();
        return kept.Count == 0 ? "" : $"{string.Join(", ", kept)} are kept{Environment.NewLine}";
    }

    // Below the table: a sentence in a column would push the figures off the screen. Layers that are only counted here are marked in the table.
    private static string Reasons(CompressionResult result) => string.Concat(result.Layers.Where(layer => layer.Rank is null)
        .GroupBy(layer => layer.Reason, layer => layer.Name, (reason, names) => $"{Stay([.. names])} dense: {reason}{Environment.NewLine}"));

    private static string Stay(string[] names) => names.Length switch
    {
        1 => $"{names[0]} stays",
        <= MaxNames => $"{string.Join(", ", names[..^1])} and {names[^1]} stay",
        _ => $"{string.Join(", ", names[..(MaxNames - 1)])} and {Count(names.Length - MaxNames + 1)} more stay",
    };

    private static string Note(CompressionResult result) => result.IsTuningUndone ? $"{Environment.NewLine}{TuningUndone}{Environment.NewLine}" : "";

    private static IEnumerable<string[]> Totals(CompressionResult result)
    {
        yield return
        [
            "parameters", Count(result.ParametersBefore), Count(result.ParametersAfter), Less(result.ParametersBefore, result.ParametersAfter, "fewer"),
        ];
        yield return ["bytes", Count(result.BytesBefore), Count(result.BytesAfter), Less(result.BytesBefore, result.BytesAfter, "smaller")];
        if (result.MultiplyAddsBefore > 0)
        {
            yield return
            [
                "multiply-adds a sample", Count(result.MultiplyAddsBefore), Count(result.MultiplyAddsAfter),
                Less(result.MultiplyAddsBefore, result.MultiplyAddsAfter, "fewer"),
            ];
        }

        foreach (var time in result.Times)
            yield return [$"ms at batch {Count(time.Batch)}", Number(time.Before, "F3"), Number(time.After, "F3"), Less(time.Before, time.After, "faster")];
        var change = result.AccuracyAfter - result.AccuracyBefore;
        yield return ["accuracy", Number(result.AccuracyBefore, "F4"), Number(result.AccuracyAfter, "F4"), Signed(change)];
    }

    private static string Aligned(string[] head, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend(head).ToList();
        var widths = head.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in all)
            text.AppendLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).TrimEnd());
        return text.ToString();
    }

    private static string Piped(string[] head, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder().AppendLine(Row(head)).AppendLine("|" + string.Concat(head.Select((_, column) => column == 0 ? "---|" : "--:|")));
        foreach (var row in rows) text.AppendLine(Row(row));
        return text.ToString();

        static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
    }

    private static string Less(double before, double after, string word) => after > 0 ? $"{Number(before / after, "F1")} × {word}" : "";

    private static string Signed(double change) => (change >= 0 ? "+" : "") + Number(change, "F4");

    private static string Share(double share) => share.ToString("P2", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
