using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Generation;

/// <summary>Writes <c>CollectWeights</c>, which hands every regularized weight to a collector.</summary>
internal static class WeightsEmitter
{
    public static void Emit(CodeWriter writer, GeneratedClass model)
    {
        writer.Line("/// <inheritdoc />");
        writer.Line(ModelEmitter.Attribution);
        writer.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Advanced)]");
        writer.Open($"public {Modifier(model.Inheritance)}void CollectWeights(global::RankAttributes.RankWeightCollector collector)");
        foreach (var chain in model.Model.Chains.Where(chain => chain.IsBalanced(model.Model)))
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
        writer.Line(
            model.Inheritance == ModelInheritance.Derived ? "base.CollectWeights(collector);" : $"collector.AddRest(this, {Settings(model.Defaults)});");
        writer.Close();
    }

    private static string Modifier(ModelInheritance inheritance) => inheritance switch
    {
        ModelInheritance.Derived => "override ",
        ModelInheritance.Open => "virtual ",
        _ => "",
    };

    private static string Settings(LayerSettings settings) => "new global::RankAttributes.PenaltySettings("
        + string.Join(", ",
            Literals.Of(settings.P),
            Literals.Of(settings.Strength),
            settings.DeclaresRank ? Literals.Of(settings.Rank) : "null",
            Literals.Of(settings.Smoothing),
            $"(global::RankAttributes.PenaltyMethod){Literals.Of(settings.Method)}")
        + ")";
}
