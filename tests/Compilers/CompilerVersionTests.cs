using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RankAttributes;

public class CompilerVersionTests
{
    [Fact]
    public void These_tests_run_under_the_compiler_that_they_are_for()
    {
        var version = typeof(CompilerVersionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "CompilerVersion").Value!;
        var loaded = typeof(Compilation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Assert.StartsWith(version.TrimEnd('0').TrimEnd('.') , loaded, StringComparison.Ordinal);
    }
}
