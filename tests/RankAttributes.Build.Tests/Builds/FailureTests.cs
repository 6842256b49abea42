namespace RankAttributes.Build.Tests.Builds;

/// <summary>Nothing that goes wrong around the report fails a build, not even one that treats every warning as an error.</summary>
public sealed class FailureTests : IDisposable
{
    private const string Strict = "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><MSBuildTreatWarningsAsErrors>true</MSBuildTreatWarningsAsErrors>";
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Theory]
    [InlineData("report.files", "RANK2001")]
    [InlineData("report.options", "RANK2001")]
    [InlineData("generated", null)]
    public void A_file_of_its_own_that_cannot_be_written_is_a_warning(string name, string? id)
    {
        // A folder in its place is what no process can write, the root user's included.
        Directory.CreateDirectory(consumer.At("obj/Debug/net10.0/RankAttributes." + name));
        var output = consumer.Project(properties: Strict).Model().Dotnet("build");

        Assert.True(File.Exists(consumer.Report("json")));
        if (id is not null) Assert.Contains("warning " + id, output, StringComparison.Ordinal);
        consumer.Dotnet("clean");
    }

    [Fact]
    public void A_switch_that_is_neither_on_nor_off_is_named()
    {
        var output = consumer.Project().Model().Dotnet("build", "-p:RankAttributesReportRequired=maybe");
        Assert.Contains("warning RANK2005: RankAttributesReportRequired is 'maybe'; it takes true or false. false is used.", output, StringComparison.Ordinal);
        Assert.True(File.Exists(consumer.Report("json")));

        Assert.Contains("warning RANK2005: RankAttributesReport is 'yes'", consumer.Dotnet("build", "--no-restore", "-p:RankAttributesReport=yes"),
            StringComparison.Ordinal);
    }
}
