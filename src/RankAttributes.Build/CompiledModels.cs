using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using RankAttributes.Build.Report;

namespace RankAttributes.Build;

/// <summary>Reads the models that a compiled assembly declares, from its metadata alone: nothing of it is loaded or run.</summary>
internal static class CompiledModels
{
    /// <summary>The declared models; none for an assembly without annotated models.</summary>
    /// <exception cref="BadImageFormatException">The file is not a managed assembly.</exception>
    public static IReadOnlyList<ReportedModel> Read(string path, string projectFolder)
    {
        using var file = File.OpenRead(path);
        using var image = new PEReader(file);
        if (!image.HasMetadata) throw new BadImageFormatException("The file holds no .NET metadata.");
        var metadata = image.GetMetadataReader();
        using var sources = SourceLocations.Open(image, path, projectFolder);
        var creations = CompiledCreations.Read(metadata, sources);
        return
        [
            .. metadata.TypeDefinitions
                .Select(handle => Read(metadata, handle, sources))
                .OfType<ReportedModel>()
                .Select(model => CompiledCreations.Complete(model, creations[model.TypeName])),
        ];
    }

    private static ReportedModel? Read(MetadataReader metadata, TypeDefinitionHandle handle, SourceLocations sources)
    {
        AttributeValues? declared = null;
        var layers = new List<ReportedLayer>();
        var unread = new List<UnreadLayer>();
        var written = new Dictionary<string, (string? Outputs, string? Inputs)>(StringComparer.Ordinal);
        var type = metadata.GetTypeDefinition(handle);
        foreach (var (name, values) in AttributeValues.Of(metadata, type.GetCustomAttributes()))
        {
            switch (name)
            {
                case "DeclaredModelAttribute":
                    declared = values;
                    break;
                case "DeclaredLayerAttribute":
                    layers.Add(Layer(values));
                    break;
                case "ConstructorLayerAttribute":
                    written[values.At<string>(0) ?? ""] = (Expression(values.At<string>(2)), Expression(values.At<string>(3)));
                    break;
                case "UnreadLayerAttribute":
                    unread.Add(new UnreadLayer(values.At<string>(0) ?? "", values.At<string>(1) ?? ""));
                    break;
            }
        }

        if (declared is null) return null;
        return new ReportedModel(TypeNames.Full(metadata, type), declared.At<string>(0) ?? "", [.. layers.Select(layer => AsWritten(layer, written))], unread)
        {
            Samples = declared.Named<long>("Samples"),
            SamplesSource = declared.Named<string>("SamplesSource"),
            InputNorm = declared.Named<double>("InputNorm"),
            Margin = declared.Named<double>("Margin"),
            Constant = declared.Named<double>("Constant") is > 0 and var constant ? constant : 1,
            TargetGap = declared.Named<double>("TargetGap") is > 0 and var gap ? gap : 1,
            SpectralNorm = declared.Named<double>("SpectralNorm"),
            Place = sources.Of(metadata, type),
        };
    }

    private static ReportedLayer AsWritten(ReportedLayer layer, Dictionary<string, (string? Outputs, string? Inputs)> written)
        => written.TryGetValue(layer.Name, out var shape) ? layer with { OutputsExpression = shape.Outputs, InputsExpression = shape.Inputs } : layer;

    /// <summary>What the source writes for a dimension, where that is more than a number.</summary>
    private static string? Expression(string? text) => text is null or "" or "?" || text.All(char.IsDigit) ? null : text;

    private static ReportedLayer Layer(AttributeValues values) => new(
        values.At<string>(0) ?? "", values.At<string>(1) ?? "", values.At<long>(2), values.At<long>(3))
    {
        Repetition = values.Named<string>("Repetition"),
        IsConditional = values.Named<bool>("IsConditional"),
        P = values.Named<double>("P"),
        Rank = values.Named<long>("Rank"),
        SpectralNorm = values.Named<double>("SpectralNorm"),
        SpatialWidth = values.Named<long>("SpatialWidth"),
        IsRegularized = values.Named<bool>("IsRegularized"),
        IsBiasFree = values.Named<bool>("IsBiasFree"),
        IsCoveredByTheorem = values.Named<bool>("IsCoveredByTheorem"),
    };
}
