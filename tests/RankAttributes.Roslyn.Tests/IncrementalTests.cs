using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.Roslyn.Tests;

/// <summary>What a named edit does to each tracked step. Equivalent sources leave the outputs as they were; different ones change them.</summary>
public class IncrementalTests
{
    private const string Other = "namespace Demo; public class Other { public int Value() => 1; }";

    public static TheoryData<string, int, string, string, IncrementalStepRunReason, bool> Edits() => new()
    {
        { "edit an unrelated file", 1, "=> 1;", "=> 2;", IncrementalStepRunReason.Cached, false },
        { "add a comment to the model", 0, "namespace Demo;", "namespace Demo; // wide enough?", IncrementalStepRunReason.Unchanged, false },
        { "edit the body of forward", 0, "head.forward(fc2", "2 * head.forward(fc2", IncrementalStepRunReason.Unchanged, false },
        { "change a dimension", 0, "Linear(784, 512)", "Linear(784, 256)", IncrementalStepRunReason.Modified, true },
        { "change the index", 0, "p: 0.5", "p: 0.25", IncrementalStepRunReason.Modified, true },
        { "change the dataset size", 0, "60_000", "50_000", IncrementalStepRunReason.Modified, true },
        { "rename a layer", 0, "fc1", "first", IncrementalStepRunReason.Modified, true },
        { "ignore another layer", 0, "private readonly Linear fc1", "[SchattenIgnore] private readonly Linear fc1", IncrementalStepRunReason.Modified, true },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_gives_each_step_the_expected_reason(
        string edit, int file, string before, string after, IncrementalStepRunReason expected, bool changesOutput)
    {
        var compilation = Compile.Sources(Models.Mlp, Other);
        var driver = Compile.Driver().RunGenerators(compilation);
        var text = driver.GetRunResult().GeneratedTrees.Single().ToString();
        var tree = compilation.SyntaxTrees[file];
        var edited = tree.ToString().Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(tree.ToString(), edited);

        driver = driver.RunGenerators(compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(edited, Compile.ParseOptions(), tree.FilePath)));

        Assert.True(expected == Reason(driver, RankGenerator.ReadModels), $"{edit}: {Reason(driver, RankGenerator.ReadModels)}");
        var downstream = changesOutput ? IncrementalStepRunReason.Modified : IncrementalStepRunReason.Cached;
        Assert.Equal(downstream, Reason(driver, RankGenerator.JoinTrainingData));
        Assert.Equal(changesOutput, text != driver.GetRunResult().GeneratedTrees.Single().ToString());
    }

    [Fact]
    public void No_step_that_lasts_holds_a_symbol_a_tree_or_a_compilation()
    {
        var driver = Compile.Driver().RunGenerators(Compile.Sources(Models.Mlp, Other));
        var steps = driver.GetRunResult().Results.Single().TrackedSteps;
        foreach (var name in new[] { RankGenerator.ReadModels, RankGenerator.ReadTrainingData, RankGenerator.JoinTrainingData })
        {
            foreach (var output in steps[name].SelectMany(step => step.Outputs)) ObjectGraph.AssertFreeOfRoslyn(output.Value);
        }
    }

    [Fact]
    public void The_object_graph_check_can_fail()
        => Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => ObjectGraph.AssertFreeOfRoslyn((1, new object[] { Compile.Sources(Models.Mlp) })));

    private static IncrementalStepRunReason Reason(GeneratorDriver driver, string step)
        => driver.GetRunResult().Results.Single().TrackedSteps[step].Single().Outputs.Single().Reason;
}
