using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using RankAttributes.Declarations;

namespace RankAttributes.Build.Tests;

/// <summary>Writes assemblies that no compiler would: names of any kind, types that contain each other.</summary>
internal static class HostileAssembly
{
    /// <summary>One declared model with the names, inside of itself where asked.</summary>
    public static void Write(string path, string space, string type, string text, bool isInsideItself = false, int version = DeclarationText.Version)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("m.dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("m"), new Version(1, 0), default, default, default, AssemblyHashAlgorithm.None);
        var library = metadata.AddAssemblyReference(metadata.GetOrAddString("RankAttributes"), new Version(0, 1), default, default, default, default);
        var attribute = metadata.AddTypeReference(library, metadata.GetOrAddString("RankAttributes.Metadata"),
            metadata.GetOrAddString("DeclaredModelAttribute"));
        var constructor = metadata.AddMemberReference(attribute, metadata.GetOrAddString(".ctor"),
            Blob(metadata, signature => new BlobEncoder(signature).MethodSignature(isInstanceMethod: true)
            .Parameters(2, result => result.Void(), parameters =>
            {
                parameters.AddParameter().Type().Int32();
                parameters.AddParameter().Type().String();
            })));

        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1),
            MetadataTokens.MethodDefinitionHandle(1));
        var model = metadata.AddTypeDefinition(
            TypeAttributes.Class | (isInsideItself ? TypeAttributes.NestedPublic : TypeAttributes.Public),
            metadata.GetOrAddString(space), metadata.GetOrAddString(type), default, MetadataTokens.FieldDefinitionHandle(1),
            MetadataTokens.MethodDefinitionHandle(1));
        if (isInsideItself) metadata.AddNestedType(model, model);
        metadata.AddCustomAttribute(model, constructor, Blob(metadata, value =>
        {
            value.WriteUInt16(1);
            value.WriteInt32(version);
            value.WriteSerializedString(text);
            value.WriteUInt16(0);
        }));

        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        File.WriteAllBytes(path, image.ToArray());
    }

    private static BlobHandle Blob(MetadataBuilder metadata, Action<BlobBuilder> write)
    {
        var blob = new BlobBuilder();
        write(blob);
        return metadata.GetOrAddBlob(blob);
    }
}
