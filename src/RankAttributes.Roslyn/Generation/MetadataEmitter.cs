using RankAttributes.Roslyn.Declarations;

namespace RankAttributes.Roslyn.Generation;

/// <summary>Writes the declaration as attributes of the class, from which the build makes its report without running anything.</summary>
internal static class MetadataEmitter
{
    private const string Prefix = "[global::RankAttributes.Metadata.";

    public static void Emit(CodeWriter writer, ModelDeclaration model, TrainingDataDeclaration? data)
    {
        writer.Line($"{Prefix}DeclaredModel({Literals.Of(model.DisplayName)}{Data(data)})]");
        foreach (var layer in model.Layers)
        {
            var declared = layer.ToDeclaredLayer(layer.Outputs.Value ?? 0, layer.Inputs.Value ?? 0);
            writer.Line(
                $"{Prefix}DeclaredLayer({Literals.Of(layer.Name)}, {Literals.Of(layer.Kind.ToString())}, {Literals.Of(declared.Outputs)}L, {Literals.Of(declared.Inputs)}L, "
                + $"P = {Literals.Of(declared.P)}, Rank = {Literals.Of(declared.Rank)}L, SpectralNorm = {Literals.Of(declared.SpectralNorm)}, "
                + $"SpatialWidth = {Literals.Of(declared.SpatialWidth)}L, IsRegularized = {Literals.Of(declared.IsRegularized)}, "
                + $"IsCoveredByTheorem = {Literals.Of(layer.IsCoveredByTheorem)})]");
        }

        foreach (var unknown in model.Unknowns) writer.Line($"{Prefix}UnreadLayer({Literals.Of(unknown.Name)}, {Literals.Of(unknown.Reason)})]");
    }

    private static string Data(TrainingDataDeclaration? data) => data is null
        ? ""
        : $", Samples = {Literals.Of(data.Samples)}L, InputNorm = {Literals.Of(data.InputNorm)}, Margin = {Literals.Of(data.Margin)}";
}
