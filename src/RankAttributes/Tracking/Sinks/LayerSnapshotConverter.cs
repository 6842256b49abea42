using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RankAttributes.Tracking.Sinks;

/// <summary>A layer as one flat JSON object: what is declared, every <see cref="LayerMeasure"/> that is known, and its spectrum.</summary>
internal sealed class LayerSnapshotConverter : JsonConverter<LayerSnapshot>
{
    public override LayerSnapshot Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var fields = JsonSerializer.Deserialize(ref reader, SnapshotJson.Line.DictionaryStringJsonElement) ?? [];
        T? Field<T>(string name, JsonTypeInfo<T> type)
            => fields.TryGetValue(name, out var field) && field.ValueKind != JsonValueKind.Null ? field.Deserialize(type) : default;
        var activations = Field("activations", SnapshotJson.Line.ActivationRanks);
        var measures = LayerMeasure.All
            .Select(measure =>
                (measure.Name, Value: measure.OfActivations is { } read ? (activations is null ? null : read(activations))
                    : Field(measure.Name, SnapshotJson.Line.NullableDouble)))
            .Where(item => item.Value is not null);
        return new LayerSnapshot(Field("name", SnapshotJson.Line.String)!, Field("outputs", SnapshotJson.Line.Int64), Field("inputs", SnapshotJson.Line.Int64))
        {
            IsRegularized = Field("isRegularized", SnapshotJson.Line.Boolean),
            P = Field("p", SnapshotJson.Line.Double),
            RankBudget = Field("rankBudget", SnapshotJson.Line.NullableInt32),
            Measures = measures.ToDictionary(item => item.Name, item => item.Value!.Value, StringComparer.Ordinal),
            Activations = activations,
            Spectrum = Field("spectrum", SnapshotJson.Line.DoubleArray) ?? [],
            Problem = Field("problem", SnapshotJson.Line.String),
        };
    }

    public override void Write(Utf8JsonWriter writer, LayerSnapshot value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        Field("name", value.Name, SnapshotJson.Line.String);
        Field("outputs", value.Outputs, SnapshotJson.Line.Int64);
        Field("inputs", value.Inputs, SnapshotJson.Line.Int64);
        Field("isRegularized", value.IsRegularized, SnapshotJson.Line.Boolean);
        Field("p", value.P, SnapshotJson.Line.Double);
        Field("rankBudget", value.RankBudget, SnapshotJson.Line.NullableInt32);
        foreach (var measure in LayerMeasure.All.Where(measure => !measure.IsOfActivations))
            Field(measure.Name, value[measure.Name], SnapshotJson.Line.NullableDouble);
        Field("activations", value.Activations, SnapshotJson.Line.ActivationRanks);
        Field("spectrum", [.. value.Spectrum], SnapshotJson.Line.DoubleArray);
        Field("problem", value.Problem, SnapshotJson.Line.String);
        writer.WriteEndObject();

        // What is not known is left out.
        void Field<T>(string name, T? field, JsonTypeInfo<T> type)
        {
            if (field is null) return;
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, field, type);
        }
    }
}
