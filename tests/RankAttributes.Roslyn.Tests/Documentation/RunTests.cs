using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.Roslyn.Tests.Documentation;

/// <summary>The programs of the README and of all pages under docs do not only compile: they run.</summary>
[Collection(nameof(WorkingDirectory))]
public class RunTests
{
    // mpirun starts it, from the package: FirstUseTests.
    private static readonly string[] NotRun = ["docs/how-to/train-on-many-machines.md"];

    private static readonly string[] Certifying = ["docs/how-to/certify.md", "docs/how-to/certificate-in-a-model-card.md"];

    public static TheoryData<string> Guides =>
    [
        .. Page.All.Where(path => path == "README.md" || path.StartsWith("docs/", StringComparison.Ordinal))
            .Where(path => !NotRun.Contains(path) && !Page.Open(path).IsRule && Page.Open(path).Blocks("csharp").Any()),
    ];

    [Theory]
    [MemberData(nameof(Guides))]
    public void Every_program_of_a_guide_runs(string path)
    {
        var blocks = Page.Open(path).Blocks("csharp").Select(block => block.Code).ToList();
        var home = Directory.GetCurrentDirectory();
        var folder = Directory.CreateTempSubdirectory("guide").FullName;
        Directory.SetCurrentDirectory(folder);
        try
        {
            for (var index = 0; index < blocks.Count; index++) Run(Snippet.Compile(blocks, index));

            // A guide to certificates ends with one that holds.
            if (Certifying.Contains(path))
                Assert.Matches("^(## Certified error\\s+)?With probability 95% .* at most 0\\.0\\d+ ", File.ReadAllText("certificate.md"));
        }
        finally
        {
            Directory.SetCurrentDirectory(home);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(CSharpCompilation compilation)
    {
        if (compilation.Options.OutputKind != OutputKind.ConsoleApplication) return;
        CSharpGeneratorDriver.Create([new RankGenerator().AsSourceGenerator()], parseOptions: Compile.ParseOptions())
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        using var image = new MemoryStream();
        var emitted = generated.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        image.Position = 0;
        var entry = new AssemblyLoadContext("guide", isCollectible: true).LoadFromStream(image).EntryPoint!;

        // The data of a guide is random: each run has the same, so that a limit of accuracy that holds once holds always.
        TorchSharp.torch.random.manual_seed(1);
        var result = entry.Invoke(null, entry.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
        if (result is Task task) task.GetAwaiter().GetResult();
    }
}

/// <summary>What sets the working directory of the process runs alone.</summary>
[CollectionDefinition(nameof(WorkingDirectory), DisableParallelization = true)]
public sealed class WorkingDirectory;
