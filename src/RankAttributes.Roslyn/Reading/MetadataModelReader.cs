using System.Globalization;
using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading.Interpretation;

namespace RankAttributes.Roslyn.Reading;

/// <summary>Reads the layers of a model of another assembly, as one creation makes it, from what its generated code declares.</summary>
internal static class MetadataModelReader
{
    private const string Prefix = "RankAttributes.Metadata.";
    private const int MostRepetitions = 10_000;

    /// <summary>The layers, or <see langword="null"/> where the class declares nothing.</summary>
    /// <param name="type">The class.</param>
    /// <param name="constructor">The constructor that is called; its defaults stand in for what is not given.</param>
    /// <param name="arguments">Values by parameter name.</param>
    /// <param name="submodule">Reads a class that the model creates, by metadata name and arguments.</param>
    public static SubmoduleLayers? Read(
        INamedTypeSymbol type, IMethodSymbol? constructor, IReadOnlyDictionary<string, Value> arguments, Func<string, IReadOnlyDictionary<string, Value>, SubmoduleLayers> submodule)
    {
        if (AttributeReader.Find(type, Prefix + "DeclaredModelAttribute") is null) return null;
        var layers = new List<LayerDeclaration>();
        var unknowns = new List<UnknownLayer>();
        var attributes = type.GetAttributes();
        var isSymbolic = attributes.Any(attribute => Is(attribute, "ConstructorLayerAttribute") || Is(attribute, "ConstructorSubmoduleAttribute"));
        foreach (var attribute in attributes)
        {
            if (isSymbolic && Is(attribute, "ConstructorLayerAttribute")) Repeat(attribute, name => layers.Add(Layer(attribute, name, Evaluate)), unknowns, Evaluate);
            else if (isSymbolic && Is(attribute, "ConstructorSubmoduleAttribute")) Repeat(attribute, name => Submodule(attribute, name, Evaluate, submodule, layers, unknowns), unknowns, Evaluate);
            else if (!isSymbolic && Is(attribute, "DeclaredLayerAttribute")) layers.Add(Declared(attribute));
            else if (Is(attribute, "UnreadLayerAttribute") && !Flag(attribute, "IsElsewhere")) unknowns.Add(new UnknownLayer(Text(attribute, 0), Text(attribute, 1)));
        }

        return new SubmoduleLayers(layers, unknowns, HasOwnSettings: true);

        DimensionExpression Evaluate(string text) => DimensionParser.Parse(text).Substitute(path => Lookup(path, constructor, arguments));
    }

    private static LayerDeclaration Layer(AttributeData attribute, string name, Func<string, DimensionExpression> evaluate)
        => new(name, Kind(attribute), evaluate(Text(attribute, 2)), evaluate(Text(attribute, 3)), Settings(attribute), Flag(attribute, "IsIgnored"))
        {
            SpatialWidth = (long)(AttributeReader.Number(AttributeReader.Named(attribute, "SpatialWidth")) ?? 0),
            IsConditional = Flag(attribute, "IsConditional"),
        };

    private static LayerDeclaration Declared(AttributeData attribute)
        => new(Text(attribute, 0), Kind(attribute), Dimension(attribute, 2), Dimension(attribute, 3), Settings(attribute), !Flag(attribute, "IsRegularized"))
        {
            SpatialWidth = (long)(AttributeReader.Number(AttributeReader.Named(attribute, "SpatialWidth")) ?? 0),
        };

    private static void Submodule(
        AttributeData attribute, string name, Func<string, DimensionExpression> evaluate, Func<string, IReadOnlyDictionary<string, Value>, SubmoduleLayers> submodule, List<LayerDeclaration> layers, List<UnknownLayer> unknowns)
    {
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        var written = AttributeReader.Argument(attribute, 2) is { Kind: TypedConstantKind.Array, IsNull: false } array ? array.Values : [];
        for (var index = 0; index + 1 < written.Length; index += 2)
        {
            if (written[index].Value is string parameter && written[index + 1].Value is string text) values[parameter] = new NumberValue(evaluate(text));
        }

        var read = submodule(Text(attribute, 1), values);
        layers.AddRange(read.Layers.Select(layer => layer with { Name = $"{name}.{layer.Name}", IsConditional = layer.IsConditional || Flag(attribute, "IsConditional") }));
        unknowns.AddRange(read.Unknowns.Select(unknown => unknown with { Name = $"{name}.{unknown.Name}" }));
    }

    private static void Repeat(AttributeData attribute, Action<string> once, List<UnknownLayer> unknowns, Func<string, DimensionExpression> evaluate)
    {
        var name = Text(attribute, 0);
        if (AttributeReader.Named(attribute, "Repetition") is not { Value: string { Length: > 0 } repetition})
        {
            once(name);
            return;
        }

        if (evaluate(repetition).Value is not { } count || count > MostRepetitions)
        {
            unknowns.Add(new UnknownLayer(name, $"it is made {repetition} times"));
            return;
        }

        for (var pass = 0L; pass < count; pass++) once($"{name}#{Integers.Text(pass)}");
    }

    /// <summary>The value of <c>hidden</c>, <c>config.Width</c>, <c>sizes[0]</c> or <c>sizes.Length</c> among the arguments.</summary>
    private static DimensionExpression Lookup(string path, IMethodSymbol? constructor, IReadOnlyDictionary<string, Value> arguments)
    {
        var end = path.IndexOfAny(['.', '[']);
        var root = end < 0 ? path : path.Substring(0, end);
        if (!arguments.TryGetValue(root, out var value))
        {
            var parameter = constructor?.Parameters.FirstOrDefault(candidate => candidate.Name == root);
            return end < 0 && parameter is { HasExplicitDefaultValue: true } ? Interpreter.NumberOf(Interpreter.Constant(parameter.ExplicitDefaultValue)) : DimensionExpression.Symbol(path);
        }

        var rest = end < 0 ? "" : path.Substring(end);
        while (rest.Length > 0)
        {
            if (value is not ListValue list) return DimensionExpression.Symbol(path);
            if (rest is ".Length" or ".Count") return DimensionExpression.Of(list.Items.Count);
            var next = rest.IndexOfAny(['.', '['], 1);
            var step = next < 0 ? rest : rest.Substring(0, next);
            rest = next < 0 ? "" : rest.Substring(next);
            if (step[0] == '.')
            {
                if (!list.Members.TryGetValue(step.Substring(1), out value)) return DimensionExpression.Symbol(path);
                continue;
            }

            var index = step.Trim('[', ']');
            if (!int.TryParse(index.TrimStart('^'), NumberStyles.None, CultureInfo.InvariantCulture, out var position)) return DimensionExpression.Symbol(path);
            if (index.StartsWith("^", StringComparison.Ordinal)) position = list.Items.Count - position;
            if (position < 0 || position >= list.Items.Count) return DimensionExpression.Symbol(path);
            value = list.Items[position];
        }

        return Interpreter.NumberOf(value);
    }

    private static LayerSettings Settings(AttributeData attribute) => new(
        AttributeReader.Number(AttributeReader.Named(attribute, "P")) ?? double.NaN,
        0,
        (int)Math.Min(int.MaxValue, AttributeReader.Number(AttributeReader.Named(attribute, "Rank")) ?? 0),
        AttributeReader.Number(AttributeReader.Named(attribute, "SpectralNorm")) ?? 0,
        AttributeReader.DefaultSmoothing,
        0);

    private static LayerKind Kind(AttributeData attribute) => Enum.TryParse<LayerKind>(Text(attribute, 1), out var kind) ? kind : LayerKind.Parameter;

    private static DimensionExpression Dimension(AttributeData attribute, int index)
        => AttributeReader.Argument(attribute, index) is { Value: > 0L and long size } ? DimensionExpression.Of(size) : DimensionExpression.Unknown("it was not read when its assembly was compiled");

    private static bool Flag(AttributeData attribute, string name) => AttributeReader.Named(attribute, name) is { Value: true };

    private static string Text(AttributeData attribute, int index) => AttributeReader.Argument(attribute, index) is { Value: string text } ? text : "";

    private static bool Is(AttributeData attribute, string name) => attribute.AttributeClass?.Name == name && TorchSymbols.HasName(attribute, Prefix + name);
}
