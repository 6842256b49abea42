using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>The output of a linear layer as it came out.</summary>
internal sealed class LinearOutput(LayerValue layer)
{
    public LayerValue Layer => layer;

    /// <summary>How often it was taken from a variable.</summary>
    public int Reads { get; set; }

    /// <summary>The linear layers it went into.</summary>
    public List<LayerValue> Into { get; } = [];
}

/// <summary>
/// Which linear layers one reading of <c>forward</c> applies one after another. It says so only where every call of a module was
/// followed: what was not followed may use an output, or a layer, once more.
/// </summary>
internal sealed class LinearFlow(IOperation body)
{
    private const int MaxNesting = 8;

    private readonly Dictionary<LayerValue, int> passes = new();
    private readonly List<LinearOutput> outputs = [];
    private readonly HashSet<SyntaxNode> followed = [];
    private readonly TensorReads reads = new(body);

    /// <summary>
    /// Whether a look at the text leaves it open: a container with two linear layers side by side, or the output of one call of a module
    /// that goes anywhere but into a function. Most networks end here, and their <c>forward</c> need not be bound.
    /// </summary>
    public static bool IsPossible(IMethodSymbol forward, IEnumerable<Value> members, Store store, CancellationToken cancellation)
    {
        var linear = 0;
        foreach (var member in members)
        {
            var layers = Layers(member, store, 0).ToList();
            if (store.Find(member) is ContainerContent && layers.Zip(layers.Skip(1), (a, b) => IsLinear(a) && IsLinear(b)).Any(adjacent => adjacent))
                return true;
            linear += layers.Count(IsLinear);
        }

        return linear > 1 && forward.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is { } syntax
            && syntax.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => IsPass(call) && MayReachALayer(call));
    }

    public void Follow(SyntaxNode call) => followed.Add(call);

    public void Read(ISymbol variable, LinearOutput output) => output.Reads += reads.IsReadOnceAWrite(variable) ? 1 : 2;

    /// <summary>What comes out of a linear layer; <see langword="null"/> where it is not certain that this is passed, and once.</summary>
    public LinearOutput? Pass(LayerValue layer, LinearOutput? input, bool isCertain)
    {
        passes[layer] = passes.TryGetValue(layer, out var before) ? before + 1 : 1;
        input?.Into.Add(layer);
        if (!isCertain)
        {
            passes[layer]++;
            return null;
        }

        var output = new LinearOutput(layer);
        outputs.Add(output);
        return output;
    }

    /// <summary>The stretches of two layers or more, from the input to the output.</summary>
    public IReadOnlyList<IReadOnlyList<LayerValue>> Stretches()
    {
        if (body.Descendants().Any(EscapesNotice)) return [];
        var next = new Dictionary<LayerValue, LayerValue>();
        foreach (var output in outputs)
        {
            if (output is { Reads: <= 1, Into: [var into] } && passes[output.Layer] == 1 && passes[into] == 1) next[output.Layer] = into;
        }

        var inner = new HashSet<LayerValue>(next.Values);
        return [.. outputs.Select(output => output.Layer).Where(layer => next.ContainsKey(layer) && !inner.Contains(layer)).Select(first => From(first, next))];
    }

    private static IReadOnlyList<LayerValue> From(LayerValue first, Dictionary<LayerValue, LayerValue> next)
    {
        var stretch = new List<LayerValue> { first };
        while (next.TryGetValue(stretch[stretch.Count - 1], out var following)) stretch.Add(following);
        return stretch;
    }

    /// <summary>A call of a module that was not followed, a weight that is used by itself, a tensor that is kept for later.</summary>
    private bool EscapesNotice(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.Name: "forward" or "call", Instance: not null } call => !followed.Contains(call.Syntax),
        IPropertyReferenceOperation { Property.Name: "weight" or "bias" } => true,
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Type.Name: "Tensor" } } => true,
        _ => false,
    };

    private static IEnumerable<Value> Layers(Value value, Store store, int depth) => store.Find(value) switch
    {
        ContainerContent container when depth < MaxNesting => container.Children.SelectMany(child => Layers(child.Value, store, depth + 1)),
        _ => [value],
    };

    private static bool IsLinear(Value value) => value is LayerValue { Kind: LayerKind.Linear };

    private static bool IsPass(InvocationExpressionSyntax call)
        => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "forward" or "call" };

    private static bool MayReachALayer(InvocationExpressionSyntax call) => call.Parent switch
    {
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax outer } => IsPass(outer),
        ArrowExpressionClauseSyntax or ReturnStatementSyntax or BinaryExpressionSyntax => false,

        // The function of the tensor that is called on it: to(), alias() and their like change nothing.
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "relu" or "relu_" or "tanh" or "tanh_" or "sigmoid" or "sigmoid_" } => false,
        _ => true,
    };
}
