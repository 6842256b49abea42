using CsCheck;

namespace RankAttributes.Declarations.Tests;

/// <summary>What is written reads back the same, whatever it is; what nobody writes is refused with a reason.</summary>
public class WireTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.Char.Array[0, 6].Select(characters => new string(characters)),
        Gen.Int[0, 9].Select(index => new[] { "", "a\tb", "a\nb\r", "p=0.5", "ignored", "\\0009", "\ud800", "“x”\u202e", "🧠", ":a=b" }[index]));

    private static readonly Gen<DimensionExpression> Dimension = Tree(3);

    private static readonly Gen<double> Number = Gen.OneOf(
        Gen.Double, Gen.Int[0, 4].Select(index => new[] { 0, double.NaN, double.PositiveInfinity, 1e-4, double.Epsilon }[index]));

    private static readonly Gen<LayerSettings> Settings = Gen.Select(
        Number, Number, Gen.Int, Number, Number, Gen.Int[0, 5], (p, strength, rank, norm, smoothing, method) =>
            new LayerSettings(p, strength, rank, norm, smoothing, method));

    private static readonly Gen<LayerDeclaration> Layer = Gen.Select(
        Gen.Select(Text, Gen.Int[0, 13], Dimension, Dimension), Settings, Gen.Int[0, 15], Gen.Long[0, long.MaxValue], Dimension,
            (shape, settings, flags, width, times)
        => new LayerDeclaration(shape.Item1, (LayerKind)shape.Item2, shape.Item3, shape.Item4, settings, (flags & 1) > 0)
        {
            IsConditional = (flags & 2) > 0, IsBiasFree = (flags & 4) > 0, SpatialWidth = width, Repetition = (flags & 8) > 0 ? times : null,
        });

    private static readonly Gen<UnreadLayer> Unread = Gen.Select(
        Text, Text, Gen.Bool, (name, reason, isElsewhere) => new UnreadLayer(name, reason) { IsElsewhere = isElsewhere });

    private static readonly Gen<TrainingDataDeclaration> Data = Gen.Select(
        Gen.Long[0, long.MaxValue], Number, Number, Gen.Int[0, 99].Array[0, 4], Text, Number, (samples, norm, margin, shape, source, constant)
        => new TrainingDataDeclaration(
            samples, norm, margin, shape.ToEquatableArray()) { Source = source, SpectralNorm = margin, Constant = constant, TargetGap = norm });

    private static readonly Gen<SubmoduleDeclaration> Submodule = Gen.Select(
        Text, Text, Gen.Select(Gen.Int[0, 99], Dimension).Array[0, 3], Gen.Bool, Dimension, (name, type, arguments, isConditional, times)
        => new SubmoduleDeclaration(
            name, type, arguments.DistinctBy(pair => pair.Item1).Select(pair => new ArgumentDeclaration($"p{pair.Item1}", pair.Item2)).ToEquatableArray(), 0,
                isConditional, isConditional ? times : null));

    private static readonly Gen<SymbolicDeclaration> Symbolic = Gen.Select(
        Text.Array[0, 3], Layer.Array[0, 3], Submodule.Array[0, 3], Unread.Array[0, 2], (parameters, layers, submodules, unknowns)
        => new SymbolicDeclaration(
            parameters.ToEquatableArray(), layers.ToEquatableArray(),
                submodules.Select((submodule, index) => submodule with { Position = Math.Min(index, layers.Length) }).ToEquatableArray(),
                    unknowns.ToEquatableArray()));

    private static readonly Gen<ModelDeclaration> Model = Gen.Select(
        Text, Layer.Array[0, 5], Unread.Array[0, 3], Gen.Null(Data), Symbolic, (name, layers, unknowns, data, symbolic)
        => new ModelDeclaration("Demo.Net", name, layers.ToEquatableArray(), unknowns.ToEquatableArray(), data) { Symbolic = symbolic });

    private static readonly Gen<CreationDeclaration> Creation = Gen.Select(
        Text, Gen.Null(Gen.Select(Text, Text, Text, (expression, type, member) => new CreationPoint(expression, type, member))), Layer.Array[0, 5],
            Unread.Array[0, 3], (model, site, layers, unknowns)
        => new CreationDeclaration(model, site, layers.ToEquatableArray(), unknowns.ToEquatableArray()));

    [Fact]
    public void A_model_reads_back_the_same() => Model.Sample(model =>
    {
        var reading = DeclarationText.ReadModel("Demo.Net", DeclarationText.Version, DeclarationText.Write(model));
        Assert.Null(reading.Problem);
        Assert.Equal(model, reading.Value);
        Assert.False(DeclarationText.IsCreation(DeclarationText.Write(model)));
    });

    [Fact]
    public void A_creation_reads_back_the_same() => Creation.Sample(creation =>
    {
        var reading = DeclarationText.ReadCreation(DeclarationText.Version, DeclarationText.Write(creation));
        Assert.Null(reading.Problem);
        Assert.Equal(creation, reading.Value);
        Assert.True(DeclarationText.IsCreation(DeclarationText.Write(creation)));
    });

    [Fact]
    public void The_text_holds_no_character_that_could_be_taken_for_more_than_text() => Model.Sample(model =>
        Assert.All(
            DeclarationText.Write(model).EnumerateRunes(), rune => Assert.True(rune.Value is '\n' or '\t' || System.Text.Rune.GetUnicodeCategory(rune) is not (
            System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.LineSeparator
                or System.Globalization.UnicodeCategory.ParagraphSeparator
            or System.Globalization.UnicodeCategory.Surrogate), $"U+{rune.Value:X}")));

    [Fact]
    public void Text_with_something_taken_out_or_put_in_is_refused_or_means_something_else_and_never_fails()
        => Gen.Select(Model, Gen.Int[0, 10_000], Text).Sample((model, at, added) =>
    {
        var text = DeclarationText.Write(model);
        var cut = text.Insert(at % (text.Length + 1), added);
        var reading = DeclarationText.ReadModel("Demo.Net", DeclarationText.Version, cut);
        Assert.True((reading.Value is null) != (reading.Problem is null));
        reading = DeclarationText.ReadModel("Demo.Net", DeclarationText.Version, text.Remove(at % text.Length, 1));
        Assert.True((reading.Value is null) != (reading.Problem is null));
    });

    [Theory]
    [InlineData(null, "declaration of an older form")]
    [InlineData(0, "declaration 0")]
    [InlineData(2, "declaration 2")]
    public void Another_version_is_named_and_never_read(int? version, string named)
    {
        var reading = DeclarationText.ReadModel("Demo.Net", version, "model\tNet");
        Assert.Null(reading.Value);
        Assert.Contains($"another version of RankAttributes ({named}, not {DeclarationText.Version})", reading.Problem, StringComparison.Ordinal);
        Assert.Contains("compile it again", reading.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_version_1_is_this_one()
        => Assert.Equal(
            """
            model	Net<T>
            data	samples=60000	source=the class	inputNorm=9.2	margin=1
            layer	fc	Linear	?it is read at run time	784	p=0.5	rank=16	norm=2	biasFree
            unread	more	it is passed in as 'more'
            constructor	hidden
            submodule	block	Demo.Block	:width=$hidden 4 *
            layer	fc	Linear	$hidden	784	p=0.5	rank=16	norm=2	conditional	times=$depth
            """.ReplaceLineEndings("\n"),
            DeclarationText.Write(Pinned));

    private static ModelDeclaration Pinned
    {
        get
        {
            var hidden = DimensionExpression.Symbol("hidden");
            var fc = Declare.Layer(
                "fc", LayerKind.Linear, DimensionExpression.Unknown("it is read at run time"), DimensionExpression.Of(784), rank: 16, norm: 2);
            var written = fc with { Outputs = hidden, IsConditional = true, Repetition = DimensionExpression.Symbol("depth") };
            var wide = OperationDimension.Apply(DimensionOperator.Multiply, hidden, DimensionExpression.Of(4));
            return new ModelDeclaration(
                "Demo.Net`1", "Net<T>", new EquatableArray<LayerDeclaration>([fc with { IsBiasFree = true }]),
                    new EquatableArray<UnreadLayer>([new UnreadLayer("more", "it is passed in as 'more'")]), Declare.Data(60_000, 9.2, 1))
            {
                Symbolic = new SymbolicDeclaration(
                    new EquatableArray<string>(["hidden"]),
                    new EquatableArray<LayerDeclaration>([written]),
                    new EquatableArray<SubmoduleDeclaration>(
                        [new SubmoduleDeclaration(
                            "block", "Demo.Block", new EquatableArray<ArgumentDeclaration>([new ArgumentDeclaration("width", wide)]), 0, false, null)]),
                    default),
            };
        }
    }

    private static Gen<DimensionExpression> Tree(int depth) => depth == 0
        ? Gen.OneOf(
            Gen.Long.Select(DimensionExpression.Of),
            Gen.Int[0, 4].Select(index => DimensionExpression.Symbol(new[] { "hidden", "config.Width", "sizes[^1]", "min", "names[\"a b\"]" }[index])),
            Text.Select(DimensionExpression.Unknown))
        : Gen.Select(
            Gen.Int[0, 16], Tree(depth - 1), Tree(depth - 1), (kind, left, right) =>
                kind > 12 ? left : OperationDimension.Apply((DimensionOperator)kind, left, right));
}
