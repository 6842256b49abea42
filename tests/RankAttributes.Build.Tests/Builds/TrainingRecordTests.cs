namespace RankAttributes.Build.Tests.Builds;

/// <summary>The ranks that training reached as a gate of the build.</summary>
public sealed class TrainingRecordTests : IDisposable
{
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void A_reached_rank_is_shown_and_compared_once_the_record_changes()
    {
        consumer.Project(properties: "<RankAttributesTrainingRecord>run.jsonl</RankAttributesTrainingRecord>").Model(rank: "Rank = 4");
        var missing = consumer.Dotnet("build");
        Assert.Contains("warning RANK2011: The ranks that training reached are not compared in full: run.jsonl cannot be used: the file does not exist.",
            missing, StringComparison.Ordinal);

        var kept = Record(3.2).Dotnet("build", "--no-restore");
        Assert.DoesNotContain("RANK2", kept, StringComparison.Ordinal);
        Assert.Equal(3.2, consumer.ReportedModel().GetProperty("layers")[0].GetProperty("reachedRank").GetDouble());
        Assert.True(consumer.ReportedModel().GetProperty("trained").GetProperty("isWithinBudgets").GetBoolean());

        var exceeded = Record(81.25).Dotnet("build", "--no-restore");
        Assert.Contains("Mlp.cs(10): RankAttributes warning RANK2010: 'Mlp' exceeds its rank budget at step 9 of run.jsonl: ", exceeded,
            StringComparison.Ordinal);
        Assert.Contains(": 'fc1' has rank 81.3 against a budget of 4;", exceeded, StringComparison.Ordinal);
        Assert.DoesNotContain("RANK2", consumer.Dotnet("build", "--no-restore"), StringComparison.Ordinal);
        Assert.NotEqual(0, Record(81.5).TryDotnet("build", "--no-restore", "-warnaserror:RANK2010").ExitCode);
    }

    private Consumer Record(double rank) => consumer.Write("run.jsonl", FormattableString.Invariant($$"""
        {"model":"Mlp","modelType":"Models.Mlp","progress":{"step":9},"layers":[
        {"name":"fc1.weight","outputs":256,"inputs":784,"p":0.5,"effectiveRank":{{rank}}},
        {"name":"head.weight","outputs":10,"inputs":256,"p":0.5,"effectiveRank":3.1}]}
        """).ReplaceLineEndings(""));
}
