using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Generation;

/// <summary>The prediction as XML documentation: N̂ against N, and each layer with its shape, rank and share.</summary>
internal static class ComplexityTable
{
    public static IEnumerable<string> Lines(ModelDeclaration model, TrainingDataDeclaration? data)
    {
        var prediction = ModelPrediction.Of(model, data);
        yield return $"<para>{Escape(Wording.Summary(prediction))}</para>";
        if (prediction.Samples is null) yield break;
        yield return $"<para>{Escape(Wording.Disclaimer)}</para>";
        foreach (var note in Wording.Notes(prediction)) yield return $"<para>{Escape(note)}</para>";
        if (prediction.Verdict == Verdict.TooFewSamples) yield return $"<para>{Wording.LargestRank(prediction)}.</para>";
        yield return "<list type=\"table\">";
        yield return "<listheader><term>layer</term><description>shape, rank, share</description></listheader>";
        foreach (var layer in prediction.Counted)
            yield return $"<item><term>{Escape(layer.Declared.Name)}</term><description>{LayerText.Shape(layer.Declared)}, rank {LayerText.Rank(layer)}, {LayerText.Share(layer)}</description></item>";
        yield return "</list>";
        foreach (var unknown in model.Unknowns) yield return $"<para>Not read: {Escape(unknown.Name)} ({Escape(unknown.Reason)}).</para>";
    }

    /// <summary>Text of a comment that ends with its line: a layer may be named by any string, line ends included.</summary>
    private static string Escape(string text) => new string([.. text.Select(character => char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character)])
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
