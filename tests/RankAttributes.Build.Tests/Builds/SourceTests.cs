namespace RankAttributes.Build.Tests.Builds;

/// <summary>Sources and compiler settings that generated code must live with.</summary>
public sealed class SourceTests : IDisposable
{
    private const string Usings = "using RankAttributes;\nusing TorchSharp.Modules;\nusing static TorchSharp.torch;\nusing static TorchSharp.torch.nn;\n";
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void A_strict_assembly_that_follows_the_common_language_specification_builds()
    {
        consumer.Project(properties: "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>").Write("Net.cs", Usings + """
            [assembly: System.CLSCompliant(true)]

            [System.CLSCompliant(false), SchattenRegularize(p: 0.5), TrainingData(samples: 60_000)]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly Linear fc;
                public Net(int width) : base("net") { fc = Linear(100, width); RegisterComponents(); }
                public override Tensor forward(Tensor x) => fc.forward(x);
                internal static Net Make() => new Net(8);
            }
            """);
        Assert.Contains("0 Warning(s)", consumer.Dotnet("build"), StringComparison.Ordinal);
        Assert.Single(consumer.ReportedModel().GetProperty("creations").EnumerateArray());
    }

    [Fact]
    public void A_class_that_generated_code_cannot_reach_is_one_error_and_the_others_are_generated()
    {
        consumer.Project().Model("Good.cs", "Good").Write("Net.cs", Usings + Body("file sealed partial class Net") + "\n" + Use("Models.Good"));
        var (exitCode, output) = consumer.TryDotnet("build");

        Assert.True(exitCode == 1, output);
        Assert.Equal(["RANK0009"], Errors(output));
        Assert.Matches(@"Net\.cs\(6,\d+\): error RANK0009: Nothing can be generated for 'Net': a type with the modifier 'file'", output);
    }

    [Fact]
    public void TorchSharp_under_an_alias_is_named()
    {
        consumer.Project().Write("Directory.Build.targets",
            "<Project><ItemGroup><PackageReference Include=\"TorchSharp\" Aliases=\"ts\" /></ItemGroup></Project>")
            .Write("Net.cs",
                "extern alias ts;\nusing RankAttributes;\nusing ts::TorchSharp.Modules;\nusing static ts::TorchSharp.torch;\nusing static "
                    + "ts::TorchSharp.torch.nn;\n" + Body("public sealed partial class Net"));
        var (exitCode, output) = consumer.TryDotnet("build");

        Assert.True(exitCode == 1, output);
        Assert.Equal(["RANK0009"], Errors(output));
        Assert.Contains("TorchSharp is referenced under an alias only; add 'global' to its Aliases", output, StringComparison.Ordinal);

        consumer.Write("Directory.Build.targets",
            "<Project><ItemGroup><PackageReference Include=\"TorchSharp\" Aliases=\"global,ts\" /></ItemGroup></Project>");
        consumer.Dotnet("build");
    }

    [Fact]
    public void Two_parts_with_the_attribute_are_the_compilers_error_and_the_others_are_generated()
    {
        consumer.Project().Model("Good.cs", "Good").Write("Net.cs", Usings + Body("public sealed partial class Net") + "\n" + Use("Models.Good") + "\n"
            + Use("Net"))
            .Write("Net.More.cs", "[RankAttributes.SchattenRegularize(p: 1)]\npublic sealed partial class Net { }");
        var (exitCode, output) = consumer.TryDotnet("build");

        Assert.True(exitCode == 1, output);
        Assert.Equal(["CS0579"], Errors(output));
        Assert.DoesNotContain("CS8785", output, StringComparison.Ordinal);
    }

    /// <summary>docs/troubleshooting.md names the errors and the remedy.</summary>
    [Fact]
    public void Generated_files_inside_the_project_are_compiled_twice_unless_they_are_left_out()
    {
        const string Emit =
            "<EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles><CompilerGeneratedFilesOutputPath>Generated</CompilerGeneratedFilesOutputPath>";
        consumer.Project(properties: Emit).Model().Dotnet("build");
        var (exitCode, output) = consumer.TryDotnet("build", "--no-restore", "--no-incremental");
        Assert.Equal(1, exitCode);
        Assert.NotEmpty(Errors(output).Intersect(["CS0102", "CS0111", "CS0579"]));

        consumer.Write("Directory.Build.targets",
            "<Project><ItemGroup><Compile Remove=\"$(CompilerGeneratedFilesOutputPath)/**\" /></ItemGroup></Project>");
        consumer.Dotnet("build", "--no-restore", "--no-incremental");
    }

    private static string Body(string head) => $$"""
        [SchattenRegularize(p: 0.5), TrainingData(samples: 60_000)]
        {{head}} : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(20, 10);
            public Net() : base("net") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.forward(x);
        }
        """;

    private static string Use(string model)
        => $"static class UseOf{model.Replace(".", "", StringComparison.Ordinal)} {{ public static object Loss({model} model) => "
            + $"model.RegularizationLoss(); }}";

    private static List<string> Errors(string output)
        => [.. System.Text.RegularExpressions.Regex.Matches(output, @": error (\w+):").Select(match => match.Groups[1].Value).Distinct()];
}
