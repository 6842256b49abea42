using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Generation;

/// <summary>
/// Writes <c>TrackBounds()</c> and the declared training data that it needs as constants. Names, indices and budgets are those of
/// <c>CollectWeights</c>: they have one source.
/// </summary>
internal static class TrackingEmitter
{
    private const string Tracking = "global::RankAttributes.Tracking.";
    private const string Tracker = Tracking + "BoundTracker";
    private const string Declaration = "global::RankAttributes.Metadata.TrainingDeclaration";

    public static void Emit(CodeWriter writer, GeneratedClass model, TrainingDataDeclaration? data)
    {
        EmitDeclaration(writer, data);

        // A derived model inherits the calls of its annotated base, which find the derived model's declarations.
        if (model.DeclaresTracking || model.Inheritance == ModelInheritance.Derived) return;
        EmitCall(writer, "", "null, ", data);
        EmitCall(writer, $"{Tracking}TrackingOptions? options, ", "options, ", data);
    }

    private static void EmitDeclaration(CodeWriter writer, TrainingDataDeclaration? data)
    {
        var values = string.Join(", ", Literals.Of(data?.Samples ?? 0), Literals.Of(data?.InputNorm ?? 0), Literals.Of(data?.Margin ?? 0));
        writer.Line(ModelEmitter.Attribution);
        writer.Line($"private static readonly {Declaration} __training = new {Declaration}({values});");
        writer.Line();
        writer.Line(ModelEmitter.Attribution);
        writer.Line($"{Declaration} global::RankAttributes.IRankRegularized.DeclaredTraining => __training;");
    }

    private static void EmitCall(CodeWriter writer, string options, string argument, TrainingDataDeclaration? data)
    {
        var samples = data is { Samples: > 0 } ? $"the {Figure.Count(data.Samples)} training samples come from the source"
            : "come from the source; the number of training samples is not declared";
        writer.Line();
        writer.Line("/// <summary>");
        writer.Line("/// Follows the ranks and bounds of this model while it is trained. The layers' names, p, strengths, rank budgets");
        writer.Line($"/// {(data is { Samples: > 0 } ? "and " : "")}{samples}.");
        writer.Line("/// </summary>");
        if (options.Length > 0) writer.Line("/// <param name=\"options\">What replaces or adds to the declarations.</param>");
        writer.Line("/// <param name=\"sinks\">Where snapshots go. The tracker disposes them.</param>");
        writer.Line(ModelEmitter.Attribution);
        writer.Line($"public {Tracker} TrackBounds({options}params {Tracking}ISnapshotSink[] sinks)");
        writer.Line($"    => new {Tracker}(this, {argument}sinks);");
    }
}
