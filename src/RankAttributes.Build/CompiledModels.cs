using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using RankAttributes.Build.Report;
using RankAttributes.Declarations;

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
        var creations = Creations(metadata);
        var types = new Dictionary<string, CompiledType>(StringComparer.Ordinal);
        var places = new CreationPlaces(metadata, sources, types);
        var all = metadata.TypeDefinitions.Select(handle => CompiledType.Of(metadata, handle)).ToList();
        foreach (var type in all)
        {
            if (!types.ContainsKey(type.Name)) types.Add(type.Name, type);
        }

        return [.. all.SelectMany(type => CompiledDeclarations.Of(metadata, type.Definition.GetCustomAttributes()).Take(1)
            .Select(text => Report(Model(type.Name, text), creations[type.Name].ToList(), places) with { Place = sources.Of(metadata, type.Definition) }))];
    }

    /// <summary>The declaration; one that cannot be read is a model of which nothing is known but why.</summary>
    private static ModelDeclaration Model(string type, CompiledDeclaration declaration)
    {
        var read = DeclarationText.ReadModel(type, declaration.Version, declaration.Text);
        return read.Value ?? new ModelDeclaration(type, TypeNames.Simple(type), default,
            new EquatableArray<UnreadLayer>([new UnreadLayer(TypeNames.Simple(type), read.Problem!)]), null);
    }

    /// <summary>What the compiler saw of the models beyond their own classes, by the metadata name of the model; one that cannot be read is left out.</summary>
    private static ILookup<string, CreationDeclaration> Creations(MetadataReader metadata)
        => CompiledDeclarations.Of(metadata, metadata.IsAssembly ? metadata.GetAssemblyDefinition().GetCustomAttributes() : default)
            .Select(declaration => DeclarationText.ReadCreation(declaration.Version, declaration.Text).Value)
            .OfType<CreationDeclaration>()
            .ToLookup(creation => creation.Model, StringComparer.Ordinal);

    /// <summary>The model with all that was seen of it: the class through its base classes and submodules takes the place of its own text.</summary>
    private static ReportedModel Report(ModelDeclaration model, IReadOnlyList<CreationDeclaration> seen, CreationPlaces places)
    {
        var whole = seen.FirstOrDefault(creation => creation.Point is null) is { } read ? At(model, read) : model;
        return ReportedModel.Of(whole) with
        {
            Creations =
            [
                .. seen.Where(creation => creation.Point is not null).Select(creation => new ReportedCreation(
                    creation.Point!, CreationPlaces.Words(creation.Point!),
                        ModelPrediction.Of(At(model, creation), model.Data)) { Place = places.Of(creation.Point!) }),
            ],
        };
    }

    private static ModelDeclaration At(ModelDeclaration model, CreationDeclaration creation)
        => model with { Layers = creation.Layers, UnreadLayers = creation.UnreadLayers };
}
