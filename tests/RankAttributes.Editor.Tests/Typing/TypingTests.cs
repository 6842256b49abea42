namespace RankAttributes.Editor.Tests.Typing;

/// <summary>Whole files, typed character by character: what is half typed is never what is wrong.</summary>
public class TypingTests
{
    private const string Usings = """
        using RankAttributes;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;


        """;

    private const string Mlp = """
        namespace Demo;

        /// <summary>A perceptron for digits.</summary>
        [SchattenRegularize(p: 0.5, Strength = 1e-4, Rank = 6)]
        [TrainingData(samples: 60_000)]
        public sealed partial class Mlp : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> fc1 = Linear(784, 512);
            private readonly Module<Tensor, Tensor> fc2;
            [SchattenIgnore] private readonly Module<Tensor, Tensor> head = Linear(512, 10);

            public Mlp(int hidden = 512) : base("mlp")
            {
                fc2 = Linear(512, hidden);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => head.forward(functional.relu(fc2.forward(functional.relu(fc1.forward(x)))));
        }
        """;

    private const string Nested = """
        public static partial class Models
        {
            [TrainingData(60_000), SchattenRegularize(1)]
            internal partial class Net(int width) : Module<Tensor, Tensor>("net")
            {
                private readonly Sequential body = Sequential(Linear(28 * 28, width), ReLU(), Linear(width, 10));
                public override Tensor forward(Tensor x)
                {
                    RegisterComponents();
                    return body.forward(x);
                }
            }
        }
        """;

    public static TheoryData<string, string> Files => new() { { "Mlp", Mlp }, { "Nested", Nested } };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_is_right_in_the_end_is_never_told_otherwise(string name, string text)
    {
        Assert.NotEmpty(name);
        var file = new OpenFile();
        foreach (var prefix in Keyboard.Plain(text)) await IsQuiet(file, prefix);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Nor_with_the_closing_brackets_that_an_editor_adds(string name, string text)
    {
        Assert.NotEmpty(name);
        var file = new OpenFile();
        foreach (var state in Keyboard.WithClosingBrackets(text))
        {
            // A constructor that is whole and does not register is worth the warning, whatever is typed into it next.
            var mayWarn = name == "Mlp" && state.Contains("\"mlp\")\n    {", StringComparison.Ordinal)
                && !state.Contains("RegisterComponents()", StringComparison.Ordinal);
            await IsQuiet(file, state, except: mayWarn ? "RANK0006" : "");
        }
    }

    [Theory]
    [InlineData("the head", "public sealed partial class Mlp : Module<Tensor, Tensor>")]
    [InlineData("a field", "    private readonly Module<Tensor, Tensor> fc1 = Linear(784, 512);")]
    [InlineData("the constructor", "    public Mlp(int hidden = 512) : base(\"mlp\")")]
    [InlineData("an attribute", "[SchattenRegularize(p: 0.5, Strength = 1e-4, Rank = 6)]")]
    [InlineData("the call", "        RegisterComponents();")]
    public async Task Nor_where_a_line_of_a_whole_file_is_typed_once_more(string what, string line)
    {
        Assert.NotEmpty(what);
        var file = new OpenFile();
        var (before, after) = (Mlp[..Mlp.IndexOf(line, StringComparison.Ordinal)], Mlp[(Mlp.IndexOf(line, StringComparison.Ordinal) + line.Length)..]);
        foreach (var prefix in Keyboard.Plain(line)) await IsQuiet(file, before + prefix + after);
    }

    [Theory]
    [InlineData("no base list, and nothing behind", "[SchattenRegularize(0.5)]\npublic sealed partial class M")]
    [InlineData("no base list, and a class behind", "[SchattenRegularize(0.5)]\npublic sealed partial class M\n\npublic class Other { }")]
    [InlineData("no name", "[SchattenRegularize(0.5)]\npublic sealed partial class { }")]
    [InlineData("a modifier that is half typed",
        "[SchattenRegularize(0.5)]\n[TrainingData(9)]\npublic sealed p class M : Module<Tensor, Tensor>\n{\n    [SchattenIgnore] private readonly Linear fc "
            + "= Linear(7, 8);\n}")]
    [InlineData("a statement that is half typed above",
        "var x\n[SchattenRegularize(0.5)] public sealed partial class M : Module<Tensor, Tensor> { [SchattenIgnore] private readonly Linear fc = Linear(7, "
            + "8); }")]
    [InlineData("a field without its end",
        "[SchattenRegularize(0.5)] public sealed partial class M : Module<Tensor, Tensor> { private readonly Linear f public M() : base(\"m\") { } public "
            + "override Tensor forward(Tensor x) => x; }")]
    [InlineData("a layer without its end",
        "[SchattenRegularize(0.5, Rank = 16)] public sealed partial class M : Module<Tensor, Tensor> { private readonly Linear f = Linear(784, 5 public M() "
            + ": base(\"m\") => RegisterComponents(); }")]
    [InlineData("a brace too many",
        "[SchattenRegularize(0.5)] public sealed partial class M : Module<Tensor, Tensor> { private readonly Linear f = Linear(7, 5); public M() : "
            + "base(\"m\") { } } } public override Tensor forward(Tensor x) => x; }")]
    [InlineData("a class around that is not closed",
        "public class Outer { [SchattenRegularize(0.5)] public sealed partial class M : Module<Tensor, Tensor> { private readonly Linear f = Linear(7, 5); "
            + "public M() : base(\"m\") { } public override Tensor forward(Tensor x) => x; }")]
    public async Task A_class_with_a_syntax_error_in_it_or_beside_its_head_is_the_business_of_the_compiler(string what, string text)
    {
        Assert.NotEmpty(what);
        await IsQuiet(new OpenFile(), text);
    }

    [Theory]
    [InlineData("above", "[SchattenRegularize(0.5)] public sealed partial class N : Module<Tensor, { }\n", "")]
    [InlineData("below", "", "\npublic sealed p")]
    [InlineData("below, with an attribute", "", "\n[SchattenRegularize(0.5)]\npublic sealed partial class N")]
    public async Task A_class_that_is_half_typed_does_not_silence_another_one(string where, string above, string below)
    {
        Assert.NotEmpty(where);
        var shown = await new OpenFile().Show(Usings + above + "[SchattenRegularize(3)] [TrainingData(9)] public sealed partial class M { }" + below);
        Assert.Equal(["RANK0002", "RANK0003"], shown.Select(diagnostic => diagnostic.Id).Order());
    }

    private static async Task IsQuiet(OpenFile file, string text, string except = "")
    {
        var shown = (await file.Show(Usings + text)).Where(diagnostic => diagnostic.Id != except).ToList();
        Assert.True(shown.Count == 0, $"{string.Join("; ", shown)}\n{text}");
    }
}
