using System.Text.Json;

namespace RankAttributes.Build.Tests.Builds;

/// <summary>How a build runs the compiler: its log makes it slower, and so does what the runtime learns of a process that ends at once.</summary>
public sealed class CompilerTests : IDisposable
{
    private const string Log = "obj/Debug/net10.0/RankAttributes.sarif";

    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void The_compiler_keeps_a_log_only_while_something_may_be_suppressed()
    {
        consumer.Project().Model(rank: "Rank = 64", samples: 10_000).Dotnet("build");
        Assert.False(File.Exists(consumer.At(Log)));
        Assert.Empty(Suppressed());

        consumer.Model(rank: "Rank = 64", samples: 10_000, before: "#pragma warning disable RANK1001").Dotnet("build", "--no-restore");
        Assert.True(File.Exists(consumer.At(Log)));
        Assert.Equal(["RANK1001"], Suppressed());

        // A build of what has not changed still knows it.
        consumer.Dotnet("build", "--no-restore", "-p:RankAttributesReportFormats=json");
        Assert.Equal(["RANK1001"], Suppressed());

        consumer.Model(rank: "Rank = 64", samples: 10_000).Dotnet("build", "--no-restore");
        Assert.False(File.Exists(consumer.At(Log)));
        Assert.Empty(Suppressed());
    }

    [Theory]
    [InlineData("false", "", "", true)]
    [InlineData("false", "OTHER=1", "", true)]
    [InlineData("true", "", "", false)]
    [InlineData("false", "DOTNET_TieredPGO=1", "", false)]
    [InlineData("false", "", "1", false)]
    public void A_compiler_in_a_process_of_its_own_is_not_profiled(string isShared, string environment, string variable, bool isSet)
    {
        var output = consumer.Project(properties: $"<CscEnvironment>{environment}</CscEnvironment>").Model()
            .Dotnet("build", "-v:d", $"-p:UseSharedCompilation={isShared}", $"-p:DOTNET_TieredPGO={variable}");
        Assert.Equal(isSet, output.Contains("DOTNET_TieredPGO=0", StringComparison.Ordinal));
        if (environment.Length > 0) Assert.Contains(environment, output, StringComparison.Ordinal);
    }

    private List<string> Suppressed()
    {
        var report = JsonDocument.Parse(File.ReadAllText(consumer.Report("json"))).RootElement;
        Assert.Equal(JsonValueKind.Null, report.GetProperty("suppressedUnknown").ValueKind);
        return [.. report.GetProperty("suppressed").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
    }
}
