using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RankAttributes.Codes;

namespace RankAttributes.Tracking.Sinks;

/// <summary>How snapshots and certificates are written: camel case, without what is not known, <c>"NaN"</c> and <c>"Infinity"</c> as strings, and without
/// reflection.</summary>
[JsonSerializable(typeof(BoundSnapshot))]
[JsonSerializable(typeof(Certification))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(ActivationRanks))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(double?))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(bool))]
internal sealed partial class SnapshotJson : JsonSerializerContext
{
    /// <summary>One line for each object.</summary>
    public static readonly SnapshotJson Line = new(Written(indented: false));

    /// <summary>The same, for people.</summary>
    public static readonly SnapshotJson Indented = new(Written(indented: true));

    private static JsonSerializerOptions Written(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // A loss that diverged is worth a line too.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter<BoundKind>(JsonNamingPolicy.CamelCase), new JsonStringEnumConverter<CodeMethod>(JsonNamingPolicy.CamelCase),
        },
        WriteIndented = indented,
    };
}
