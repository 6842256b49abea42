using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Tests;

/// <summary>Which linear layers act through their product alone, read from <c>forward</c>.</summary>
public class LinearChainTests
{
    private const string Three = "Linear a = Linear(8, 4, hasBias: false); Linear b = Linear(4, 6); Linear c = Linear(6, 2);";
    private const string Sequence =
        "Sequential net = Sequential(('i', Linear(8, 4)), ('j', Linear(4, 6)), ('r', ReLU()), ('k', Linear(6, 5)), ('l', Linear(5, 4)), ('m', Linear(4, 2)));";
    private const string List = "ModuleList<Linear> list = ModuleList(Linear(8, 4), Linear(4, 6), Linear(6, 2));";

    public static TheoryData<string, string, string, string> Forms() => new()
    {
        { "nested calls", Three, "return c.forward(b.call(a.forward(x)));", "a b c" },
        { "one variable written again and again", Three, "x = a.forward(x); x = b.forward(x).to(CPU); return functional.relu(c.forward(functional.relu(x)));",
            "a b" },
        { "a variable for each", Three,
            "using var scope = NewDisposeScope(); var h = a.forward(x); var i = b.forward(h); return c.forward(i).MoveToOuterDisposeScope();", "a b c" },
        { "a sequence", Sequence, "return net.forward(x);", "net.i net.j|net.k net.l net.m" },
        { "a sequence behind what is not followed", Sequence, "return net.forward(torch.stft(x, 4));", "net.i net.j|net.k net.l net.m" },
        { "into a sequence and out of it", Three + Sequence, "return c.forward(net.forward(a.forward(x)));", "a net.i net.j|net.k net.l net.m c" },
        { "a loop", List, "foreach (var layer in list) x = layer.forward(x); return x;", "list.0 list.1 list.2" },
        { "elements", List, "x = list[0].forward(x); return list[1].forward(functional.relu(list[2].forward(x)));", "list.0 list.2" },
        { "a guard", Three, "if (x.dim() != 2) throw new System.ArgumentException(); return functional.relu(b.forward(a.forward(x)));", "a b" },

        { "activations", Three, "return c.forward(functional.relu(b.forward(a.forward(x).tanh())));", "" },
        { "an activation as a statement", Three, "x = a.forward(x); x.relu_(); return b.forward(x);", "" },
        { "an activation in the loop", List, "foreach (var layer in list) x = functional.relu(layer.forward(x)); return x;", "" },
        { "dropout", Three, "return b.forward(functional.dropout(a.forward(x), 0.1));", "" },
        { "a skip connection", Three, "var h = a.forward(x); return b.forward(h) + functional.relu(h);", "" },
        { "a skip connection around the second", Three, "x = a.forward(x); x = x + b.forward(x); return x;", "" },
        { "two heads", Three, "var h = a.forward(x); return b.forward(h) + c.forward(h);", "" },
        { "one layer twice", Three, "return b.forward(a.forward(functional.relu(a.forward(x))));", "" },
        { "one layer after itself", "Linear a = Linear(4, 4); Linear b = Linear(4, 4);", "return a.forward(a.forward(b.forward(x)));", "" },
        { "a tied layer", "Linear a = Linear(4, 4); Linear b; Linear c = Linear(4, 4); public Net() : base(null!) { b = a; RegisterComponents(); }",
            "return c.forward(functional.relu(b.forward(x)).alias());", "" },
        { "a tied layer in a chain", "Linear a = Linear(4, 4); Linear b; Linear c = Linear(4, 4); public Net() : base(null!) { b = a; RegisterComponents(); }",
            "return c.forward(b.forward(x));", "" },
        { "a branch", Three, "x = a.forward(x); if (training) x = functional.relu(x); return b.forward(x);", "" },
        { "a layer in a branch", Three, "x = a.forward(x); if (training) x = b.forward(x); return c.forward(x);", "" },
        { "a choice", Three, "x = a.forward(x); return b.forward(training ? functional.relu(x) : x);", "" },
        { "a loop that is not followed", Three, "x = a.forward(x); while (x.dim() > 2) { x = functional.relu(x); } return b.forward(x);", "" },
        { "a call that is not followed", Three, "System.Console.WriteLine(a.forward(x)); return b.forward(a.forward(x));", "" },
        { "a weight by itself", Three, "return b.forward(a.forward(x)) + torch.mm(x, a.weight!);", "" },
        { "an output that is kept", "Tensor kept = null!;" + Three, "kept = a.forward(x); return b.forward(kept);", "" },
        { "an output that is kept and passed", "Tensor kept = null!;" + Three, "var h = kept = a.forward(x); return b.forward(h);", "" },
        { "a pair of outputs", Three, "var h = a.forward(x); var (y, z) = (b.forward(h), h); return y + z;", "" },
        { "convolutions", "Conv2d a = Conv2d(1, 2, 3); Conv2d b = Conv2d(2, 3, 3);", "return b.forward(a.forward(x));", "" },
        { "children by themselves", Sequence,
            "foreach (var layer in net.children()) x = functional.relu(((Module<Tensor, Tensor>)layer).forward(x)); return x;", "" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_chain_is_what_nothing_stands_between(string form, string members, string body, string expected)
    {
        Assert.NotEmpty(form);
        Assert.Equal(expected, Chains(members, body, ""));

        // The same, whether the sizes of the input are followed or not.
        Assert.Equal(expected, Chains(members, body, ", TrainingData(1000, InputShape = new[] { 1, 9, 8 })"));
    }

    [Fact]
    public void A_layer_that_is_there_under_a_condition_is_in_no_chain()
        => Assert.Equal(
            "", Chains(
                "Sequential net; public Net(bool deep) : base(null!) { net = Sequential(Linear(8, 4)); if (deep) net.append(Linear(4, 3)); "
                    + "RegisterComponents(); }", "return net.forward(x);", ""));

    private static string Chains(string members, string body, string attribute)
    {
        var compilation = Compile.Sources(
            $"[SchattenRegularize(0.5){attribute}] public partial class Net : Module<Tensor, Tensor> {{ {members.Replace('\'', '"')} {(members.Contains("Net(", StringComparison.Ordinal) ? "" : "public Net() : base(null!) => RegisterComponents();")} public override Tensor forward(Tensor x) {{ {body} }} }}");
        Assert.Empty(
            compilation.GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error && diagnostic.Id != "CS8625"));
        var model = ModelReader.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!;
        return string.Join('|', model.Chains.Select(chain => string.Join(' ', chain.Layers)));
    }
}
