namespace RankAttributes.CodeFixes.Tests;

/// <summary>Somebody types, and diagnostics appear and go.</summary>
public class SessionTests
{
    private const string Source = """
        using RankAttributes;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        /* attributes */ public sealed partial class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(784, 512);
            /* members */
            public Net() : base("net") => RegisterComponents();
            public override Tensor forward(Tensor x) => functional.relu(fc.forward(x));
        }
        """;

    private const string Trained = "using TorchSharp; class Training { torch.Tensor Loss(Net net) => net.RegularizationLoss(); }";

    [Fact]
    public async Task Attributes_bring_what_they_say_as_soon_as_they_say_it()
    {
        using var session = new Session(Source, Trained);
        var shown = await session.Type("/* attributes */ ", "[SchattenRegularize(p: 0.5, Rank = 64), TrainingData(samples: 6_000)] ");

        // The loss is there as soon as the attribute is, though nothing of it is right yet.
        Assert.Equal("[SchattenRegularize(", shown.First(state => state.GeneratedFiles == 1).Typed);
        Assert.All(shown.Where(state => state.GeneratedFiles == 1), state => Assert.DoesNotContain(state.Errors, error => error.Id == "CS1061"));

        Assert.Equal(
            [
                ("[", ""),
                ("[SchattenRegularize(p: 0.5, Rank = 64), TrainingData(samples: 6_000)]", "RANK1001 RANK1009"),
            ],
            Changes(shown));
        Assert.Empty(shown[^1].Errors);
    }

    [Fact]
    public async Task A_layer_that_is_half_typed_counts_in_no_number()
    {
        using var session = new Session(Source.Replace("/* attributes */", "[SchattenRegularize(0.5, Rank = 16), TrainingData(600_000)]",
            StringComparison.Ordinal), Trained);
        var shown = await session.Type("/* members */", " private readonly Linear more = Linear(51200, 51200);");

        // Only the whole layer is too large; before, the class does not parse and nothing is said of it.
        Assert.Equal(";", shown.First(state => state.Ids.Contains("RANK1001", StringComparison.Ordinal)).Typed[^1..]);
        Assert.Contains("RANK1001", shown[^1].Ids, StringComparison.Ordinal);
        Assert.All(shown, state => Assert.DoesNotContain("RANK1002", state.Ids, StringComparison.Ordinal));

        // Taken back to a size that fits, it goes.
        var back = await session.Erase("Linear(51200, 51200", 4);
        Assert.Equal([true, true, true, false], back.Select(state => state.Ids.Contains("RANK1001", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_workspace_writes_the_output_for_the_build_as_well_so_that_its_cost_counts_at_every_key()
    {
        using var session = new Session(
            Source.Replace("/* attributes */", "[SchattenRegularize(0.5), TrainingData(7_000_000)]", StringComparison.Ordinal)
                .Replace("Net()", "Net(int width = 3)", StringComparison.Ordinal),
            "class Creation { Net Made() => new Net(5); }");
        var shown = await session.Type("/* members */", " ");
        Assert.Contains("RankAttributes.Creations.g.cs", shown[^1].Generated);
    }

    private static IEnumerable<(string Typed, string Ids)> Changes(IReadOnlyList<Shown> shown)
    {
        string? before = null;
        foreach (var state in shown)
        {
            if (state.Ids == before) continue;
            before = state.Ids;
            yield return (state.Typed, state.Ids);
        }
    }
}
