using System.Globalization;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace RankAttributes.Build.Report;

/// <summary>A value read from JSON that somebody else wrote. What is missing or of another kind reads as nothing, never as an exception.</summary>
internal readonly struct JsonValue
{
    private const int DeepestNesting = 64;
    private readonly XElement? element;

    private JsonValue(XElement? element) => this.element = element;

    /// <summary>Reads a document. It nests at most 64 deep; how long it may be is for the caller to limit.</summary>
    /// <exception cref="FormatException">It is not JSON, or nests deeper.</exception>
    public static JsonValue Parse(string text)
    {
        var quotas = new XmlDictionaryReaderQuotas
        {
            MaxDepth = DeepestNesting,
            MaxStringContentLength = int.MaxValue,
            MaxArrayLength = int.MaxValue,
            MaxBytesPerRead = int.MaxValue,
            MaxNameTableCharCount = int.MaxValue,
        };
        try
        {
            using var reader = JsonReaderWriterFactory.CreateJsonReader(Encoding.UTF8.GetBytes(text), quotas);
            return new JsonValue(XElement.Load(reader));
        }
        catch (Exception exception) when (exception is XmlException or SerializationException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    public bool IsObject => Type == "object";

    public bool IsArray => Type == "array";

    public bool IsNull => Type == "null";

    public string? Text => Type == "string" ? element!.Value : null;

    public bool? Flag => Type == "boolean" ? element!.Value == "true" : null;

    public double? Number => Type == "number" && double.TryParse(element!.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && !double.IsNaN(number) && !double.IsInfinity(number)
        ? number
        : null;

    public IEnumerable<JsonValue> Items => IsArray ? element!.Elements().Select(item => new JsonValue(item)) : [];

    private string? Type => element?.Attribute("type")?.Value;

    public JsonValue this[string name] => new(Type == "object"
        ? element!.Elements().FirstOrDefault(child => (child.Attribute("item")?.Value ?? child.Name.LocalName) == name)
        : null);
}
