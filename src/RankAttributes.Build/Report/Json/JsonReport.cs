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
            json.Value("note", ReportText.Disclaimer);
            json.Array("models", report.Models, model => Model(json, model));
            json.Array("suppressed", report.Suppressed, item => Suppressed(json, item));
            json.Value("suppressedUnknown", report.SuppressedUnknown);
        });
        return json + "\n";
    }

    private static void Model(JsonWriter json, ModelReport report) => json.Object(null, () =>
    {
        var model = report.Model;
        json.Value("type", model.TypeName);
        json.Value("name", model.DisplayName);
        Place(json, model.Place);
        json.Value("samples", Declared(model.Samples));
        json.Value("samplesSource", model.SamplesSource);
        json.Value("inputNorm", Declared(model.InputNorm));
        json.Value("margin", Declared(model.Margin));
        json.Value("constant", model.Constant);
        json.Value("targetGap", model.TargetGap);
        Numbers(json, report);
        json.Array("layers", report.Layers, layer => Layer(json, report, layer));
        json.Array("creations", report.Creations, creation => Creation(json, creation));
        json.Array("comparison", report.Comparison, bound => json.Object(null, () =>
        {
            json.Value("name", bound.Name);
            json.Value("source", bound.Source);
            json.Value("gap", bound.Gap);
        }));
        json.Object("certificate", () => Certificate(json, report.Certificate));
        Unknowns(json, model.Unread);
    });

    private static void Unknowns(JsonWriter json, IReadOnlyList<UnreadLayer> unread) => json.Array("unknowns", unread, item => json.Object(null, () =>
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

    private static void Numbers(JsonWriter json, ModelReport report)
    {
        json.Value("predictedSamples", report.PredictedSamples);
        json.Value("predictedGap", report.PredictedGap);
        json.Value("verdict", Name(report.Verdict));
        json.Value("largestRankThatFits", report.LargestRankThatFits);
        json.Value("isLowerEstimate", report.IsLowerEstimate);
        json.Value("isExtrapolated", report.IsExtrapolated);
    }

    private static void Layer(JsonWriter json, ModelReport model, LayerReport layer) => json.Object(null, () =>
    {
        var declared = layer.Declared;
        json.Value("name", declared.Name);
        json.Value("kind", declared.Kind);
        Shape(json, declared.Outputs, declared.Inputs);
        json.Value("outputsExpression", declared.OutputsExpression);
        json.Value("inputsExpression", declared.InputsExpression);
        json.Value("repetition", declared.Repetition);
        json.Value("isConditional", declared.IsConditional);
        json.Value("spatialWidth", Declared(declared.SpatialWidth));
        json.Value("isRegularized", declared.IsRegularized);
        json.Value("isBiasFree", declared.IsBiasFree);
        json.Value("isCoveredByTheorem", declared.IsCoveredByTheorem);
        json.Value("p", declared.P);
        json.Value("rankBudget", layer.RankBudget);
        json.Value("isRankDeclared", declared.IsRegularized && declared.Rank > 0);
        json.Value("spectralNorm", Declared(declared.SpectralNorm));
        json.Value("contribution", layer.Contribution);
        json.Value("predictedSamples", layer.Contribution * model.PredictedSamples);
    });

    private static void Creation(JsonWriter json, CreationReport creation) => json.Object(null, () =>
    {
        json.Value("expression", creation.Creation.Expression);
        json.Value("member", creation.Creation.Member);
        Place(json, creation.Creation.Place);
        Numbers(json, creation.Report);
        json.Array("layers", creation.Report.Layers, layer => Layer(json, creation.Report, layer));
        Unknowns(json, creation.Creation.Unread);
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

    private static void Shape(JsonWriter json, long outputs, long inputs)
    {
        json.Value("outputs", Declared(outputs));
        json.Value("inputs", Declared(inputs));
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
