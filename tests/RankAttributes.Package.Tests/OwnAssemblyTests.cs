using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace RankAttributes.Package.Tests;

/// <summary>What the product's own assemblies can reach at all: a compiler, a build and a training run load them on trust.</summary>
public class OwnAssemblyTests
{
    public static TheoryData<string> Assemblies =>
    [
        .. Directory.EnumerateFiles(PackedPackage.Unpacked, "RankAttributes*.dll", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(PackedPackage.Unpacked, file))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void It_uses_no_network_starts_no_process_and_calls_no_native_code(string assembly)
    {
        using var image = new PEReader(File.OpenRead(Path.Combine(PackedPackage.Unpacked, assembly)));
        var metadata = image.GetMetadataReader();
        var types = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}");
        var members = metadata.MemberReferences.Select(handle => metadata.GetMemberReference(handle)).Select(member => metadata.GetString(member.Name));
        var references = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name));

        Assert.NotEmpty(metadata.TypeDefinitions);
        Assert.DoesNotContain(references, name => name.StartsWith("System.Net", StringComparison.Ordinal) || name == "System.Diagnostics.Process");
        Assert.DoesNotContain(types, name => name.StartsWith("System.Net.", StringComparison.Ordinal)
            || name.StartsWith("System.Diagnostics.Process", StringComparison.Ordinal)
            || name is "System.Runtime.Serialization.Formatters.Binary.BinaryFormatter" or "System.Reflection.Emit.AssemblyBuilder"
                or "System.Runtime.Loader.AssemblyLoadContext");
        Assert.DoesNotContain(members, name => name is "LoadFrom" or "LoadFile" or "UnsafeLoadFrom");
        Assert.Equal(0, metadata.GetTableRowCount(TableIndex.ImplMap));
    }

    [Fact]
    public void The_bounds_say_that_they_may_be_trimmed()
    {
        var trimmable = System.Reflection.Assembly.Load("RankAttributes.Bounds").GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType.Name == "AssemblyMetadataAttribute")
            .Select(attribute => (attribute.ConstructorArguments[0].Value, attribute.ConstructorArguments[1].Value));
        Assert.Contains(("IsTrimmable", "True"), trimmable);
    }
}
