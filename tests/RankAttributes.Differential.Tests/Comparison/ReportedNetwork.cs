using System.Text.Json;
using System.Text.RegularExpressions;

namespace RankAttributes.Differential.Comparison;

/// <summary>A matrix that the report holds for certain.</summary>
internal sealed record ReadMatrix(string Name, string Kind, long Outputs, long Inputs)
{
    /// <summary>A transposed convolution keeps its inputs on the first axis.</summary>
    public bool IsTransposed => Kind.Contains("Transpose", StringComparison.Ordinal);

    /// <summary>The tensor that the matrix is of, in the names of TorchSharp, without the ending <c>.weight</c>.</summary>
    public string Tensor => WithoutEnding(IsPart ? Name[..Name.LastIndexOf('[')] : Name);

    /// <summary>Whether it is one of the matrices that a tensor of several axes is cut into.</summary>
    public bool IsPart => Name.EndsWith(']');

    /// <summary>A layer goes by its own name in the report.</summary>
    public static string WithoutEnding(string name) => name.EndsWith(".weight", StringComparison.Ordinal) ? name[..^".weight".Length] : name;
}

/// <summary>What cannot be read, with the reason; of a layer without a size or a number, the reason is empty.</summary>
internal sealed record ReadUnknown(string Name, string Reason)
{
    /// <summary>Whether a tensor falls under it: it is named, or a module that holds it is. A <c>?</c>, or a part in braces, is a name that is not
    /// known.</summary>
    public bool Covers(string tensor)
    {
        if (Name is "" or "?") return true;
        var name = Regex.Replace(Regex.Escape(Name), @"\\\{[^}]*}|\\\?", "[^.]*");
        return Regex.IsMatch(tensor, $@"^{name}($|[.\[])", RegexOptions.CultureInvariant);
    }
}

/// <summary>What the report says of one creation of a model, or of its class.</summary>
/// <param name="Certain">The matrices that are there.</param>
/// <param name="Possible">The matrices that may be there, with shapes that are known.</param>
/// <param name="Unknown">What else may be there.</param>
/// <param name="Samples">N̂.</param>
/// <param name="IsLowerEstimate">Whether it says "at least".</param>
internal sealed record ReportedNetwork(IReadOnlyList<ReadMatrix> Certain, IReadOnlyList<ReadMatrix> Possible, IReadOnlyList<ReadUnknown> Unknown,
    double? Samples, bool IsLowerEstimate)
{
    /// <summary>Each class and its creations, by the class's full name and by the member that creates.</summary>
    public static Dictionary<string, (ReportedNetwork Class, ILookup<string, ReportedNetwork> Creations)> Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("models").EnumerateArray().ToDictionary(
            model => model.GetProperty("type").GetString()!,
            model => (Read(model), model.GetProperty("creations").EnumerateArray()
                .ToLookup(creation => Text(creation, "member"), Read, StringComparer.Ordinal)),
            StringComparer.Ordinal);
    }

    /// <summary>One model or creation of the report.</summary>
    public static ReportedNetwork Read(JsonElement network)
    {
        var layers = network.GetProperty("layers").EnumerateArray().ToList();
        return new ReportedNetwork(
            [.. layers.Where(IsCertain).Select(Matrix)],
            [.. layers.Where(layer => !IsCertain(layer) && IsPossible(layer)).Select(Matrix)],
            [
                .. network.GetProperty("unknowns").EnumerateArray().Select(unknown => new ReadUnknown(Text(unknown, "name"), Text(unknown, "reason"))),
                .. layers.Where(layer => !IsPossible(layer))
                    .Select(layer => new ReadUnknown(IsSet(layer, "repetition") ? Parent(Text(layer, "name")) : Text(layer, "name"), "")),
            ],
            network.GetProperty("predictedSamples") is { ValueKind: JsonValueKind.Number } samples ? samples.GetDouble() : null,
            network.GetProperty("isLowerEstimate").GetBoolean());
    }

    private static ReadMatrix Matrix(JsonElement layer)
        => new(Text(layer, "name"), Text(layer, "kind"), layer.GetProperty("outputs").GetInt64(), layer.GetProperty("inputs").GetInt64());

    private static bool IsPossible(JsonElement layer)
        => Text(layer, "name").IndexOfAny(['?', '{']) < 0 && !IsSet(layer, "repetition") && IsSet(layer, "outputs") && IsSet(layer, "inputs");

    private static bool IsCertain(JsonElement layer) => IsPossible(layer) && !layer.GetProperty("isConditional").GetBoolean();

    private static bool IsSet(JsonElement layer, string property) => layer.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString() ?? "";

    private static string Parent(string name) => name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : name;
}
