using System.Text.Json;

namespace RankAttributes.Consumption;

/// <summary>A project of somebody who uses RankAttributes, in a folder of its own, and the SDK to build it, without a network.</summary>
internal sealed class Consumer : IDisposable
{
    private const string Plain = """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""";

    public Consumer(string name = "consumer of a report")
    {
        Folder = Path.Combine(Directory.CreateTempSubdirectory("rank").FullName, name);
        Directory.CreateDirectory(Folder);

        // Beside the folder: NuGet cannot take a configuration from one with a semicolon in its name.
        Write("../nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{PackedPackage.Packages}" /></config>
              <packageSources><clear /><add key="packed" value="{PackedPackage.Source}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="restored" value="{PackedPackage.Restored}" /></fallbackPackageFolders>
            </configuration>
            """);
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Packages.props", $"""
            <Project>
              <Import Project="{PackedPackage.Repository}Directory.Packages.props" />
              <ItemGroup><PackageVersion Include="RankAttributes" Version="{PackedPackage.Version}" /></ItemGroup>
            </Project>
            """);
    }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);

    /// <summary>Adds a project that uses the package.</summary>
    public Consumer Project(string path = "App.csproj", string properties = "", string frameworks = "<TargetFramework>net10.0</TargetFramework>")
        => Write(path, $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            {frameworks}
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="RankAttributes" />
          </ItemGroup>
        </Project>
        """);

    /// <summary>Adds a project that does not.</summary>
    public Consumer PlainProject(string path) => Write(path, Plain);

    public Consumer Model(string path = "Mlp.cs", string name = "Mlp", string rank = "Rank = 6", string before = "", int samples = 60_000) => Write(path, $$"""
        using RankAttributes;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        namespace Models;
        {{before}}
        [SchattenRegularize(p: 0.5, {{rank}})]
        [TrainingData(samples: {{samples}})]
        public sealed partial class {{name}} : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> fc1 = Linear(784, 256);
            private readonly Module<Tensor, Tensor> head = Linear(256, 10);

            public {{name}}() : base("net") => RegisterComponents();

            public override Tensor forward(Tensor x) => head.forward(fc1.forward(x));
        }
        """);

    public Consumer Write(string path, string content)
    {
        var full = At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content.ReplaceLineEndings("\n"));
        return this;
    }

    public string At(string path) => Path.Combine(Folder, path);

    public string Report(string extension, string folder = "bin/Debug/net10.0/RankAttributes") => At($"{folder}/App.bounds.{extension}");

    /// <summary>The JSON report's first model.</summary>
    public JsonElement ReportedModel() => JsonDocument.Parse(File.ReadAllText(Report("json"))).RootElement.GetProperty("models")[0];

    /// <summary>Runs <c>dotnet</c>, which must succeed; what it printed.</summary>
    public string Dotnet(params string[] arguments) => Sdk.Dotnet(Folder, arguments);

    public (int ExitCode, string Output) TryDotnet(params string[] arguments) => Sdk.Run(Folder, arguments);
}
