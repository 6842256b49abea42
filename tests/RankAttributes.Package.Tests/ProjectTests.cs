using System.Diagnostics;

namespace RankAttributes.Package.Tests;

/// <summary>The package in projects as people have them.</summary>
public sealed class ProjectTests : IDisposable
{
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    /// <summary>
    /// A class library in the oldest C# that generated code compiles in, without nullable annotations; a program that derives from its model and refers to the
    /// library alone; every warning an error in both.
    /// </summary>
    [Fact]
    public void A_library_in_old_CSharp_and_a_program_that_derives_from_its_model()
    {
        const string Strict =
            "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><MSBuildTreatWarningsAsErrors>true</MSBuildTreatWarningsAsErrors><GenerateDocumentationFile>true</GenerateDocumentationFile><NoWarn>$(NoWarn);CS1591</NoWarn>";
        consumer.Project("Library/Library.csproj",
            $"{Strict}<Nullable>disable</Nullable><ImplicitUsings>disable</ImplicitUsings><LangVersion>8.0</LangVersion>",
            "<TargetFramework>net8.0</TargetFramework>")
            .Write("Library/Trunk.cs", """
                using RankAttributes;
                using TorchSharp.Modules;
                using static TorchSharp.torch;
                using static TorchSharp.torch.nn;

                namespace Library
                {
                    [SchattenRegularize(p: 0.5, Rank = 4, Strength = 1), TrainingData(60000, InputShape = new[] { 1, 28, 28 })]
                    public partial class Trunk : Module<Tensor, Tensor>
                    {
                        protected readonly Linear fc;
                        [SchattenRegularize(p: 1, Rank = 2)] private readonly Module<Tensor, Tensor> convolution = Conv2d(1, 8, 3, stride: 2);

                        public Trunk(int width) : base("trunk") { fc = Linear(784, width); RegisterComponents(); }

                        public override Tensor forward(Tensor x) => fc.forward(x);

                        public static Trunk Make() => new Trunk(64);
                    }
                }
                """)
            .Write("App/App.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>{Strict}</PropertyGroup>
                  <ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>
                </Project>
                """)
            .Write("App/Program.cs", """
                using RankAttributes;
                using TorchSharp.Modules;
                using static TorchSharp.torch;
                using static TorchSharp.torch.nn;

                using var model = new Classifier();
                Console.WriteLine(string.Join(' ', model.GetRegularizedWeights().Select(weight => $"{weight.Name}:{weight.P}:{weight.Rank}")));
                using var loss = model.RegularizationLoss();
                Console.WriteLine(loss.item<float>() > 0 && ReferenceEquals(model, (IRankRegularized)model));

                [SchattenRegularize(p: 0.25, Rank = 3)]
                internal sealed partial class Classifier : Library.Trunk
                {
                    private readonly Linear head = Linear(32, 10);

                    public Classifier() : base(32) => RegisterComponents();

                    public override Tensor forward(Tensor x) => head.forward(base.forward(x));
                }
                """);

        var output = consumer.Dotnet("build", "App/App.csproj");
        Assert.Contains("0 Warning(s)", output, StringComparison.Ordinal);
        Assert.Equal("head.weight:0.25:3 fc.weight:0.5:4 convolution.weight:1:2\nTrue", Run("App/bin/Debug/net10.0"));

        var report = System.Text.Json.JsonDocument.Parse(File.ReadAllText(consumer.Report("json",
            "App/bin/Debug/net10.0/RankAttributes"))).RootElement.GetProperty("models")[0];
        Assert.Equal(["head", "fc", "convolution"], report.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString()));
        Assert.True(File.Exists(consumer.At("Library/bin/Debug/net8.0/RankAttributes/Library.bounds.html")));
        Assert.Equal(
            ["App/App.csproj", "App/Program.cs", "Directory.Build.props", "Directory.Packages.props", "Library/Library.csproj", "Library/Trunk.cs"],
            Directory.EnumerateFiles(consumer.Folder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(consumer.Folder, file).Replace('\\', '/'))
                .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal));
    }

    private string Run(string folder)
    {
        NativeTorch.LinkInto(consumer.At(folder));
        using var process = Process.Start(new ProcessStartInfo("dotnet",
            ["exec", Path.Combine(consumer.At(folder), "App.dll")]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd().ReplaceLineEndings("\n").Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
