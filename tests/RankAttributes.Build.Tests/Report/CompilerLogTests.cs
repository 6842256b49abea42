using RankAttributes.Build.Report;

namespace RankAttributes.Build.Tests.Report;

public class CompilerLogTests
{
    private const string Log = """
        { "version": "2.1.0", "runs": [ {
          "results": [
            { "ruleId": "RANK1001", "message": { "text": "'Net' asks" }, "suppressions": [ { "kind": "inSource" } ],
              "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "PLACE" }, "region": { "startLine": 7 } } } ] },
            { "ruleId": "RANK1001", "message": { "text": "shown" } },
            { "ruleId": "CS0168", "message": { "text": "not ours" }, "suppressions": [ { "kind": "inSource" } ] },
            { "ruleId": "RANK0004", "suppressions": [ { "kind": "inSource" } ], "locations": 5 } ],
          "tool": { "driver": { "rules": [ { "id": "CS0168" }, { "id": "RANK1001" } ] } },
          "invocations": [ { "ruleConfigurationOverrides": [
            { "descriptor": { "index": 1 }, "configuration": { "enabled": false } },
            { "descriptor": { "index": 0 }, "configuration": { "enabled": false } },
            { "descriptor": { "index": 9 }, "configuration": { "enabled": false } } ] } ]
        } ] }
        """;

    [Theory]
    [InlineData("file:///home/me/app/Models/Net%20One.cs", "Models/Net One.cs")]
    [InlineData("Models/Net.cs", "Models/Net.cs")]
    [InlineData("file:///somewhere/else/secret/Net.cs", "Net.cs")]
    public void Suppressed_diagnostics_are_found_with_places_that_tell_nothing_of_other_folders(string uri, string place)
        => Assert.Equal(
            [
                new SuppressedDiagnostic("RANK1001", ".editorconfig or ruleset", null, default),
                new SuppressedDiagnostic("RANK1001", "#pragma or [SuppressMessage]", "'Net' asks", new SourcePlace(place, 7)),
                new SuppressedDiagnostic("RANK0004", "#pragma or [SuppressMessage]", null, default),
            ],
            CompilerLog.Suppressed(Log.Replace("PLACE", uri, StringComparison.Ordinal), "/home/me/app"));

    [Fact]
    public void What_is_no_log_has_nothing_in_it_or_says_so()
    {
        Assert.Empty(CompilerLog.Suppressed("{\"runs\": 3}", "/"));
        Assert.Throws<FormatException>(() => CompilerLog.Suppressed("not a log", "/"));
    }
}
