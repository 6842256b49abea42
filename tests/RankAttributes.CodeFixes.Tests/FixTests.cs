namespace RankAttributes.CodeFixes.Tests;

public class FixTests
{
    private const string Head = """
        using RankAttributes;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        """;

    private const string Body = """
         : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(800, 900);   // widest
            public Net() : base("net") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.forward(x);
        }
        """;

    [Theory]
    [InlineData("[SchattenRegularize(0.5)]\n// mine\npublic sealed class Net", "[SchattenRegularize(0.5)]\n// mine\npublic sealed partial class Net")]
    [InlineData("/* a */ [SchattenRegularize(0.5)]\n/* b */ class Net", "/* a */ [SchattenRegularize(0.5)]\n/* b */ partial class Net")]
    public async Task A_class_is_made_partial_and_comments_stay(string before, string after)
        => Assert.Equal(Head + after + Body, await Editor.FixEach(new MakePartialFix(), Head + before + Body));

    [Fact]
    public async Task Containing_types_are_made_partial_one_by_one()
    {
        var fixedText = await Editor.FixEach(
            new MakePartialFix(), Head + "public static class Outer { struct Middle {\n[SchattenRegularize(0.5)] class Net" + Body + "}}");
        Assert.Equal(
            Head + "public static partial class Outer { partial struct Middle {\n[SchattenRegularize(0.5)] partial class Net" + Body + "}}", fixedText);
    }

    [Theory]
    [InlineData("[SchattenRegularize(0.5), TrainingData(4_000)]", "[SchattenRegularize(0.5, Rank = 2), TrainingData(4_000)]")]
    [InlineData("[SchattenRegularize(p: 0.5, Rank = /* was */ 64 /* rows */), TrainingData(4_000)]",
        "[SchattenRegularize(p: 0.5, Rank = /* was */ 2 /* rows */), TrainingData(4_000)]")]
    public async Task The_rank_that_fits_is_declared(string before, string after)
        => Assert.Equal(Head + after + "partial class Net" + Body, await Editor.FixEach(new DeclareRankFix(), Head + before + "partial class Net" + Body));

    [Theory]
    [InlineData("Rank = 64", "Rank = 9")]
    [InlineData("Rank = /* all */ 10", "Rank = /* all */ 9")]
    public async Task A_rank_that_saves_takes_the_place_of_one_that_does_not(string before, string after)
    {
        const string Fields = "[SchattenRegularize(0.5, RANK)] private readonly Linear head = Linear(512, 10);";
        Assert.Equal(
            Model(Fields.Replace("RANK", after, StringComparison.Ordinal)),
            await Editor.FixEach(new DeclareRankFix(), Model(Fields.Replace("RANK", before, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("[SchattenRegularize(3)]", "[SchattenRegularize(2)]")]
    [InlineData("[SchattenRegularize(p: /* p */ 2.0001 /* high */, Rank = 2)]", "[SchattenRegularize(p: /* p */ 2 /* high */, Rank = 2)]")]
    [InlineData("[SchattenRegularize(-1)]", "[SchattenRegularize(0.5)]")]
    [InlineData("[SchattenRegularize(double.NaN)]", "[SchattenRegularize(0.5)]")]
    [InlineData("[SchattenRegularize(2 + 2)]", "[SchattenRegularize(2)]")]
    public async Task An_index_out_of_range_is_brought_into_it(string before, string after)
    {
        var source = Head + before + " partial class Net" + Body;
        Assert.Equal(Head + after + " partial class Net" + Body, await Editor.FixEach(new ClampIndexFix(), source));
        Assert.DoesNotContain("RANK0003", await Editor.Ids(Head + after + " partial class Net" + Body));
    }

    [Theory]
    [InlineData("// mine\n[SchattenRegularize(0.5)]   // why\nsealed ", "// mine\n[SchattenRegularize(0.5)]   // why\n[TrainingData(samples: 1)]\nsealed ")]
    [InlineData("[SchattenRegularize(0.5)] ", "[SchattenRegularize(0.5)] [TrainingData(samples: 1)] ")]
    [InlineData("\t// x\n\t[RankAttributes.SchattenRegularize(0.5), System.Obsolete]\r\n\t",
        "\t// x\n\t[RankAttributes.SchattenRegularize(0.5), System.Obsolete]\r\n\t[RankAttributes.TrainingData(samples: 1)]\r\n\t")]
    [InlineData("[global::RankAttributes.SchattenRegularize(0.5)]\n[System.Obsolete] ",
        "[global::RankAttributes.SchattenRegularize(0.5)]\n[global::RankAttributes.TrainingData(samples: 1)]\n[System.Obsolete] ")]
    public async Task Training_data_is_added_beside_the_attribute(string before, string after)
    {
        var mended = await Editor.FixEach(new AddTrainingDataFix(), Head + before + "partial class Net" + Body);
        Assert.Equal(Head + after + "partial class Net" + Body, mended);
        Assert.Contains("RANK1001", await Editor.Ids(mended));
    }

    [Theory]
    [InlineData("{\n        fc = Linear(2, 3);   // first\n    }", "{\n        fc = Linear(2, 3);   // first\n        RegisterComponents();\n    }")]
    [InlineData("{ fc = Linear(2, 3); /* first */ }", "{ fc = Linear(2, 3); /* first */ RegisterComponents(); }")]
    [InlineData("=> fc = Linear(2, 3);", "\n    {\n        fc = Linear(2, 3);\n        RegisterComponents();\n    }")]
    [InlineData("{\n    }", "{\n        RegisterComponents();\n    }", "private readonly Linear fc = Linear(2, 3);")]
    [InlineData("{ }", "{ RegisterComponents(); }", "private readonly Linear fc = Linear(2, 3);")]
    [InlineData("{}", "{ RegisterComponents(); }", "private readonly Linear fc = Linear(2, 3);")]
    [InlineData("{\n        // nothing yet\n    }", "{\n        // nothing yet\n        RegisterComponents();\n    }",
        "private readonly Linear fc = Linear(2, 3);")]
    [InlineData("{ /* nothing yet */ }", "{ /* nothing yet */ RegisterComponents(); }", "private readonly Linear fc = Linear(2, 3);")]
    [InlineData("{\n        RegisterComponents();   // all\n        fc = Linear(2, 3);\n    }",
        "{\n        fc = Linear(2, 3);\n        RegisterComponents();   // all\n    }")]
    [InlineData("{\n        var w = 3;\n\n        // every module\n        this.RegisterComponents();\n        fc = Linear(2, w);\n        // done\n    }",
        "{\n        var w = 3;\n        fc = Linear(2, w);\n        // every module\n        this.RegisterComponents();\n        // done\n    }")]
    public async Task Components_are_registered_at_the_end(string before, string after, string field = "private readonly Linear fc;")
    {
        string Of(string constructor) => Model(field, $"public Net() : base(\"net\"){(constructor[0] == '\n' ? "" : " ")}{constructor}");
        var mended = await Editor.FixEach(new RegisterComponentsFix(), Of(before));
        Assert.Equal(Of(after), mended);
        Assert.DoesNotContain("RANK0006", await Editor.Ids(mended));
    }

    [Theory]
    [InlineData("public Net(bool b) : base(\"net\") { if (b) return; fc = Linear(2, 3); }")]
    [InlineData("public Net(bool b) : base(\"net\") { if (b) { RegisterComponents(); } fc = Linear(2, 3); }")]
    public async Task A_constructor_whose_end_is_not_its_only_one_is_left_to_its_author(string constructor)
    {
        var source = Model("private readonly Linear fc;", constructor);
        Assert.Contains("RANK0006", await Editor.Ids(source));
        Assert.Empty(await Editor.Titles(new RegisterComponentsFix(), source));
    }

    [Theory]
    [InlineData("[SchattenIgnore] private int x;", "private int x;")]
    [InlineData("// number\n    [SchattenIgnore]\n    private int x; // it", "// number\n    private int x; // it")]
    [InlineData("[SchattenIgnore] // a count\n    private int x;", "// a count\n    private int x;")]
    [InlineData("[System.Obsolete]\n    // not a weight\n    [SchattenIgnore]\n    private int x;",
        "[System.Obsolete]\n    // not a weight\n    private int x;")]
    [InlineData("[SchattenIgnore, System.Obsolete] private int x;", "[System.Obsolete] private int x;")]
    [InlineData("[SchattenIgnore /* not a weight */, System.Obsolete] private int x;", "[ /* not a weight */ System.Obsolete] private int x;")]
    [InlineData("[System.Obsolete, SchattenRegularize(1)] public string Name { get; set; } = \"\";",
        "[System.Obsolete] public string Name { get; set; } = \"\";")]
    public async Task An_attribute_that_does_nothing_is_removed_and_comments_stay(string before, string after)
        => Assert.Equal(Model(after), await Editor.FixEach(new RemoveIdleAttributeFix(), Model(before)));

    [Fact]
    public async Task An_integer_that_cannot_be_read_is_pinned_by_its_text()
    {
        var source = Model("private readonly Linear fc = Linear(2, System.Environment.ProcessorCount * 4 + int.Parse(\"3\", null));");
        var mended = await Editor.FixEach(new PinDimensionFix(), source);
        Assert.Equal(
            source.Replace(
                "[SchattenRegularize(0.5)]\n",
                    "[SchattenRegularize(0.5)]\n[Dims(\"int.Parse(\\\"3\\\", null)\", 1)]\n[Dims(\"System.Environment.ProcessorCount\", 1)]\n",
                        StringComparison.Ordinal),
            mended);
        Assert.DoesNotContain("RANK1002", await Editor.Ids(mended));

        // With the values filled in, the shape is 2 × (8·4 + 3).
        var filled = mended.Replace("ProcessorCount\", 1", "ProcessorCount\", 8", StringComparison.Ordinal)
            .Replace("null)\", 1)]", "null)\", 3)]", StringComparison.Ordinal).Replace("(0.5)", "(0.5, Rank = 9)", StringComparison.Ordinal);
        Assert.Contains(
            "'fc' is 35 × 2,", (await Editor.Messages(filled)).Single(message => message.StartsWith("Rank = 9", StringComparison.Ordinal)),
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_integer_is_not_pinned()
        => Assert.Empty(
            await Editor.Titles(new PinDimensionFix(), Model("private readonly Module<Tensor, Tensor> made = System.Activator.CreateInstance<Linear>();")));

    [Fact]
    public async Task All_of_a_kind_are_fixed_at_once()
    {
        Assert.Equal(
            Model("private int x; // one\n    [System.Obsolete] private int y;"),
            await Editor.FixAll(
                new RemoveIdleAttributeFix(), Model("[SchattenIgnore] private int x; // one\n    [System.Obsolete, SchattenIgnore] private int y;")));
        Assert.Equal(
            Model("[SchattenRegularize(2)] Linear a = Linear(2, 3); [SchattenRegularize(2)] Linear b = Linear(2, 3);"),
            await Editor.FixAll(
                new ClampIndexFix(), Model("[SchattenRegularize(4)] Linear a = Linear(2, 3); [SchattenRegularize(5)] Linear b = Linear(2, 3);")));
        Assert.Equal(
            Head + "partial class Outer {\n[SchattenRegularize(0.5)] partial class Net" + Body + "}",
            await Editor.FixAll(new MakePartialFix(), Head + "class Outer {\n[SchattenRegularize(0.5)] class Net" + Body + "}"));
        Assert.Equal(
            Model("Linear a; Linear b;",
                "public Net() : base(\"n\") { a = Linear(2, 3); RegisterComponents(); }\n    public Net(int w) : base(\"n\") { b = Linear(w, 3); "
                    + "RegisterComponents(); }"),
            await Editor.FixAll(
                new RegisterComponentsFix(),
                    Model("Linear a; Linear b;",
                        "public Net() : base(\"n\") { RegisterComponents(); a = Linear(2, 3); }\n    public Net(int w) : base(\"n\") { RegisterComponents(); "
                            + "b = Linear(w, 3); }")));
    }

    /// <summary>A model with the given members, whose dataset is large enough.</summary>
    private static string Model(string members, string constructor = "public Net() : base(\"net\") => RegisterComponents();") => Head + $$"""
        [SchattenRegularize(0.5)]
        [TrainingData(600_000)]
        partial class Net : Module<Tensor, Tensor>
        {
            {{members}}
            {{constructor}}
            public override Tensor forward(Tensor x) => x;
        }
        """;

    /// <summary>Every obsolete member of the library is called by its earlier name in one place or another of this text.</summary>
    [Fact]
    public async Task An_earlier_name_becomes_the_new_one()
    {
        const string Before = """
            using RankAttributes;
            static class Uses
            {
                static void Steps(IRankRegularized model, RankAttributes.Tracking.BoundTracker? tracker, RankWeightCollector all, SchattenPenalty penalty, Module<Tensor, Tensor> part)
                {
                    _ = model.RankStep(/* η */ 0.1);
                    _ = RankAttributes.LowRankExtensions.RankStep(model, 0.1);
                    _ = tracker?.SpectralNorms();
                    all.Module("a", part, default!);
                    all.Weight("a", null, default!);
                    all.Balanced("a");
                    all.Rest(part, default!);
                    _ = penalty.Loss(model);
                }
            }
            """;
        var after = await Editor.FixEach(new UseNewNameFix(), Head + Before["using RankAttributes;".Length..]);
        foreach (var (earlier, name) in Obsolete)
        {
            Assert.DoesNotContain($".{earlier}(", after, StringComparison.Ordinal);
            Assert.Contains($".{name}(", after, StringComparison.Ordinal);
        }

        Assert.Equal(after, await Editor.FixAll(new UseNewNameFix(), Head + Before["using RankAttributes;".Length..]));
    }

    /// <summary>What is obsolete elsewhere is not this library's to rename.</summary>
    [Fact]
    public async Task Another_librarys_obsolete_names_are_left_alone()
        => Assert.Empty(await Editor.Titles(
            new UseNewNameFix(), "class A { [System.Obsolete(\"Renamed to N.\")] void M() { } void N() => M(); }"));

    private static IEnumerable<(string Earlier, string Name)> Obsolete =>
        from type in typeof(IRankRegularized).Assembly.GetExportedTypes()
        from member in type.GetMembers()
        let note = member.GetCustomAttributes(typeof(ObsoleteAttribute), inherit: false).Cast<ObsoleteAttribute>().FirstOrDefault()
        where note?.Message?.StartsWith("Renamed to ", StringComparison.Ordinal) == true
        select (member.Name, note!.Message!["Renamed to ".Length..].Split('.', ',')[0]);

    [Fact]
    public async Task No_rank_is_offered_where_none_fits()
        => Assert.Empty(await Editor.Titles(new DeclareRankFix(), Head + "[SchattenRegularize(0.5), TrainingData(10)] partial class Net" + Body));
}
