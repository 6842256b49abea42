using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using static RankAttributes.Declarations.DimensionOperator;

namespace RankAttributes.Roslyn.Reading.Interpretation;

/// <summary>What a factory of <c>torch.nn</c> makes of its arguments, by their parameter names.</summary>
internal static class Factories
{
    public static Value Make(IMethodSymbol factory, IReadOnlyDictionary<string, Value> arguments)
    {
        switch (factory.Name)
        {
            case "Linear":
                return new LayerValue(LayerKind.Linear, [new MatrixShape("weight", Number(arguments, "outputSize"), Number(arguments, "inputSize"))]) { IsBiasFree = Number(arguments, "hasBias").Value == 0 };
            case "Embedding" or "EmbeddingBag":
                return Matrix(LayerKind.Embedding, Number(arguments, "num_embeddings"), Number(arguments, "embedding_dims"));
            case "Bilinear":
                // Its weight has three axes: one matrix for each output.
                return new LayerValue(LayerKind.Bilinear, [new MatrixShape("weight", Number(arguments, "in1_features"), Number(arguments, "in2_features"), Number(arguments, "out_features"))]);
            case "Conv1d": return Convolution(LayerKind.Conv1d, 1, arguments, isTransposed: false);
            case "Conv2d": return Convolution(LayerKind.Conv2d, 2, arguments, isTransposed: false);
            case "Conv3d": return Convolution(LayerKind.Conv3d, 3, arguments, isTransposed: false);
            case "ConvTranspose1d": return Convolution(LayerKind.ConvTranspose1d, 1, arguments, isTransposed: true);
            case "ConvTranspose2d": return Convolution(LayerKind.ConvTranspose2d, 2, arguments, isTransposed: true);
            case "ConvTranspose3d": return Convolution(LayerKind.ConvTranspose3d, 3, arguments, isTransposed: true);
            case "LSTM": return Recurrent(LayerKind.Lstm, 4, arguments);
            case "GRU": return Recurrent(LayerKind.Gru, 3, arguments);
            case "RNN": return Recurrent(LayerKind.Rnn, 1, arguments);
            case "LSTMCell": return Cell(LayerKind.Lstm, 4, arguments);
            case "GRUCell": return Cell(LayerKind.Gru, 3, arguments);
            case "RNNCell": return Cell(LayerKind.Rnn, 1, arguments);
            case "MultiheadAttention": return Attention(arguments);
            case "Sequential" or "ModuleList" or "ModuleDict": return Container(arguments);
            case "TransformerEncoderLayer" or "TransformerDecoderLayer" or "TransformerEncoder" or "TransformerDecoder" or "Transformer":
                return Value.Unknown($"the matrices of a built-in {factory.Name} are not read");
            case "LayerNorm" when !IsScalar(arguments, "normalized_shape"):
                return Value.Unknown("the shape of a LayerNorm over several axes is not read");
            default:
                return new WeightlessValue(Effect(factory.Name, arguments));
        }
    }

    private static SpatialEffect? Effect(string name, IReadOnlyDictionary<string, Value> arguments)
    {
        if (name == "Flatten") return new Flattening();
        if (Interpreter.PoolingAxes(name) is { } axes) return Interpreter.Pooling(name, axes, arguments);
        return name.Contains("Pad") || name.Contains("Upsample") || name.Contains("Shuffle") || name is "Unflatten" or "Fold" or "Unfold" ? null : SpatialEffect.None;
    }

    private static Value Matrix(LayerKind kind, DimensionExpression outputs, DimensionExpression inputs) => new LayerValue(kind, [new MatrixShape("weight", outputs, inputs)]);

    /// <summary><c>out × (in/groups · kernel area)</c>; a transposed convolution keeps its weight as <c>in × (out/groups · kernel area)</c>.</summary>
    private static Value Convolution(LayerKind kind, int axes, IReadOnlyDictionary<string, Value> arguments, bool isTransposed)
    {
        var (rows, columns) = (Number(arguments, "out_channels"), Number(arguments, "in_channels"));
        if (isTransposed) (rows, columns) = (columns, rows);
        return new LayerValue(kind, [new MatrixShape("weight", rows, Apply(Multiply, Apply(Divide, columns, Number(arguments, "groups")), Area(arguments, axes)))])
        {
            Effect = SlidingWindow.Read(arguments, axes, isPooling: false, isTransposed),
        };
    }

    private static DimensionExpression Area(IReadOnlyDictionary<string, Value> arguments, int axes)
    {
        if (!arguments.TryGetValue("kernel_size", out var kernel)) return DimensionExpression.Unknown("'kernel_size' is not given");
        var area = DimensionExpression.Of(1);
        if (kernel is ListValue tuple)
        {
            foreach (var side in tuple.Items) area = Apply(Multiply, area, Interpreter.NumberOf(side));
            return area;
        }

        var size = Interpreter.NumberOf(kernel);
        for (var axis = 0; axis < axes; axis++) area = Apply(Multiply, area, size);
        return area;
    }

    private static Value Recurrent(LayerKind kind, int gates, IReadOnlyDictionary<string, Value> arguments)
    {
        var (inputs, hidden) = (Number(arguments, "inputSize"), Number(arguments, "hiddenSize"));
        if (Number(arguments, "numLayers").Value is not { } layers || Number(arguments, "bidirectional").Value is not { } twoWays)
            return Value.Unknown("the number of recurrent layers or directions has no value");
        if (layers is < 1 or > 1000) return Value.Unknown("the number of recurrent layers is out of range");
        var matrices = new List<MatrixShape>();
        for (var layer = 0L; layer < layers; layer++)
        {
            var entering = layer == 0 ? inputs : Apply(Multiply, DimensionExpression.Of(twoWays == 0 ? 1 : 2), hidden);
            foreach (var direction in twoWays == 0 ? [""] : new[] { "", "_reverse" })
            {
                Gates(matrices, $"weight_ih_l{layer}{direction}", gates, hidden, entering);
                Gates(matrices, $"weight_hh_l{layer}{direction}", gates, hidden, hidden);
            }
        }

        return new LayerValue(kind, matrices);
    }

    private static Value Cell(LayerKind kind, int gates, IReadOnlyDictionary<string, Value> arguments)
    {
        var (inputs, hidden) = (Number(arguments, "inputSize"), Number(arguments, "hiddenSize"));
        var matrices = new List<MatrixShape>();
        Gates(matrices, "weight_ih", gates, hidden, inputs);
        Gates(matrices, "weight_hh", gates, hidden, hidden);
        return new LayerValue(kind, matrices);
    }

    private static void Gates(List<MatrixShape> matrices, string name, int gates, DimensionExpression outputs, DimensionExpression inputs)
        => matrices.Add(new MatrixShape(name, outputs, inputs, gates == 1 ? null : DimensionExpression.Of(gates)));

    private static Value Attention(IReadOnlyDictionary<string, Value> arguments)
    {
        var width = Number(arguments, "embedded_dim");
        var (keys, values) = (Given("kdim"), Given("vdim"));
        var matrices = new List<MatrixShape>();
        if (keys is null && values is null)
        {
            matrices.Add(new MatrixShape("in_proj_weight", width, width, DimensionExpression.Of(3)));
        }
        else
        {
            matrices.Add(new MatrixShape("q_proj_weight", width, width));
            matrices.Add(new MatrixShape("k_proj_weight", width, keys ?? width));
            matrices.Add(new MatrixShape("v_proj_weight", width, values ?? width));
        }

        matrices.Add(new MatrixShape("out_proj.weight", width, width));
        return new LayerValue(LayerKind.Attention, matrices);

        DimensionExpression? Given(string name) => arguments.TryGetValue(name, out var value) && value is not NullValue ? Interpreter.NumberOf(value) : null;
    }

    private static Value Container(IReadOnlyDictionary<string, Value> arguments)
    {
        var children = new List<KeyValuePair<string, Value>>();
        foreach (var argument in arguments.Values) AddAll(children, argument);
        return new ContainerValue(children);
    }

    /// <summary>Adds a module, a <c>(name, module)</c> pair, or every one in a list of them.</summary>
    public static void AddAll(List<KeyValuePair<string, Value>> children, Value value)
    {
        switch (value)
        {
            case ListValue { Items: [TextValue name, { } module] }:
                children.Add(new(name.Text, module));
                break;
            case ListValue list:
                foreach (var item in list.Items) AddAll(children, item);
                break;
            case RepeatedValue { Once: ListValue { Items: [TextValue name, { } module] } } repeated:
                children.Add(new(name.Text, repeated with { Once = module }));
                break;
            case ConditionalValue { Then: ListValue { Items: [TextValue name, { } module] }, Else: NullValue } conditional:
                children.Add(new(name.Text, conditional with { Then = module }));
                break;
            case NullValue:
                break;
            default:
                children.Add(new(Integers.Text(children.Count), value));
                break;
        }
    }

    private static bool IsScalar(IReadOnlyDictionary<string, Value> arguments, string name)
        => !arguments.TryGetValue(name, out var value) || value is NumberValue or ListValue { Items.Count: 1 };

    private static DimensionExpression Number(IReadOnlyDictionary<string, Value> arguments, string name)
        => arguments.TryGetValue(name, out var value) ? Interpreter.NumberOf(value) : DimensionExpression.Unknown($"'{name}' is not given");

    private static DimensionExpression Apply(DimensionOperator operation, DimensionExpression left, DimensionExpression right)
        => OperationDimension.Apply(operation, left, right);
}
