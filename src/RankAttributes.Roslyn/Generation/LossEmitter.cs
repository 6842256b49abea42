using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Generation;

/// <summary>Writes <c>RegularizationLoss()</c>, with the table that an editor shows on hover.</summary>
internal static class LossEmitter
{
    public static void Emit(CodeWriter writer, GeneratedClass model, TrainingDataDeclaration? data)
    {
        // A derived model inherits the loss of its annotated base: that one calls the overridden CollectWeights.
        if (model.DeclaresLoss || model.Inheritance == ModelInheritance.Derived) return;
        writer.Line(ModelEmitter.Attribution);
        writer.Line("private readonly global::RankAttributes.SchattenPenalty __schattenPenalty = new global::RankAttributes.SchattenPenalty();");
        writer.Line();
        writer.Line("/// <summary>");
        writer.Line("/// The differentiable Schatten penalty of this model's weights, to be added to the training loss.");
        writer.Line("/// </summary>");
        writer.Line("/// <remarks>");
        foreach (var line in ComplexityTable.Lines(model.Model, data)) writer.Line("/// " + line);
        writer.Line("/// </remarks>");
        writer.Line(ModelEmitter.Attribution);
        writer.Line("public global::TorchSharp.torch.Tensor RegularizationLoss() => __schattenPenalty.ComputeLoss(this);");
        writer.Line();
        writer.Line(ModelEmitter.Attribution);
        writer.Line("global::RankAttributes.SchattenPenalty global::RankAttributes.IRankRegularized.Penalty => __schattenPenalty;");
    }
}
