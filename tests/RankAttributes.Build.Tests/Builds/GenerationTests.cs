namespace RankAttributes.Build.Tests.Builds;

/// <summary>An annotated class is never compiled without its generated part in silence.</summary>
public sealed class GenerationTests : IDisposable
{
    private const string Page = "https://github.com/RankAttributes/RankAttributes/blob/main/docs/rules/";
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void A_compiler_that_is_too_old_is_named_and_not_given_what_it_cannot_load()
    {
        var output = consumer.Project().Model().Dotnet("build", "-p:CompilerApiVersion=roslyn4.7");

        Assert.Contains("App.csproj : warning RANK2006: RankAttributes needs the C# compiler 4.8 or later", output, StringComparison.Ordinal);
        Assert.Contains("this build uses 4.7.", output, StringComparison.Ordinal);
        Assert.Contains(Page + "RANK2006.md", output, StringComparison.Ordinal);
        Assert.DoesNotContain("RANK2008", output, StringComparison.Ordinal);

        Assert.DoesNotContain("RANK20", consumer.Dotnet("build", "--no-restore", "--no-incremental", "-p:CompilerApiVersion=roslyn4.8"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_generator_is_left_out_the_annotation_is_found_in_the_source()
    {
        consumer.Project().Model().Write("Use.cs", "static class Use { public static object Of(Models.Mlp model) => model.RegularizationLoss(); }");
        consumer.Write("Directory.Build.targets",
            "<Project><Target Name=\"Fast\" AfterTargets=\"ResolveLockFileAnalyzers\"><ItemGroup><Analyzer Remove=\"@(Analyzer)\" "
                + "/></ItemGroup></Target></Project>");
        var (exitCode, output) = consumer.TryDotnet("build");

        Assert.True(exitCode == 1, output);
        Assert.Contains("CS1061", output, StringComparison.Ordinal);
        Assert.Contains("Mlp.cs(8): RankAttributes warning RANK2008: [SchattenRegularize] does nothing in this project", output, StringComparison.Ordinal);
        Assert.Contains(Page + "RANK2008.md", output, StringComparison.Ordinal);

        consumer.Write("Mlp.cs",
            "// [SchattenRegularize(p: 0.5)] was here\nnamespace Models { class Mlp { public string RegularizationLoss() => \"[SchattenRegularize(1)]\"; } }");
        consumer.Write("Use.cs", "");
        Assert.DoesNotContain("RANK2", consumer.Dotnet("build", "--no-restore"), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_generator_left_a_class_out_every_build_says_so()
    {
        consumer.Project(properties: "<RankAttributesReport>false</RankAttributesReport>").Model()
            .Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.RANK0001.severity = none\n");
        consumer.Write("Mlp.cs", File.ReadAllText(consumer.At("Mlp.cs")).Replace("partial ", "", StringComparison.Ordinal));

        Assert.Contains("Mlp.cs(10): RankAttributes warning RANK2008: 'Models.Mlp' has [SchattenRegularize], but the generator", consumer.Dotnet("build"),
            StringComparison.Ordinal);
        Assert.Contains("RANK2008", consumer.Dotnet("build", "--no-restore"), StringComparison.Ordinal);
        Assert.DoesNotContain("RANK2008", consumer.Model().Dotnet("build", "--no-restore"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_with_packages_config_is_told_to_move()
    {
        var build = Path.Combine(PackedPackage.Unpacked, "build", "RankAttributes.targets");
        consumer.Write("packages.config",
            $"<packages><package id=\"RankAttributes\" version=\"{PackedPackage.Version}\" targetFramework=\"net48\" /></packages>");
        consumer.Write("Legacy.csproj", $"""
            <Project ToolsVersion="15.0" DefaultTargets="Build" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
              <PropertyGroup><TargetFrameworkVersion>v4.8</TargetFrameworkVersion><OutputType>Library</OutputType><AssemblyName>Legacy</AssemblyName><OutputPath>bin/</OutputPath></PropertyGroup>
              <ItemGroup><Compile Include="Nothing.cs" /><None Include="packages.config" /></ItemGroup>
              <Import Project="$(MSBuildToolsPath)/Microsoft.CSharp.targets" />
              <Import Project="{build}" />
            </Project>
            """).Write("Nothing.cs", "class Nothing { }");
        var (exitCode, output) = consumer.TryDotnet("msbuild", "Legacy.csproj", "-nologo");

        Assert.True(exitCode == 1, output);
        Assert.Contains("Legacy.csproj : error RANK2007: RankAttributes works only as a PackageReference", output, StringComparison.Ordinal);
        Assert.Contains(Page + "RANK2007.md", output, StringComparison.Ordinal);
    }
}
