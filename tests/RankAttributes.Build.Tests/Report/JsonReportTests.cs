using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using RankAttributes.Build.Report;
using RankAttributes.Declarations;

namespace RankAttributes.Build.Tests.Report;

public class JsonReportTests
{
    [Fact]
    public async Task Every_report_follows_the_schema_in_the_repository()
    {
        var schema = await JsonSchema.FromFileAsync(SchemaFile());

        Assert.Empty(schema.Validate(JsonReport.Render(Example.Report)));
        Assert.Empty(schema.Validate(JsonReport.Render(BoundReport.Of("Empty", []))));
        Assert.Empty(schema.Validate(JsonReport.Render(BoundReport.Of("Nothing", [ReportedModel.Of(new ModelDeclaration("A", "A", default, default, null))]))));
    }

    [Theory]
    [InlineData("/schemaVersion", "2")]
    [InlineData("/models/0/verdict", "\"perhaps\"")]
    [InlineData("/models/0/layers/0/rankBudget", "\"16\"")]
    [InlineData("/models/0/layers/0/contribution", "1.5")]
    [InlineData("/models/0/predictedSamples", null)]
    [InlineData("/suppressed/0/id", "\"CS0168\"")]
    public async Task The_schema_refuses_what_a_report_cannot_say(string pointer, string? value)
    {
        var report = JsonNode.Parse(JsonReport.Render(Example.Report))!;
        var path = pointer[1..].Split('/');
        var parent = path[..^1].Aggregate(report, (node, key) => node is JsonArray array ? array[int.Parse(key, CultureInfo.InvariantCulture)]! : node[key]!)
            .AsObject();
        Assert.True(parent.Remove(path[^1]));
        if (value is not null) parent[path[^1]] = JsonNode.Parse(value);

        Assert.NotEmpty((await JsonSchema.FromFileAsync(SchemaFile())).Validate(report.ToJsonString()));
    }

    [Fact]
    public void The_schema_describes_every_member_that_is_written_and_no_other()
    {
        var written = new SortedSet<string>();
        var described = new SortedSet<string>();
        Collect(JsonNode.Parse(JsonReport.Render(Example.Report))!, written);
        Describe(JsonNode.Parse(File.ReadAllText(SchemaFile()))!, described);

        Assert.Equal(described, written);
    }

    [Fact]
    public void Numbers_read_back_exactly_and_text_as_it_was()
    {
        var root = JsonDocument.Parse(JsonReport.Render(Example.Report)).RootElement;
        var models = root.GetProperty("models").EnumerateArray().ToList();

        Assert.Equal(Example.Report.Models.Select(model => model.Declared.DisplayName), models.Select(model => model.GetProperty("name").GetString()));
        foreach (var (model, json) in Example.Report.Models.Select(model => model.Prediction).Zip(models))
        {
            Assert.Equal(model.Samples, json.GetProperty("predictedSamples").GetDouble());
            Assert.Equal(
                model.Layers.Select(layer => layer.Share),
                json.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("contribution") is { ValueKind: JsonValueKind.Number } share
                    ? share.GetDouble() : (double?)null));
        }
    }

    [Fact]
    public void A_creation_has_the_numbers_of_its_own_sizes()
    {
        var encoder = Example.Report.Models.Single(model => model.Creations.Count > 0 && model.Declared.DisplayName == "Encoder<T>");
        var there = Assert.Single(encoder.Creations).Prediction;

        Assert.Equal(["stem.0", "project", "head"], there.Layers.Select(layer => layer.Declared.Name));
        Assert.False(there.IsLowerEstimate);
        Assert.True(encoder.Prediction.IsLowerEstimate);
        Assert.NotEqual(encoder.Prediction.Samples, there.Samples);
    }

    [Fact]
    public void Line_ends_order_and_culture_do_not_change_the_bytes()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var models = new[] { Example.Fitting, Example.TooLarge };
            var expected = JsonReport.Render(BoundReport.Of("Demo", models));
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            Assert.Equal(expected, JsonReport.Render(BoundReport.Of("Demo", models.Reverse())));
            Assert.DoesNotContain('\r', expected);
            Assert.EndsWith("}\n", expected, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Collect(JsonNode? node, SortedSet<string> names)
    {
        if (node is JsonArray array) foreach (var item in array) Collect(item, names);
        if (node is not JsonObject members) return;
        foreach (var (name, value) in members)
        {
            names.Add(name);
            Collect(value, names);
        }
    }

    private static void Describe(JsonNode? node, SortedSet<string> names)
    {
        if (node is not JsonObject schema) return;
        if (schema["properties"] is JsonObject properties) foreach (var (name, _) in properties) names.Add(name);
        foreach (var (key, value) in schema)
        {
            if (key is "properties" or "definitions") foreach (var (_, part) in value!.AsObject()) Describe(part, names);
            else Describe(value, names);
        }
    }

    private static string SchemaFile([CallerFilePath] string path = "")
        => Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "schema", "bounds-v1.schema.json");
}
