using System.Reflection.Metadata;

namespace RankAttributes.Build;

/// <summary>One <c>[DeclaredModel]</c> of a compiled assembly.</summary>
/// <param name="Version">The version it states; <see langword="null"/> where it is not of this form.</param>
/// <param name="Text">The declaration.</param>
internal sealed record CompiledDeclaration(int? Version, string Text);

/// <summary>Finds the attributes that the generator writes, from metadata alone: no type is resolved and nothing is loaded.</summary>
internal static class CompiledDeclarations
{
    private const string Namespace = "RankAttributes.Metadata";
    private const string Name = "DeclaredModelAttribute";

    // An instance method of two parameters, int and string, that returns nothing (ECMA-335, II.23.2.1).
    private static readonly byte[] Signature = [0x20, 0x02, 0x01, 0x08, 0x0E];

    public static IEnumerable<CompiledDeclaration> Of(MetadataReader metadata, CustomAttributeHandleCollection attributes)
    {
        foreach (var handle in attributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (IsNamed(metadata, attribute, Namespace, Name)) yield return Read(metadata, attribute);
        }
    }

    /// <summary>Whether the generator has written something for a type.</summary>
    public static bool IsDeclared(MetadataReader metadata, TypeDefinition type)
        => type.GetCustomAttributes().Any(handle => IsNamed(metadata, metadata.GetCustomAttribute(handle), Namespace, Name));

    /// <summary>Whether an attribute's type is defined by another assembly under a name.</summary>
    public static bool IsNamed(MetadataReader metadata, CustomAttribute attribute, string space, string name)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return false;
        var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference) return false;
        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Namespace, space) && metadata.StringComparer.Equals(type.Name, name);
    }

    private static CompiledDeclaration Read(MetadataReader metadata, CustomAttribute attribute)
    {
        var constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
        if (!metadata.GetBlobBytes(constructor.Signature).SequenceEqual(Signature)) return new(null, "");
        var value = metadata.GetBlobReader(attribute.Value);
        value.ReadUInt16();
        return new(value.ReadInt32(), value.ReadSerializedString() ?? "");
    }
}
