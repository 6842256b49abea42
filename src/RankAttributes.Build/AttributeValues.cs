using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace RankAttributes.Build;

/// <summary>The arguments of one attribute. All types that can occur are primitive, so no type needs to be resolved.</summary>
internal sealed class AttributeValues
{
    /// <summary>The namespace of what the generator writes.</summary>
    public const string Namespace = "RankAttributes.Metadata";
    private readonly CustomAttributeValue<Type> value;

    private AttributeValues(CustomAttributeValue<Type> value) => this.value = value;

    /// <summary>The attributes of this product among the given ones, by the name of their type.</summary>
    public static IEnumerable<(string Name, AttributeValues Values)> Of(MetadataReader metadata, CustomAttributeHandleCollection handles)
    {
        foreach (var handle in handles)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (NameOf(metadata, attribute) is { } name) yield return (name, new AttributeValues(attribute.DecodeValue(PrimitiveTypes.Instance)));
        }
    }

    public T? At<T>(int index) => index < value.FixedArguments.Length && value.FixedArguments[index].Value is T found ? found : default;

    public T? Named<T>(string name)
    {
        foreach (var argument in value.NamedArguments)
        {
            if (argument.Name == name && argument.Value is T found) return found;
        }

        return default;
    }

    /// <summary>The elements of a named argument that is an array of numbers; none where it is not given.</summary>
    public IReadOnlyList<T> NamedArray<T>(string name)
    {
        foreach (var argument in value.NamedArguments)
        {
            if (argument.Name == name && argument.Value is ImmutableArray<CustomAttributeTypedArgument<Type>> items) return [.. items.Select(item => item.Value).OfType<T>()];
        }

        return [];
    }

    /// <summary>The attribute's type where another assembly defines it; else null.</summary>
    public static TypeReference? TypeOf(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return null;
        var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        return parent.Kind == HandleKind.TypeReference ? metadata.GetTypeReference((TypeReferenceHandle)parent) : null;
    }

    /// <summary>The name of the attribute's type where the generator wrote it; else null.</summary>
    private static string? NameOf(MetadataReader metadata, CustomAttribute attribute)
        => TypeOf(metadata, attribute) is { } type && metadata.StringComparer.Equals(type.Namespace, Namespace) ? metadata.GetString(type.Name) : null;

    private sealed class PrimitiveTypes : ICustomAttributeTypeProvider<Type>
    {
        public static readonly PrimitiveTypes Instance = new();

        public Type GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
        {
            PrimitiveTypeCode.Boolean => typeof(bool),
            PrimitiveTypeCode.Int64 => typeof(long),
            PrimitiveTypeCode.Double => typeof(double),
            PrimitiveTypeCode.String => typeof(string),
            _ => typeof(object),
        };

        public Type GetSystemType() => typeof(Type);

        public Type GetSZArrayType(Type elementType) => elementType.MakeArrayType();

        public Type GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => typeof(object);

        public Type GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => typeof(object);

        public Type GetTypeFromSerializedName(string name) => typeof(object);

        public PrimitiveTypeCode GetUnderlyingEnumType(Type type) => PrimitiveTypeCode.Int32;

        public bool IsSystemType(Type type) => type == typeof(Type);
    }
}
