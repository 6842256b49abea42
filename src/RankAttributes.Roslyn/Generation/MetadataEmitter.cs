using RankAttributes.Declarations;

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
            var declared = layer.WithNorm(data).ToDeclaredLayer(layer.Outputs.Value ?? 0, layer.Inputs.Value ?? 0);
            writer.Line(
                $"{Prefix}DeclaredLayer({Literals.Of(layer.Name)}, {Literals.Of(layer.Kind.ToString())}, {Literals.Of(declared.Outputs)}L, {Literals.Of(declared.Inputs)}L, "
                + $"P = {Literals.Of(declared.P)}, Rank = {Literals.Of(declared.Rank)}L, SpectralNorm = {Literals.Of(declared.SpectralNorm)}, "
                + $"SpatialWidth = {Literals.Of(declared.SpatialWidth)}L, IsRegularized = {Literals.Of(declared.IsRegularized)}, "
                + $"IsCoveredByTheorem = {Literals.Of(layer.IsCoveredByTheorem)}{(layer.IsBiasFree ? ", IsBiasFree = true" : "")}{Geometry(layer)})]");
        }

        foreach (var unknown in model.Unknowns) writer.Line($"{Prefix}UnreadLayer({Literals.Of(unknown.Name)}, {Literals.Of(unknown.Reason)}{(unknown.IsElsewhere ? ", IsElsewhere = true" : "")})]");
        Constructor(writer, model.Symbolic);
    }

    /// <summary>Only where whoever creates the model decides something; else the layers above say it all.</summary>
    private static void Constructor(CodeWriter writer, SymbolicDeclaration symbolic)
    {
        if (symbolic.Parameters.Count == 0 && symbolic.Submodules.Count == 0) return;
        for (var index = 0; index <= symbolic.Layers.Count; index++)
        {
            foreach (var submodule in symbolic.Submodules)
            {
                if (submodule.Position == index) Submodule(writer, submodule);
            }

            if (index < symbolic.Layers.Count) Layer(writer, symbolic.Layers[index]);
        }
    }

    private static void Layer(CodeWriter writer, LayerDeclaration layer) => writer.Line(
        $"{Prefix}ConstructorLayer({Literals.Of(layer.Name)}, {Literals.Of(layer.Kind.ToString())}, {Literals.Of(layer.Outputs.ToString())}, {Literals.Of(layer.Inputs.ToString())}, "
        + $"P = {Literals.Of(layer.Settings.P)}, Rank = {Literals.Of(layer.Settings.Rank)}, SpectralNorm = {Literals.Of(layer.Settings.SpectralNorm)}, SpatialWidth = {Literals.Of(layer.SpatialWidth)}L, "
        + $"IsIgnored = {Literals.Of(layer.IsIgnored)}{Geometry(layer)}{Existence(layer.IsConditional, layer.Repetition)})]");

    private static void Submodule(CodeWriter writer, SubmoduleDeclaration submodule)
    {
        var arguments = string.Concat(submodule.Arguments.Select(argument => $", {Literals.Of(argument.Parameter)}, {Literals.Of(argument.Value.ToString())}"));
        writer.Line($"{Prefix}ConstructorSubmodule({Literals.Of(submodule.Name)}, {Literals.Of(submodule.Type)}{arguments}{Existence(submodule.IsConditional, submodule.Repetition)})]");
    }

    private static string Geometry(LayerDeclaration layer) => layer.Geometry is { } geometry ? $", Geometry = {Literals.Of(geometry.ToString())}" : "";

    private static string Existence(bool isConditional, DimensionExpression? repetition)
        => (isConditional ? ", IsConditional = true" : "") + (repetition is null ? "" : $", Repetition = {Literals.Of(repetition.ToString())}");

    private static string Data(TrainingDataDeclaration? data) => data is null
        ? ""
        : $", Samples = {Literals.Of(data.Samples)}L, SamplesSource = {Literals.Of(data.Source)}, InputNorm = {Literals.Of(data.InputNorm)}, Margin = {Literals.Of(data.Margin)}"
            + (data.SpectralNorm > 0 ? $", SpectralNorm = {Literals.Of(data.SpectralNorm)}" : "")
            + (data.Constant != 1 ? $", Constant = {Literals.Of(data.Constant)}" : "")
            + (data.TargetGap != 1 ? $", TargetGap = {Literals.Of(data.TargetGap)}" : "");
}
