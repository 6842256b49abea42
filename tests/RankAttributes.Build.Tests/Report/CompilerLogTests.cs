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
            CompilerLog.Read(Log.Replace("PLACE", uri, StringComparison.Ordinal), "/home/me/app").Items);

    [Theory]
    [InlineData("file:///home/me/a%23b%2520c/Net.cs", "/home/me/a#b%20c", "Net.cs")]
    [InlineData("file:///home/me/a%23b/Net.cs", "/home/me/a", "Net.cs")]
    public void A_folder_may_have_any_name(string uri, string folder, string place)
        => Assert.Contains(CompilerLog.Read(Log.Replace("PLACE", uri, StringComparison.Ordinal), folder).Items,
            item => item.Place == new SourcePlace(place, 7));

    [Fact]
    public void In_a_log_of_the_first_version_suppressions_are_found_and_the_rules_that_are_off_are_not_known()
    {
        var read = CompilerLog.Read("""
            { "version": "1.0.0", "runs": [ { "results": [
              { "ruleId": "RANK1001", "message": "'Net' asks", "suppressionStates": [ "suppressedInSource" ],
                "locations": [ { "resultFile": { "uri": "file:///home/me/app/Net.cs", "region": { "startLine": 7 } } } ] },
              { "ruleId": "RANK1001", "message": "shown", "locations": [] } ] } ] }
            """, "/home/me/app");

        Assert.Equal([new SuppressedDiagnostic("RANK1001", "#pragma or [SuppressMessage]", "'Net' asks", new SourcePlace("Net.cs", 7))], read.Items);
        Assert.Contains("version=2.1", read.Unknown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_log_has_nothing_in_it_or_says_so()
    {
        Assert.Empty(CompilerLog.Read("{\"version\": \"2.1.0\", \"runs\": 3}", "/").Items);
        Assert.Throws<FormatException>(() => CompilerLog.Read("{\"runs\": []}", "/"));
        Assert.Throws<FormatException>(() => CompilerLog.Read("not a log", "/"));
    }
}
