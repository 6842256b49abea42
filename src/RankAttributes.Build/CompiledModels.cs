using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using RankAttributes.Reporting;

namespace RankAttributes.Build;

/// <summary>Reads the models that a compiled assembly declares, from its metadata alone: nothing of it is loaded or run.</summary>
internal static class CompiledModels
{
    private const string Namespace = "RankAttributes.Metadata";

    /// <summary>The declared models; none for an assembly without annotated models.</summary>
    /// <exception cref="BadImageFormatException">The file is not a managed assembly.</exception>
    public static IReadOnlyList<ReportedModel> Read(string path, string projectFolder)
    {
        using var file = File.OpenRead(path);
        using var image = new PEReader(file);
        if (!image.HasMetadata) throw new BadImageFormatException("The file holds no .NET metadata.");
        var metadata = image.GetMetadataReader();
        using var sources = SourceLocations.Open(image, path, projectFolder);
        var models = new List<ReportedModel>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            if (Read(metadata, handle, sources) is { } model) models.Add(model);
        }

        return models;
    }

    private static ReportedModel? Read(MetadataReader metadata, TypeDefinitionHandle handle, SourceLocations sources)
    {
        AttributeValues? declared = null;
        var layers = new List<ReportedLayer>();
        var unread = new List<UnreadLayer>();
        var type = metadata.GetTypeDefinition(handle);
        foreach (var attributeHandle in type.GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(attributeHandle);
            switch (NameOf(metadata, attribute))
            {
                case "DeclaredModelAttribute":
                    declared = AttributeValues.Of(attribute);
                    break;
                case "DeclaredLayerAttribute":
                    layers.Add(Layer(AttributeValues.Of(attribute)));
                    break;
                case "UnreadLayerAttribute":
                    var values = AttributeValues.Of(attribute);
                    unread.Add(new UnreadLayer(values.At<string>(0) ?? "", values.At<string>(1) ?? ""));
                    break;
            }
        }

        if (declared is null) return null;
        var (source, line) = sources.Of(metadata, type);
        return new ReportedModel(FullName(metadata, type), declared.At<string>(0) ?? "", layers, unread)
        {
            Samples = declared.Named<long>("Samples"),
            InputNorm = declared.Named<double>("InputNorm"),
            Margin = declared.Named<double>("Margin"),
            File = source,
            Line = line,
        };
    }

    private static ReportedLayer Layer(AttributeValues values) => new(
        values.At<string>(0) ?? "", values.At<string>(1) ?? "", values.At<long>(2), values.At<long>(3))
    {
        P = values.Named<double>("P"),
        Rank = values.Named<long>("Rank"),
        SpectralNorm = values.Named<double>("SpectralNorm"),
        SpatialWidth = values.Named<long>("SpatialWidth"),
        IsRegularized = values.Named<bool>("IsRegularized"),
        IsCoveredByTheorem = values.Named<bool>("IsCoveredByTheorem"),
    };

    /// <summary>The attribute's type where it belongs to this product; else null.</summary>
    private static string? NameOf(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return null;
        var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference) return null;
        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Namespace, Namespace) ? metadata.GetString(type.Name) : null;
    }

    private static string FullName(MetadataReader metadata, TypeDefinition type)
    {
        var name = metadata.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer) return FullName(metadata, metadata.GetTypeDefinition(outer)) + "+" + name;
        var space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }
}
