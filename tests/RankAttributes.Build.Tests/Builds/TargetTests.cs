namespace RankAttributes.Build.Tests.Builds;

/// <summary>Projects in which the package cannot do its work: they are told so in words.</summary>
public sealed class TargetTests : IDisposable
{
    private const string Page = "https://github.com/RankAttributes/RankAttributes/blob/main/docs/rules/";
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Theory]
    [InlineData("net48")]
    [InlineData("netstandard2.0")]
    [InlineData("net6.0")]
    public void A_framework_that_the_library_is_not_for_is_named(string framework)
    {
        // Neither the reference assemblies nor the targeting pack is needed to see the error.
        consumer.Project(
            properties: "<AutomaticallyUseReferenceAssemblyPackages>false</AutomaticallyUseReferenceAssemblyPackages><DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>"
                + "<ImplicitUsings>disable</ImplicitUsings><CheckEolTargetFramework>false</CheckEolTargetFramework>",
            frameworks: $"<TargetFramework>{framework}</TargetFramework>").Model();
        var (exitCode, output) = consumer.TryDotnet("build");

        Assert.True(exitCode == 1, output);
        Assert.Contains($"App.csproj : error RANK2009: RankAttributes needs .NET 8 or later, and this project is built for {framework}.", output,
            StringComparison.Ordinal);
        Assert.Contains(Page + "RANK2009.md", output, StringComparison.Ordinal);
        Assert.DoesNotContain("error CS", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_global_reference_has_no_library_and_is_named()
    {
        consumer.Write(
            "App.csproj",
                """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>""").Model();
        consumer.Write("Directory.Packages.props", File.ReadAllText(consumer.At("Directory.Packages.props"))
            .Replace("PackageVersion Include=\"RankAttributes\"", "GlobalPackageReference Include=\"RankAttributes\"", StringComparison.Ordinal));
        var (exitCode, output) = consumer.TryDotnet("build");

        Assert.True(exitCode == 1, output);
        Assert.Contains(
            "Mlp.cs(8): RankAttributes warning RANK2008: [SchattenRegularize] does nothing in this project: the compiler was not given RankAttributes.dll. A "
                + "GlobalPackageReference", output, StringComparison.Ordinal);
        Assert.DoesNotContain("RANK2", consumer.Write("Mlp.cs", "class Nothing;").Dotnet("build", "--no-restore"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vbproj", "Net.vb", "Visual Basic", """
        Imports RankAttributes
        Imports TorchSharp

        <SchattenRegularize(0.5)>
        Public Class Net
            Inherits torch.nn.Module(Of torch.Tensor, torch.Tensor)
            Public Sub New()
                MyBase.New("net")
            End Sub
            Public Overrides Function forward(x As torch.Tensor) As torch.Tensor
                Return x
            End Function
        End Class
        """)]
    [InlineData("fsproj", "Net.fs", "F#", """
        namespace Models
        open RankAttributes
        open TorchSharp

        [<SchattenRegularize(0.5)>]
        type Net() =
            inherit torch.nn.Module<torch.Tensor, torch.Tensor>("net")
            override _.forward(x) = x
        """)]
    public void A_class_in_a_language_without_a_generator_is_named(string extension, string file, string language, string source)
    {
        consumer.Write("App." + extension, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><RootNamespace></RootNamespace></PropertyGroup>
              <ItemGroup Condition="'{extension}' == 'fsproj'"><Compile Include="{file}" /><PackageReference Update="FSharp.Core" VersionOverride="$(FSCorePackageVersion)" /></ItemGroup>
              <ItemGroup><PackageReference Include="RankAttributes" /></ItemGroup>
            </Project>
            """).Write(file, source);
        var output = consumer.Dotnet("build");

        Assert.Contains("warning RANK2008: '", output, StringComparison.Ordinal);
        Assert.Contains($"RankAttributes generates C# alone, so that nothing of it is regularized in {language}.", output, StringComparison.Ordinal);
    }
}
