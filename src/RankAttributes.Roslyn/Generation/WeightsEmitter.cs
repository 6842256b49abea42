using RankAttributes.Declarations;

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
        foreach (var chain in model.Chains.Where(chain => chain.IsBalanced(model)))
            writer.Line($"collector.MarkBalanced({string.Join(", ", chain.Layers.Select(Literals.Of))});");
        foreach (var member in model.Members)
        {
            var name = Literals.Of(member.Name);
            writer.Line(member.Role switch
            {
                MemberRole.Ignored => $"collector.Ignore(this.{member.Member});",
                MemberRole.Parameter => $"collector.AddWeight({name}, this.{member.Member}, {Settings(member.Settings)});",
                _ => $"collector.AddModule({name}, this.{member.Member}, {Settings(member.Settings)});",
            });
        }

        // Weights that no member holds: registered by call, or inherited from a class without the attribute.
        writer.Line(model.Overridability == "override " ? "base.CollectWeights(collector);" : $"collector.AddRest(this, {Settings(model.Defaults)});");
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
