namespace RankAttributes.Editor.Tests.Server;

/// <summary>A project on the disk that a server opens. It refers to the library and loads the analyzers, as a project with the package does.</summary>
internal sealed class Workspace : IDisposable
{
    private static readonly string Bin = AppContext.BaseDirectory;

    public Workspace(params (string Name, string Text)[] files)
    {
        Folder = Directory.CreateTempSubdirectory("editor").FullName;
        File.WriteAllText(Path.Combine(Folder, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <Nullable>enable</Nullable>
                <EnableNETAnalyzers>false</EnableNETAnalyzers>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{Path.Combine(Bin, "RankAttributes.dll")}" />
                <Reference Include="{Path.Combine(Bin, "TorchSharp.dll")}" />
                <Analyzer Include="{Path.Combine(Bin, "RankAttributes.Roslyn.dll")}" />
                <Analyzer Include="{Path.Combine(Bin, "RankAttributes.Declarations.dll")}" />
                <Analyzer Include="{Path.Combine(Bin, "RankAttributes.Bounds.dll")}" />
              </ItemGroup>
            </Project>
            """);
        Directory.CreateDirectory(Path.Combine(Folder, ".config"));
        File.Copy(Path.Combine(ServerTool.Root, ".config", "dotnet-tools.json"), Path.Combine(Folder, ".config", "dotnet-tools.json"));
        foreach (var (name, text) in files) File.WriteAllText(Path.Combine(Folder, name), text);
        Assert.Null(ServerTool.Run(Folder, "restore"));
    }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
