using RankAttributes.Roslyn.Declarations;

namespace RankAttributes.Roslyn.Generation;

/// <summary>Writes <c>CollectWeights</c>, which hands every regularized weight to a collector.</summary>
internal static class WeightsEmitter
{
    public static void Emit(CodeWriter writer, ModelDeclaration model)
    {
        writer.Line("/// <inheritdoc />");
        writer.Line(ModelEmitter.Attribution);
        writer.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Advanced)]");
        writer.Open($"public {model.Overridability}void CollectWeights(global::RankAttributes.RankWeightCollector collector)");
        if (model.Overridability == "override ") writer.Line("base.CollectWeights(collector);");
        foreach (var layer in model.Layers)
        {
            if (!layer.IsIgnored) writer.Line($"collector.Layer({Literals.Of(layer.Name)}, this.{layer.Member}, {Settings(layer.Settings)});");
        }

        writer.Close();
    }

    private static string Settings(LayerSettings settings) => "new global::RankAttributes.PenaltySettings("
        + string.Join(", ",
            Literals.Of(settings.P),
            Literals.Of(settings.Strength),
            settings.DeclaresRank ? Literals.Of(settings.Rank) : "null",
            Literals.Of(settings.Smoothing),
            $"(global::RankAttributes.PenaltyMethod){Literals.Of(settings.Method)}")
        + ")";
}
