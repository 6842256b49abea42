namespace RankAttributes.Editor.Tests.Server;

/// <summary>A real language server with the product loaded: what somebody sees who opens a model and types.</summary>
public class ServerTests
{
    private const string Model = """
        using RankAttributes;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        namespace App;

        /* attributes */ public sealed partial class Net : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> fc;
            /* members */
            public Net(int width = 512) : base("net")
            {
                fc = Linear(784, width);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => functional.relu(fc.forward(x));
        }
        """;

    private const string Use = """
        namespace App;

        public static class Program
        {
            public static TorchSharp.torch.Tensor Run()
            {
                var net = new Net(256);
                return net.RegularizationLoss();
            }
        }
        """;

    [ServerFact]
    public async Task A_model_is_typed_and_the_editor_says_what_it_has_to_say_and_takes_it_back()
    {
        using var workspace = new Workspace(("Net.cs", Model), ("Program.cs", Use));
        await using var server = await LanguageServer.Start(workspace.Folder);
        var model = await OpenDocument.Open(server, Path.Combine(workspace.Folder, "Net.cs"));
        var use = await OpenDocument.Open(server, Path.Combine(workspace.Folder, "Program.cs"));
        Assert.Empty(await model.Diagnostics());

        // Nothing is said before the attributes are whole, and then one thing at the attribute.
        const string Attributes = "[SchattenRegularize(p: 0.5, Rank = 64), TrainingData(samples: 6_000)]";
        var typed = await model.Type("/* attributes */ ", Attributes);
        Assert.Equal(Attributes, typed.First(state => state.Shown.Count > 0).Typed);
        var shown = Assert.Single(typed[^1].Shown);
        Assert.Equal(("RANK1001", 2, "SchattenRegularize(p: 0.5, Rank = 64)"), (shown.Id, shown.Severity, shown.Marked));
        Assert.Contains("'Net'", shown.Message, StringComparison.Ordinal);
        Assert.EndsWith("docs/rules/RANK1001.md", shown.Link, StringComparison.Ordinal);

        // The generated members are there for other files: completed, shown on hover, and to be gone to.
        Assert.Contains("RegularizationLoss", await use.Complete("net.RegularizationLoss", 4));
        Assert.Contains("Schatten penalty", await use.Hover("RegularizationLoss", 3), StringComparison.Ordinal);
        Assert.Contains("fc: 512 × 784, rank", await use.Hover("RegularizationLoss", 3), StringComparison.Ordinal);
        Assert.Contains("Net needs about", await model.Hover("class Net", 7), StringComparison.Ordinal);
        Assert.Contains("App.Net", await use.Definition("RegularizationLoss", 3), StringComparison.Ordinal);

        // A number that fits makes it go away, and so does a size that is chosen elsewhere bring it back there.
        await model.Replace("6_000", "600_000");
        Assert.Empty(await model.Diagnostics());
        await use.Replace("new Net(256)", "new Net(25_600_000)");
        var created = Assert.Single(await use.Diagnostics());
        Assert.Equal(("RANK1001", "new Net(25_600_000)"), (created.Id, created.Marked));
        await use.Replace("25_600_000", "256");
        Assert.Empty(await use.Diagnostics());

        // A layer that is half typed is no mistake.
        var layer = await model.Type("/* members */", "\n    private readonly Module<Tensor, Tensor> head = Linear(512, 10);");
        Assert.All(layer, state => Assert.True(state.Shown.Count == 0, $"{state.Typed}: {string.Join("; ", state.Shown)}"));

        // Without the call nothing is registered, which is said once, at the constructor.
        await model.Replace("RegisterComponents();", "");
        var missing = Assert.Single(await model.Diagnostics());
        Assert.Equal(("RANK0006", "Net"), (missing.Id, missing.Marked));
        Assert.Contains("'fc' and 'head'", missing.Message, StringComparison.Ordinal);
    }
}
