using System.Reflection.Metadata;
using RankAttributes.Build.Report;

namespace RankAttributes.Build;

/// <summary>Reads what the compiler saw of the models beyond their own classes: through base classes and submodules, and at each creation.</summary>
internal static class CompiledCreations
{
    /// <summary>The creations by the metadata name of the model, each group in the order of the assembly; one of the class itself has no expression.</summary>
    public static ILookup<string, ReportedCreation> Read(MetadataReader metadata, SourceLocations sources)
    {
        var attributes = metadata.IsAssembly ? metadata.GetAssemblyDefinition().GetCustomAttributes() : default;
        var types = new Lazy<Dictionary<string, TypeDefinition>>(() => TypesByName(metadata));
        return AttributeValues.Of(metadata, attributes)
            .Where(attribute => attribute.Name == "CreatedModelAttribute")
            .Select(attribute => attribute.Values)
            .ToLookup(values => values.At<string>(0) ?? "", values => Creation(metadata, values, sources, types), StringComparer.Ordinal);
    }

    /// <summary>The model with all that was seen of it.</summary>
    public static ReportedModel Complete(ReportedModel model, IEnumerable<ReportedCreation> creations)
    {
        var seen = creations.ToList();
        var whole = seen.FirstOrDefault(creation => creation.Expression.Length == 0);
        return model with
        {
            Layers = whole is null ? model.Layers : [.. whole.Layers.Select(layer => WithNorm(AsWritten(layer, model.Layers), model))],
            Unread = whole?.Unread ?? model.Unread,
            Creations = [.. seen.Where(creation => creation.Expression.Length > 0).Select(creation => creation with { Layers = [.. creation.Layers.Select(layer => WithNorm(layer, model))] })],
        };
    }

    /// <summary>The layer with the norm that is declared for all that declare none.</summary>
    private static ReportedLayer WithNorm(ReportedLayer layer, ReportedModel model) => layer.SpectralNorm > 0 ? layer : layer with { SpectralNorm = model.SpectralNorm };

    /// <summary>The layer of the whole with the expressions that its class has for it.</summary>
    private static ReportedLayer AsWritten(ReportedLayer layer, IReadOnlyList<ReportedLayer> own) => own.FirstOrDefault(item => item.Name == layer.Name) is { } written
        ? layer with { OutputsExpression = written.OutputsExpression, InputsExpression = written.InputsExpression, Repetition = written.Repetition, IsConditional = written.IsConditional }
        : layer;

    private static ReportedCreation Creation(MetadataReader metadata, AttributeValues values, SourceLocations sources, Lazy<Dictionary<string, TypeDefinition>> types)
    {
        var (expression, type, member) = (values.At<string>(1) ?? "", values.At<string>(2) ?? "", values.At<string>(3) ?? "");
        return new ReportedCreation(expression, Display(type, member), CreatedLayers.Read(values), Unread(values))
        {
            Place = type.Length > 0 && types.Value.TryGetValue(type, out var definition) ? sources.Of(metadata, definition, member, expression, Start(expression)) : default,
        };
    }

    /// <summary>The creation up to its arguments, which may go over several lines.</summary>
    private static string Start(string expression)
    {
        var end = expression.IndexOf('(');
        return end < 0 ? expression : expression.Substring(0, end + 1);
    }

    private static IReadOnlyList<UnreadLayer> Unread(AttributeValues values)
        => [.. values.NamedArray<string>("UnreadNames").Zip(values.NamedArray<string>("UnreadReasons"), (name, reason) => new UnreadLayer(name, reason))];

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
