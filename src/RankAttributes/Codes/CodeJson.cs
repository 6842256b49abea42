using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RankAttributes.Codes;

/// <summary>How certificates are written, without reflection.</summary>
[JsonSerializable(typeof(CodeCertificate))]
internal sealed partial class CodeJson : JsonSerializerContext
{
    public static readonly CodeJson Indented = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<CodeMethod>(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
    });
}
