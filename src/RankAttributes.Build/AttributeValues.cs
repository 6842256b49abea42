using System.Reflection.Metadata;

namespace RankAttributes.Build;

/// <summary>The arguments of one attribute. All types that can occur are primitive, so no type needs to be resolved.</summary>
internal sealed class AttributeValues
{
    private readonly CustomAttributeValue<Type> value;

    private AttributeValues(CustomAttributeValue<Type> value) => this.value = value;

    public static AttributeValues Of(CustomAttribute attribute) => new(attribute.DecodeValue(PrimitiveTypes.Instance));

    public T? At<T>(int index) => index < value.FixedArguments.Length && value.FixedArguments[index].Value is T found ? found : default;

    public T? Named<T>(string name)
    {
        foreach (var argument in value.NamedArguments)
        {
            if (argument.Name == name && argument.Value is T found) return found;
        }

        return default;
    }

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
