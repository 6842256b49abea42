using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Reading.Creations;
using TorchSharp;

namespace RankAttributes.Roslyn.Tests;

/// <summary>One model both ways: as its source declares it and as TorchSharp holds it, name by name and shape by shape.</summary>
internal sealed record LiveModel(
    SortedDictionary<string, string> Declared, SortedDictionary<string, string> Collected, SortedDictionary<string, string> Parameters,
        IReadOnlyList<string> Unknown)
{
    /// <summary>Compiles sources with the generator, creates the class <c>Net</c> with the arguments, and reads it with the same.</summary>
    public static LiveModel Of(string source, params object?[] arguments)
    {
        var compilation = Compile.Generate(Compile.Sources(source));
        var type = compilation.GetTypeByMetadataName("Net")!;
        var constructor = type.InstanceConstructors.Single(candidate => candidate.Parameters.Length == arguments.Length);
        var values = constructor.Parameters.Zip(arguments).ToDictionary(pair => pair.First.Name, pair => ValueOf(pair.Second));
        var read = new CreatedModelReader(compilation, CancellationToken.None).Read(type, constructor, values);

        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        image.Position = 0;
        var context = new AssemblyLoadContext("models", isCollectible: true);
        using var model = (torch.nn.Module)Activator.CreateInstance(context.LoadFromStream(image).GetType("Net")!, arguments)!;
        var collected = ((IRankRegularized)model).GetRegularizedWeights();
        return new LiveModel(
            Sorted(read.Layers.Where(layer => !layer.IsIgnored).Select(layer => (layer.Name, layer.IsResolved ? Stored(layer) : "unresolved"))),
            Sorted(collected.Select(weight => (LayerName(weight.Name), $"{weight.AsMatrix().shape[0]} x {weight.AsMatrix().shape[1]}"))),
            Sorted(model.named_parameters().Where(pair => pair.parameter.dim() >= 2).Select(pair => (pair.name, string.Join(" x ", pair.parameter.shape)))),
            [.. read.UnreadLayers.Select(unknown => $"{unknown.Name}: {unknown.Reason}")]);
    }

    // TorchSharp keeps the matrix of a transposed convolution transposed.
    private static string Stored(Declarations.LayerDeclaration layer)
        => layer.Kind is >= Declarations.LayerKind.ConvTranspose1d and <= Declarations.LayerKind.ConvTranspose3d ? $"{layer.Inputs} x {layer.Outputs}"
            : $"{layer.Outputs} x {layer.Inputs}";

    private static string LayerName(string weight) => weight.EndsWith(".weight", StringComparison.Ordinal) ? weight[..^".weight".Length] : weight;

    private static SortedDictionary<string, string> Sorted(IEnumerable<(string Name, string Shape)> entries)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, shape) in entries) sorted.Add(name, shape);
        return sorted;
    }

    private static Value ValueOf(object? argument) => argument switch
    {
        null => new NullValue(),
        int number => Value.Number(number),
        long number => Value.Number(number),
        bool truth => Value.Number(truth ? 1 : 0),
        double number => new RealValue(number),
        string text => new TextValue(text),
        int[] numbers => new ListValue([.. numbers.Select(number => Value.Number(number))]),
        long[] numbers => new ListValue([.. numbers.Select(Value.Number)]),
        _ => throw new ArgumentException($"{argument} is not an argument of a test model."),
    };
}
