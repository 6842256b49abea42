using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Generation;

/// <summary>Writes <c>RankDeclaration</c>: what was declared and predicted, as constants.</summary>
internal static class DeclarationEmitter
{
    public static void Emit(CodeWriter writer, GeneratedClass declared, TrainingDataDeclaration? data)
    {
        var model = declared.Model;
        var prediction = ModelPrediction.Of(model, data);
        writer.Line("/// <summary>The declarations of the source and the predictions of the bound for this model, computed at compile time.</summary>");
        writer.Line(ModelEmitter.Attribution);
        writer.Open($"public {(declared.Inheritance == ModelInheritance.Derived ? "new " : "")}static class RankDeclaration");
        Constant(writer, "int", "Depth", Literals.Of(model.Layers.Count), "The number of weight matrices L.");
        Constant(writer, "long", "Width", Literals.Of(Width(model)), "The largest dimension W of a weight matrix, among those that could be read.");
        Constant(writer, "long", "TrainingSamples", Literals.Of(data?.Samples ?? 0), "The number of training samples N; 0 where it is not declared.");
        Constant(writer, "double", "PredictedSampleComplexity", Literals.Of(prediction.Samples ?? double.NaN),
            "The predicted sample complexity N̂, a rate with constants dropped; NaN where no shape could be read.");
        Constant(
            writer, "bool", "IsLowerEstimate", Literals.Of(prediction.Samples is null || prediction.IsLowerEstimate),
                "A shape or a spatial width is unknown, so that the true value is larger.");
        Constant(writer, "bool", "IsExtrapolated", Literals.Of(prediction.IsExtrapolated), "A layer is of a kind that the theorem does not cover.");
        writer.Close();
    }

    private static long Width(ModelDeclaration model)
    {
        var width = 0L;
        foreach (var layer in model.Layers) width = Math.Max(width, Math.Max(layer.Outputs.Value ?? 0, layer.Inputs.Value ?? 0));
        return width;
    }

    private static void Constant(CodeWriter writer, string type, string name, string value, string summary)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line($"public const {type} {name} = {value};");
    }
}
