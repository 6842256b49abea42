using RankAttributes.Declarations;

namespace RankAttributes.Build.Report;

/// <summary>The report as JSON, for machines: the form that <c>schema/bounds-v1.schema.json</c> describes. Ends with one <c>\n</c>.</summary>
internal static class JsonReport
{
    /// <summary>The schema that the JSON form follows.</summary>
    public const string Schema = "https://raw.githubusercontent.com/RankAttributes/RankAttributes/main/schema/bounds-v1.schema.json";

    /// <summary>Renders a report. Equal reports give equal text.</summary>
    public static string Render(BoundReport report)
    {
        var json = new JsonWriter();
        json.Object(null, () =>
        {
            json.Value("$schema", Schema);
            json.Value("schemaVersion", BoundReport.SchemaVersion);
            json.Value("assembly", report.Assembly);
            json.Value("note", Wording.Disclaimer);
            json.Array("models", report.Models, model => Model(json, model));
            json.Array("suppressed", report.Suppressed, item => Suppressed(json, item));
            json.Value("suppressedUnknown", report.SuppressedUnknown);
        });
        return json.End();
    }

    private static void Model(JsonWriter json, ReportedModel report) => json.Object(null, () =>
    {
        var (model, prediction) = (report.Declared, report.Prediction);
        json.Value("type", model.TypeName);
        json.Value("name", model.DisplayName);
        Place(json, report.Place);
        Data(json, prediction.Data);
        Numbers(json, prediction);
        Trained(json, report.Trained);
        json.Array("layers", prediction.Layers, layer => Layer(json, model, layer, report.Trained));
        json.Array("creations", report.Creations, creation => Creation(json, creation));
        json.Array("comparison", ComparedBound.Compare(prediction), bound => json.Object(null, () =>
        {
            json.Value("name", bound.Name);
            json.Value("source", bound.Source);
            json.Value("gap", bound.Gap);
        }));
        json.Object("certificate", () => Certificate(json, DeclaredCertificate.Of(prediction)));
        UnreadLayers(json, model.UnreadLayers);
    });

    private static void Data(JsonWriter json, TrainingDataDeclaration? data)
    {
        json.Value("samples", Declared(data?.Samples ?? 0));
        json.Value("samplesSource", data?.Source is { Length: > 0 } source ? source : null);
        json.Value("inputNorm", Declared(data?.InputNorm ?? 0));
        json.Value("margin", Declared(data?.Margin ?? 0));
        json.Value("constant", data?.Constant ?? 1);
        json.Value("targetGap", data?.TargetGap ?? 1);
    }

    private static void UnreadLayers(JsonWriter json, IReadOnlyList<UnreadLayer> unread) => json.Array("unknowns", unread, item => json.Object(null, () =>
    {
        json.Value("name", item.Name);
        json.Value("reason", item.Reason);
    }));

    private static void Certificate(JsonWriter json, DeclaredCertificate certificate)
    {
        json.Value("gap", certificate.Gap);
        json.Value("confidence", certificate.Gap is null ? null : (double?)DeclaredCertificate.Confidence);
        json.Texts("assumptions", certificate.Gap is null ? [] : DeclaredCertificate.Assumptions);
        json.Texts("obstacles", certificate.Obstacles);
    }

    private static void Numbers(JsonWriter json, ModelPrediction prediction)
    {
        json.Value("summary", Wording.Summary(prediction));
        json.Value("predictedSamples", prediction.Samples);
        json.Value("predictedGap", prediction.Gap);
        json.Value("verdict", Name(prediction.Verdict));
        json.Value("largestRankThatFits", prediction.LargestRankThatFits);
        json.Value("usesNorms", prediction.UsesNorms);
        json.Value("isLowerEstimate", prediction.IsLowerEstimate);
        json.Value("isExtrapolated", prediction.IsExtrapolated);
    }

    private static void Trained(JsonWriter json, TrainedPrediction? trained)
    {
        if (trained is null)
        {
            json.Value("trained", (string?)null);
            return;
        }

        json.Object("trained", () =>
        {
            json.Value("record", trained.Reached.Record);
            json.Value("step", trained.Reached.Step);
            json.Value("epoch", trained.Reached.Epoch);
            json.Value("summary", TrainedText.Summary(trained));
            json.Value("isWithinBudgets", trained.IsWithinBudgets);
            json.Texts("exceeded", trained.Exceeded.Select(layer => layer.Name));
            json.Texts("missing", trained.Missing.Select(layer => layer.Name));
            json.Value("predictedSamples", trained.AtReachedRanks.Samples);
            json.Value("verdict", Name(trained.AtReachedRanks.Verdict));
        });
    }

    private static void Layer(JsonWriter json, ModelDeclaration model, LayerPrediction layer, TrainedPrediction? trained) => json.Object(null, () =>
    {
        var declared = layer.Declared;
        var written = model.Written(declared) ?? declared;
        json.Value("name", declared.Name);
        json.Value("kind", declared.Kind.ToString());
        json.Value("outputs", Declared(declared.Outputs.Value ?? 0));
        json.Value("inputs", Declared(declared.Inputs.Value ?? 0));
        json.Value("outputsExpression", LayerText.Expression(written.Outputs));
        json.Value("inputsExpression", LayerText.Expression(written.Inputs));
        json.Value("repetition", declared.Repetition?.ToString());
        json.Value("isConditional", declared.IsConditional);
        json.Value("spatialWidth", declared.Kind.IsConvolution() ? Declared(declared.SpatialWidth) : 1);
        json.Value("isRegularized", !declared.IsIgnored);
        json.Value("isBiasFree", declared.IsBiasFree);
        json.Value("isCoveredByTheorem", declared.Kind.IsCoveredByTheorem());
        json.Value("p", declared.Settings.P);
        json.Value("rankBudget", layer.RankBudget);
        json.Value("isRankDeclared", !declared.IsIgnored && declared.Settings.DeclaresRank);
        json.Value("reachedRank", trained?.RankOf(declared));
        json.Value("spectralNorm", Declared(declared.Settings.SpectralNorm));
        json.Value("contribution", layer.Share);
        json.Value("predictedSamples", layer.Samples);
    });

    private static void Creation(JsonWriter json, ReportedCreation creation) => json.Object(null, () =>
    {
        json.Value("expression", creation.Point.Expression);
        json.Value("member", creation.Member);
        Place(json, creation.Place);
        Numbers(json, creation.Prediction);
        json.Array("layers", creation.Prediction.Layers, layer => Layer(json, creation.Prediction.Model, layer, null));
        UnreadLayers(json, creation.Prediction.Model.UnreadLayers);
    });

    private static void Suppressed(JsonWriter json, SuppressedDiagnostic item) => json.Object(null, () =>
    {
        json.Value("id", item.Id);
        json.Value("how", item.How);
        json.Value("message", item.Message);
        Place(json, item.Place);
    });

    private static void Place(JsonWriter json, SourcePlace place)
    {
        json.Value("file", place.File);
        json.Value("line", Declared(place.Line));
    }

    private static long? Declared(long value) => value > 0 ? value : null;

    private static double? Declared(double value) => value > 0 ? value : null;

    private static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Fits => "fits",
        Verdict.TooFewSamples => "tooFewSamples",
        Verdict.DatasetSizeUnknown => "datasetSizeUnknown",
        _ => "notPredicted",
    };
}
