using RankAttributes.Declarations;

namespace RankAttributes.Build.Tests;

/// <summary>Assemblies, baselines and solutions that somebody made to do harm: they are named or shown as text, and nothing else happens.</summary>
public sealed class HostileInputTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hostile").FullName;
    private readonly Log log = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("", "../../../../escape", "../../../../escape")]
    [InlineData("", "C:\\windows\\escape", "/etc/escape")]
    [InlineData("<img src=x onerror=alert(1)>", "</title><script>alert(1)</script>", "\"><svg onload=alert(1)>")]
    [InlineData("N", "T|`code`\n\n# heading\n[click](javascript:alert(1))", "]]></style><script>alert(1)</script>")]
    [InlineData("N", "\u202Egnirts\0\u0007", "\uD800 and }}{{ $(Property) %(Item) ;")]
    public void Names_stay_text_in_the_report_and_out_of_paths(string space, string type, string display)
    {
        var assembly = Path.Combine(folder, "m.dll");
        HostileAssembly.Write(assembly, space, type, DeclarationText.Write(new ModelDeclaration("", display, default, default, null)));
        var task = Task(assembly, Path.Combine(folder, "report", "inner"));

        Assert.True(task.Execute());
        Assert.Empty(log.Warnings);
        Assert.Equal(
            ["m.dll", "report/inner/m.bounds.html", "report/inner/m.bounds.json", "report/inner/m.bounds.md"],
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal));
        Assert.Equal(3, task.ReportFiles.Length);
        foreach (var file in task.ReportFiles)
        {
            var text = File.ReadAllText(file.ItemSpec);
            Assert.DoesNotContain("<script>alert", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<svg onload", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\n# heading", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\n[click](", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(2, "model\tT", "another version of RankAttributes (declaration 2, not 1)")]
    [InlineData(1, "creation\tT", "its declaration is damaged: it begins with 'creation'")]
    [InlineData(1, "model\tT\nlayer\tfc\tLinear\t3\t4\tp=0.5\tcolour=red", "'layer' has a field 'colour=red' that is not known")]
    [InlineData(1, "model\tT\nlayer\tfc\tLinear\t3 +\t4", "'3 +' is not a dimension")]
    [InlineData(1, "model\tT\nlayer\tfc\tMamba\t3\t4\tp=0.5", "'Mamba' is not a kind of layer")]
    [InlineData(1, "", "it begins with ''")]
    public void A_declaration_of_another_version_or_none_is_named_and_not_guessed(int version, string text, string reason)
    {
        var assembly = Path.Combine(folder, "m.dll");
        HostileAssembly.Write(assembly, "N", "T", text, version: version);
        var model = Assert.Single(CompiledModels.Read(assembly, folder));

        Assert.Null(model.Prediction.Samples);
        Assert.Empty(model.Declared.Layers);
        Assert.Contains(reason, Assert.Single(model.Declared.UnreadLayers).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_contains_itself_is_a_warning_and_not_the_end_of_the_build()
    {
        var assembly = Path.Combine(folder, "m.dll");
        HostileAssembly.Write(assembly, "N", "T", "model\tT", isInsideItself: true);

        Assert.True(Task(assembly, Path.Combine(folder, "report")).Execute());
        Assert.Contains("Types nest deeper", Assert.Single(log.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"schemaVersion\": 1e999999, \"models\": []}")]
    [InlineData("{\"schemaVersion\": 1, \"models\": [{\"type\": \"m\", \"predictedSamples\": ")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\">]><x>&a;</x>")]
    [InlineData("{\"schemaVersion\": 1, \"models\": "
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public void A_malformed_baseline_is_named(string text)
    {
        var baseline = Path.Combine(folder, "baseline.json");
        File.WriteAllText(baseline, text);
        Assert.Equal("RANK2004", Compared(baseline));
    }

    [Fact]
    public void A_baseline_of_a_gigabyte_is_refused_unread()
    {
        var baseline = Path.Combine(folder, "baseline.json");
        using (var file = File.Create(baseline)) file.SetLength(1L << 30);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("RANK2004", Compared(baseline));
        Assert.Contains("too long", log.Warnings[0].Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000_000);
    }

    [Fact]
    public void A_file_is_counted_while_it_is_read()
    {
        if (OperatingSystem.IsWindows()) return;
        var link = Path.Combine(folder, "link.json");
        File.CreateSymbolicLink(link, "/dev/zero");
        foreach (var endless in new[] { "/dev/zero", link, Pipe() })
        {
            log.Warnings.Clear();
            Assert.Equal("RANK2004", Compared(endless));
            Assert.Matches("it is empty, or it is a device or a pipe|it is too long", log.Warnings[0].Message);
        }
    }

    [Fact]
    public void A_source_without_an_end_gives_the_first_statement_for_the_place()
    {
        if (OperatingSystem.IsWindows()) return;
        var source = Path.Combine(folder, "Declared.cs");
        int[] Places() => [.. CompiledModels.Read(typeof(HostileInputTests).Assembly.Location, folder).Select(model => model.Place.Line)];
        var missing = Places();
        Assert.All(missing, line => Assert.True(line > 0));

        File.Move(Pipe(), source);
        Assert.Equal(missing, Places());
        File.Delete(source);
        using (var file = File.Create(source)) file.SetLength(1L << 30);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(missing, Places());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 150_000_000);
    }

    /// <summary>A named pipe that nobody writes to: opening it would wait forever.</summary>
    private string Pipe()
    {
        var pipe = Path.Combine(folder, "pipe");
        using var made = System.Diagnostics.Process.Start("mkfifo", pipe);
        made.WaitForExit();
        return pipe;
    }

    [Theory]
    [InlineData("<!DOCTYPE Solution [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><Solution><Project Path=\"&a;.csproj\" /></Solution>")]
    [InlineData("<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><Solution><Project Path=\"&b;.csproj\" /></Solution>")]
    public void A_solution_with_entities_is_refused(string text)
    {
        var solution = Path.Combine(folder, "App.slnx");
        File.WriteAllText(solution, text);
        var task = new FindSolutionProjects { BuildEngine = log, Solution = solution };

        Assert.False(task.Execute());
        Assert.Empty(task.Projects);
        Assert.Contains("DTD", Assert.Single(log.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/src/../../secret.cs", "secret.cs")]
    [InlineData("../secret.cs", "secret.cs")]
    [InlineData("/_/project/Inner/Net.cs", "Inner/Net.cs")]
    public void Debug_information_names_no_file_outside_the_project(string document, string expected)
    {
        var project = Directory.CreateDirectory(Path.Combine(folder, "project")).FullName;
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(project, "Inner")).FullName, "Net.cs"), "");
        File.WriteAllText(Path.Combine(folder, "secret.cs"), "");
        Assert.Equal(expected, SourceLocations.Relative(project, document));
    }

    private string? Compared(string baseline)
    {
        var assembly = Path.Combine(folder, "m.dll");
        HostileAssembly.Write(assembly, "N", "T", "model\tT");
        var task = Task(assembly, Path.Combine(folder, "report"));
        task.Baseline = baseline;
        Assert.True(task.Execute());
        return Assert.Single(log.Warnings).Code;
    }

    private WriteBoundReport Task(string assemblyFile, string reportFolder)
        => new() { BuildEngine = log, AssemblyFile = assemblyFile, ProjectFolder = folder, ReportFolder = reportFolder };
}
