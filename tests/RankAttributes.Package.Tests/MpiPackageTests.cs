using System.IO.Compression;

namespace RankAttributes.Package.Tests;

/// <summary>The package for training on many machines, as a user gets it.</summary>
public sealed class MpiPackageTests : IDisposable
{
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void A_program_with_the_package_alone_builds_and_is_a_world_of_one_without_a_launcher()
    {
        PackedPackage.PackInto(PackedPackage.Source, "src/RankAttributes.Mpi");
        consumer.Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup><PackageReference Include="RankAttributes.Mpi" VersionOverride="{PackedPackage.Version}" /></ItemGroup>
            </Project>
            """);
        consumer.Write("Program.cs", """
            using RankAttributes.Mpi;

            return Distributed.Run(world => Console.WriteLine($"rank {world.Rank} of {world.Size}"));
            """);

        Assert.Contains("rank 0 of 1", consumer.Dotnet("run"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_holds_one_library_and_depends_on_RankAttributes()
    {
        PackedPackage.PackInto(PackedPackage.Source, "src/RankAttributes.Mpi");
        using var package = ZipFile.OpenRead(Path.Combine(PackedPackage.Source, $"RankAttributes.Mpi.{PackedPackage.Version}.nupkg"));
        using var manifest = new StreamReader(package.GetEntry("RankAttributes.Mpi.nuspec")!.Open());
        var text = manifest.ReadToEnd();

        Assert.Equal(["RankAttributes.Mpi.dll"], package.Entries.Select(entry => entry.Name).Where(name => name.EndsWith(".dll", StringComparison.Ordinal)));
        Assert.Contains($"<dependency id=\"RankAttributes\" version=\"{PackedPackage.Version}\"", text, StringComparison.Ordinal);
        Assert.Contains("<readme>README.md</readme>", text, StringComparison.Ordinal);
    }
}
