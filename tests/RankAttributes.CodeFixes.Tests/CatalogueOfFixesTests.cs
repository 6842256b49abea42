using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RankAttributes.CodeFixes.Tests;

/// <summary>The fixes as an editor finds them in the package's assembly: exported, for C#, each with a name and a way to fix all.</summary>
public class CatalogueOfFixesTests
{
    [Fact]
    public void Every_fix_is_exported_and_fixes_all_at_once()
    {
        var types = typeof(MakePartialFix).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract).ToList();
        Assert.NotEmpty(types);
        Assert.All(types, type =>
        {
            var export = Assert.Single(type.GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), inherit: false).Cast<ExportCodeFixProviderAttribute>());
            Assert.Equal([LanguageNames.CSharp], export.Languages);
            Assert.Equal(type.Name, export.Name);
            var provider = (CodeFixProvider)Activator.CreateInstance(type)!;
            Assert.NotNull(provider.GetFixAllProvider());
            Assert.All(provider.FixableDiagnosticIds, id => Assert.Matches("^(RANK[0-9]{4}|CS0618)$", id));
        });
        Assert.Equal(
            ["CS0618", "RANK0001", "RANK0003", "RANK0005", "RANK0006", "RANK1001", "RANK1002", "RANK1003", "RANK1004", "RANK1007", "RANK1009"],
            types.SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds).Order(StringComparer.Ordinal));
    }
}
