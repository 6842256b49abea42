using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Generation;

/// <summary>
/// The prediction as XML documentation: N̂ against N, and each layer with its shape, rank and share. Every line is a paragraph: editors set
/// lists and tables differently, some without the space between two columns.
/// </summary>
internal static class ComplexityTable
{
    private const int MaxLayers = 40;

    /// <summary>One sentence: need, dataset and verdict.</summary>
    public static string Summary(ModelDeclaration model, TrainingDataDeclaration? data)
        => $"<para>{Escape(Wording.Summary(ModelPrediction.Of(model, data)))}</para>";

    /// <summary>The sentence, what it is based on, and the layers.</summary>
    public static IEnumerable<string> Lines(ModelDeclaration model, TrainingDataDeclaration? data)
    {
        var prediction = ModelPrediction.Of(model, data);
        yield return $"<para>{Escape(Wording.Summary(prediction))}</para>";
        if (prediction.Samples is not null)
        {
            yield return $"<para>{Escape(Wording.Disclaimer)}</para>";
            foreach (var note in Wording.Notes(prediction)) yield return $"<para>{Escape(note)}</para>";
            if (prediction.Verdict == Verdict.TooFewSamples) yield return $"<para>{Wording.LargestRank(prediction)}.</para>";
        }

        foreach (var layer in prediction.Layers.Take(MaxLayers)) yield return $"<para>{Escape(layer.Declared.Name)}: {Escape(Row(layer))}</para>";
        if (prediction.Layers.Count > MaxLayers) yield return $"<para>And {Figure.Count(prediction.Layers.Count - MaxLayers)} more layers.</para>";
        foreach (var unknown in model.UnreadLayers.Take(MaxLayers)) yield return $"<para>Not read: {Escape(unknown.Name)} ({Escape(unknown.Reason)}).</para>";
    }

    private static string Row(LayerPrediction layer)
    {
        if (layer.Share is not null) return $"{LayerText.Shape(layer.Declared)}, rank {LayerText.Rank(layer)}, {LayerText.Share(layer)}";
        return LayerText.Expression(layer.Declared, null) is not { } written ? $"{LayerText.Shape(layer.Declared)}, not in the sum"
            : $"{written}, chosen where the model is created, not in the sum";
    }

    /// <summary>Text of a comment that ends with its line: a layer may be named by any string, line ends included.</summary>
    private static string Escape(string text) => text.All(IsPlain) ? text
        : new string([.. text.Select(character => IsLineEnd(character) ? ' ' : character)]).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static bool IsPlain(char character) => !IsLineEnd(character) && character is not ('&' or '<' or '>');

    private static bool IsLineEnd(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';
}
