using System.Text.Json;
using RankAttributes.Bounds.Codes;
using RankAttributes.Codes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Codes;

public sealed class CertificationTests
{
    private static readonly CodeOptions Options = new();

    public static TheoryData<string, string> Obstacles => new()
    {
        { "batch norm", "the buffer 'inner.running_mean'" },
        { "batch statistics", "'inner' normalizes by statistics of data" },
        { "dropout", "dropout 'inner' is on: call model.eval()" },
        { "dropout of channels", "dropout 'inner' is on: call model.eval()" },
        { "buffer", "buffer 'inner.table'" },
        { "batch", "depends on the other samples" },
        { "neighbour", "depends on the other samples" },
        { "random", "random numbers" },
        { "functional dropout", "random numbers" },
    };

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void What_the_code_does_not_reach_is_refused_by_name(string what, string message)
    {
        using var scope = NewDisposeScope();
        using Module<Tensor, Tensor> model = what switch
        {
            "batch norm" => new Wrapped(BatchNorm1d(6)),
            "batch statistics" => new Wrapped(BatchNorm1d(6, track_running_stats: false)),
            "dropout" => new Wrapped(Dropout(0.5)),
            "dropout of channels" => new Wrapped(Dropout1d(0.5)),
            "buffer" => new Wrapped(new Table()),
            "batch" => new Wrapped(null, input => input - input.mean([0], keepdim: true)),
            "neighbour" => new Wrapped(null, input => input + input.roll(1, 0)),
            "functional dropout" => new Wrapped(null, input => functional.dropout(input, 0.5, training: true)),
            _ => new Wrapped(null, input => input + randn_like(input)),
        };
        if (!what.StartsWith("dropout", StringComparison.Ordinal)) model.eval();
        var error = Assert.Throws<CertificationException>(() => model.Certify(EncodedModel.Of(model, Options), Blobs.Of(50), Options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 errors")]
    [InlineData(1, "1 error")]
    [InlineData(1_200, "1,200 errors")]
    public void One_error_is_one_error(long errors, string words)
    {
        Assert.StartsWith($"The model made {words} on 5,000 held-out samples.", new HeldOutBound(5_000, errors, 0.95, 0.3).Sentence, StringComparison.Ordinal);
        var certificate = new CodeCertificate { Model = "Net", Errors = errors, Samples = 5_000, Bits = 300, Confidence = 0.95, ErrorBound = 0.3 };
        Assert.Contains($"({words} on 5,000 training samples, 300 bits)", certificate.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_that_is_named_as_fixed_and_dropout_that_is_off_are_no_obstacles()
    {
        using var scope = NewDisposeScope();
        using var table = new Wrapped(new Table());
        table.Certify(EncodedModel.Of(table, Options), Blobs.Of(50), Options with { FixedBuffers = ["inner.table"] });
        using var dropout = new Wrapped(Dropout(0.5));
        dropout.eval();
        dropout.Certify(EncodedModel.Of(dropout, Options), Blobs.Of(50), Options);
    }

    [Fact]
    public void A_parameter_outside_of_the_code_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        using var model = new Wrapped(null);
        var encoded = EncodedModel.Of(model, Options);
        using var more = new Wrapped(Linear(6, 6));
        Assert.Equal(
            ["the parameter 'inner.weight' is not part of the code: describe the model as it is now",
                "the parameter 'inner.bias' is not part of the code: describe the model as it is now"],
            Assert.Throws<CertificationException>(() => more.Certify(encoded, Blobs.Of(50), Options)).Obstacles);

        var larger = EncodedModel.Of(more, Options);
        Assert.Contains(
            "a parameter 'inner.weight' that the model lacks",
                Assert.Throws<CertificationException>(() => model.Certify(larger, Blobs.Of(50), Options)).Message, StringComparison.Ordinal);
        using var wide = new Perceptron(inputs: 7);
        using var narrow = new Perceptron();
        Assert.Contains(
            "'first.weight' has the shape [8, 6], in the code [8, 7]",
                Assert.Throws<InvalidOperationException>(() => EncodedModel.Of(wide, Options).ApplyTo(narrow)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bound_is_the_one_of_the_counted_errors_and_bits()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Perceptron();
        var samples = Blobs.Of(3_000);
        var encoded = EncodedModel.Of(model, Options);

        var certificate = model.Certify(encoded, samples, Options, heldOut: Blobs.Of(1_000, seed: 5));

        var errors = samples.Sum(batch => (model.call(batch.Inputs).argmax(1) != batch.Labels).sum().ToInt64());
        Assert.Equal(errors, certificate.Errors - certificate.Ties);
        Assert.Equal(CodeBound.Tail(certificate.Errors, 3_000, encoded.Bits, 0.05), certificate.ErrorBound);
        Assert.Equal(CodeBound.HeldOut(certificate.HeldOut!.Errors, 1_000, 0.05), certificate.HeldOut.ErrorBound);
        using var json = JsonDocument.Parse(certificate.ToJson());
        Assert.Equal(certificate.ErrorBound, json.RootElement.GetProperty("errorBound").GetDouble());
        Assert.Equal(certificate.Sentence, json.RootElement.GetProperty("sentence").GetString());
        Assert.Contains("| `head.weight` | 30 |", certificate.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains(certificate.HeldOut.Sentence, certificate.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ties_and_outputs_that_are_no_numbers_count_as_errors()
    {
        using var scope = NewDisposeScope();
        using var same = new Wrapped(null, input => input * 0);
        using (no_grad()) foreach (var parameter in same.parameters()) parameter.zero_();
        Assert.Equal(50, same.Certify(EncodedModel.Of(same, Options), Blobs.Of(50), Options).Errors);

        using var broken = new Wrapped(null, input => input / 0 * 0);
        var count = new ErrorCounter(broken, 0).Count(Blobs.Of(50));
        Assert.Equal(50, count.Errors);
    }

    [Fact]
    public void A_bound_no_better_than_guessing_is_called_so()
    {
        using var scope = NewDisposeScope();
        using var model = new Perceptron();
        var certificate = model.Certify(EncodedModel.Of(model, Options), Blobs.Of(50), Options);
        Assert.True(certificate.IsVacuous);
        Assert.Contains("no better than guessing", certificate.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_are_no_classes_are_refused()
    {
        using var scope = NewDisposeScope();
        using var model = new Perceptron();
        Assert.Contains(
            "outside of the 3 classes",
                Assert.Throws<ArgumentException>(() => model.Certify(EncodedModel.Of(model, Options), [(randn(4, 6), full([4], 7, int64))], Options)).Message,
                    StringComparison.Ordinal);
    }

    private sealed class Table : Module<Tensor, Tensor>
    {
        private readonly Tensor table;

        public Table()
            : base(nameof(Table))
        {
            table = ones(6);
            register_buffer("table", table);
        }

        public override Tensor forward(Tensor input) => input * table;
    }
}
