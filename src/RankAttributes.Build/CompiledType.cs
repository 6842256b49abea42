using System.Reflection.Metadata;

namespace RankAttributes.Build;

/// <summary>A type of a compiled assembly.</summary>
/// <param name="Name">Its name, as <see cref="TypeNames.Full(MetadataReader, TypeDefinition)"/> gives it.</param>
/// <param name="Definition">What the metadata says of it.</param>
internal sealed record CompiledType(string Name, TypeDefinition Definition)
{
    public static CompiledType Of(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var definition = metadata.GetTypeDefinition(handle);
        return new CompiledType(TypeNames.Full(metadata, definition), definition);
    }
}
