using System.Reflection.Metadata;
using RankAttributes.Reporting;

namespace RankAttributes.Build;

/// <summary>Reads where the compiler saw models created.</summary>
internal static class CompiledCreations
{
    /// <summary>The creations by the metadata name of the model, each group in the order of the assembly.</summary>
    public static ILookup<string, ReportedCreation> Read(MetadataReader metadata, SourceLocations sources)
    {
        var attributes = metadata.IsAssembly ? metadata.GetAssemblyDefinition().GetCustomAttributes() : default;
        var places = new Lazy<Dictionary<string, TypeDefinition>>(() => TypesByName(metadata));
        return AttributeValues.Of(metadata, attributes)
            .Where(attribute => attribute.Name == "CreatedModelAttribute")
            .ToLookup(
                attribute => attribute.Values.At<string>(0) ?? "",
                attribute => Creation(metadata, attribute.Values, sources, places.Value),
                StringComparer.Ordinal);
    }

    private static ReportedCreation Creation(MetadataReader metadata, AttributeValues values, SourceLocations sources, Dictionary<string, TypeDefinition> types)
    {
        var (type, member) = (values.At<string>(2) ?? "", values.At<string>(3) ?? "");
        var (outputs, inputs) = (values.NamedArray<long>("Outputs"), values.NamedArray<long>("Inputs"));
        return new ReportedCreation(
            values.At<string>(1) ?? "",
            Display(type, member),
            [.. Enumerable.Range(0, Math.Min(outputs.Count, inputs.Count)).Select(index => new LayerShape(outputs[index], inputs[index]))])
        {
            Place = types.TryGetValue(type, out var definition) ? sources.Of(metadata, definition, member) : default,
        };
    }

    private static Dictionary<string, TypeDefinition> TypesByName(MetadataReader metadata)
    {
        var types = new Dictionary<string, TypeDefinition>(StringComparer.Ordinal);
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            types[TypeNames.Full(metadata, type)] = type;
        }

        return types;
    }

    private static string Display(string type, string member) => member switch
    {
        "<Main>$" => "top-level statements",
        ".ctor" or ".cctor" => $"constructor of {TypeNames.Simple(type)}",
        _ => $"{TypeNames.Simple(type)}.{member}",
    };
}
