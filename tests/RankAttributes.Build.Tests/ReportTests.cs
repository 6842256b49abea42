using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using RankAttributes.Build.Report;
using RankAttributes.Declarations;

namespace RankAttributes.Build.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("report").FullName;
    private readonly string assembly = typeof(ReportTests).Assembly.Location;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_declaration_is_read_from_the_assembly_with_its_place_in_the_source()
    {
        var model = CompiledModels.Read(assembly, ProjectFolder()).Single(candidate => candidate.Declared.TypeName.EndsWith("Net`1", StringComparison.Ordinal));

        Assert.Equal("RankAttributes.Build.Tests.Declared+Net`1", model.Declared.TypeName);
        Assert.Equal("Net<T>", model.Declared.DisplayName);
        Assert.Equal((1234L, 1.5, 0.25), (model.Declared.Data!.Samples, model.Declared.Data.InputNorm, model.Declared.Data.Margin));
        var settings = new LayerSettings(0.5, DeclaredValue.DefaultStrength, 3, 2, DeclaredValue.DefaultSmoothing, 0);
        Assert.Equal(
            [
                new LayerDeclaration("fc", LayerKind.Linear, DimensionExpression.Of(30), DimensionExpression.Of(20), settings, IsIgnored: false),
                new LayerDeclaration("head", LayerKind.Linear, DimensionExpression.Of(4), DimensionExpression.Of(30), settings, IsIgnored: true),
            ],
            model.Declared.Layers);
        var source = File.ReadAllLines(Path.Combine(ProjectFolder(), "Declared.cs"));
        Assert.Equal(new SourcePlace("Declared.cs", 1 + Array.FindIndex(source, line => line.Contains("class Net<T>", StringComparison.Ordinal))), model.Place);
    }

    [Fact]
    public void The_report_and_the_generated_constants_give_one_number()
        => Assert.Equal(
            Declared.Net<int>.RankDeclaration.PredictedSampleComplexity,
            CompiledModels.Read(assembly, ProjectFolder())
                .Single(candidate => candidate.Declared.TypeName.EndsWith("Net`1", StringComparison.Ordinal)).Prediction.Samples);

    [Fact]
    public void A_model_without_biases_that_declares_its_norms_has_the_certificate_of_the_library()
    {
        var model = CompiledModels.Read(assembly, ProjectFolder())
            .Single(candidate => candidate.Declared.TypeName.EndsWith("Certified", StringComparison.Ordinal));
        var expected = Bounds.GeneralizationCertificate.BeforeTraining(
            [new Bounds.LayerConstraint(8, 20) { P = 0.5, Rank = 2 }, new Bounds.LayerConstraint(4, 8) { P = 0.5, Rank = 2 }], 100_000,
                new Bounds.CertificateOptions { InputNorm = 1 }.ForMargin(1));

        Assert.False(expected.IsVacuous);
        Assert.Contains($"\"gap\": {expected.Gap!.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}",
            JsonReport.Render(BoundReport.Of("Demo", [model])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_is_read_once_for_all_classes_in_it()
    {
        File.Copy(Path.Combine(ProjectFolder(), "Declared.cs"), Path.Combine(folder, "Declared.cs"));
        using var file = File.OpenRead(assembly);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var types = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => CompiledDeclarations.IsDeclared(metadata, type) && TypeNames.Full(metadata, type).Contains("Declared+", StringComparison.Ordinal))
            .ToList();
        SourcePlace[] Places(Action afterTheFirst)
        {
            using var sources = SourceLocations.Open(image, assembly, folder);
            var first = sources.Of(metadata, types[0]);
            afterTheFirst();
            return [first, .. types.Skip(1).Select(type => sources.Of(metadata, type))];
        }

        var places = Places(() => { });
        Assert.Equal(2, types.Count);
        var lines = File.ReadAllLines(Path.Combine(folder, "Declared.cs"));
        Assert.All(places, place => Assert.Contains("class ", lines[place.Line - 1], StringComparison.Ordinal));
        Assert.All(places, place => Assert.Equal("Declared.cs", place.File));
        Assert.Equal(places, Places(() => File.Delete(Path.Combine(folder, "Declared.cs"))));
    }

    [Fact]
    public void The_same_assembly_gives_the_same_bytes()
    {
        List<string> Run(string name)
        {
            var task = Task(assembly, Path.Combine(folder, name));
            Assert.True(task.Execute());
            Assert.Equal(["json", "md", "html"], task.ReportFiles.Select(file => Path.GetExtension(file.ItemSpec)[1..]));
            return [.. task.ReportFiles.Select(file => Convert.ToHexString(File.ReadAllBytes(file.ItemSpec)))];
        }

        Assert.Equal(Run("a"), Run("b"));
        Assert.Equal(Run("a"), Run("a"));
        Assert.Empty(Directory.GetFiles(folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void An_assembly_without_models_leaves_nothing()
    {
        var task = Task(typeof(BoundReport).Assembly.Location, folder);
        Assert.True(task.Execute());
        Assert.Empty(task.ReportFiles);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_cannot_be_read_or_written_is_a_warning_that_names_it(bool unreadable)
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "not an assembly");
        var task = unreadable ? Task(file, folder) : Task(assembly, file);

        Assert.True(task.Execute());
        var warning = Assert.Single(((Log)task.BuildEngine).Warnings);
        Assert.Equal("RANK2001", warning.Code);
        Assert.Contains("RankAttributesReport", warning.Message, StringComparison.Ordinal);
        Assert.Equal("not an assembly", File.ReadAllText(file));
    }

    private WriteBoundReport Task(string assemblyFile, string reportFolder) => new()
    {
        BuildEngine = new Log(),
        AssemblyFile = assemblyFile,
        ProjectFolder = ProjectFolder(),
        ReportFolder = reportFolder,
    };

    private static string ProjectFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
