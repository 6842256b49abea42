using System.Globalization;
using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Reading;

/// <summary>Reads the layers of a model of another assembly, as one creation makes it, from the declaration that its generated code carries.</summary>
internal static class MetadataModelReader
{
    private const int MaxRepetitions = 10_000;

    /// <summary>The layers, or <see langword="null"/> where the class declares nothing.</summary>
    /// <param name="type">The class.</param>
    /// <param name="constructor">The constructor that is called; its defaults replace what is not given.</param>
    /// <param name="arguments">Values by parameter name.</param>
    /// <param name="submodule">Reads a class that the model creates, by metadata name and arguments.</param>
    public static SubmoduleLayers? Read(
        INamedTypeSymbol type, IMethodSymbol? constructor, IReadOnlyDictionary<string, Value> arguments, Func<string, IReadOnlyDictionary<string, Value>,
            SubmoduleLayers> submodule)
    {
        if (AttributeReader.Find(type, KnownNames.DeclaredModel) is not { } attribute) return null;
        var version = AttributeReader.Argument(attribute, 0) is { Value: int number } ? number : (int?)null;
        var text = AttributeReader.Argument(attribute, 1) is { Value: string written } ? written : "";
        var reading = DeclarationText.ReadModel(MetadataName.Of(type), version, text);
        if (reading.Value is not { } model)
            return new SubmoduleLayers([], [new UnreadLayer(type.Name, reading.Problem!) { IsUnreadable = true }], HasOwnSettings: true);
        if (model.Symbolic == SymbolicDeclaration.Empty)
            return new SubmoduleLayers(model.Layers, [.. model.UnreadLayers.Where(unread => !unread.IsElsewhere)], HasOwnSettings: true);
        var made = new Made(path => Lookup(path, constructor, arguments), submodule);
        made.Add(model.Symbolic);
        return new SubmoduleLayers(made.Layers, made.UnreadLayers, HasOwnSettings: true);
    }

    /// <summary>The value of <c>hidden</c>, <c>config.Width</c>, <c>sizes[0]</c> or <c>sizes.Length</c> among the arguments.</summary>
    private static DimensionExpression Lookup(string path, IMethodSymbol? constructor, IReadOnlyDictionary<string, Value> arguments)
    {
        var end = path.IndexOfAny(['.', '[']);
        var root = end < 0 ? path : path.Substring(0, end);
        if (!arguments.TryGetValue(root, out var value))
        {
            var parameter = constructor?.Parameters.FirstOrDefault(candidate => candidate.Name == root);
            return end < 0 && parameter is { HasExplicitDefaultValue: true }
                ? Numbers.NumberOf(Defaults.Constant(parameter.ExplicitDefaultValue))
                : DimensionExpression.Symbol(path);
        }

        var rest = end < 0 ? "" : path.Substring(end);
        if (value is PathValue) return DimensionExpression.Symbol(path);
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

        return Numbers.NumberOf(value);
    }

    /// <summary>What a constructor makes once its parameters have values.</summary>
    private sealed class Made(Func<string, DimensionExpression> value, Func<string, IReadOnlyDictionary<string, Value>, SubmoduleLayers> read)
    {
        public List<LayerDeclaration> Layers { get; } = [];

        public List<UnreadLayer> UnreadLayers { get; } = [];

        public void Add(SymbolicDeclaration constructor)
        {
            for (var position = 0; position <= constructor.Layers.Count; position++)
            {
                foreach (var submodule in constructor.Submodules.Where(submodule => submodule.Position == position))
                    Repeat(submodule.Name, submodule.Repetition, name => Add(submodule, name));
                if (position == constructor.Layers.Count) break;
                var layer = constructor.Layers[position];
                Repeat(layer.Name, layer.Repetition, name => Layers.Add(layer with
                {
                    Name = name, Outputs = layer.Outputs.Substitute(value), Inputs = layer.Inputs.Substitute(value), Repetition = null,
                }));
            }

            UnreadLayers.AddRange(constructor.UnreadLayers);
        }

        private void Add(SubmoduleDeclaration submodule, string name)
        {
            var made = read(submodule.Type,
                submodule.Arguments.ToDictionary(argument => argument.Parameter, Value (argument) => new NumberValue(argument.Value.Substitute(value)),
                    StringComparer.Ordinal));
            Layers.AddRange(made.Layers.Select(layer => layer with { Name = $"{name}.{layer.Name}", IsConditional = layer.IsConditional
                || submodule.IsConditional }));
            UnreadLayers.AddRange(made.UnreadLayers.Select(unread => unread with { Name = $"{name}.{unread.Name}" }));
        }

        private void Repeat(string name, DimensionExpression? repetition, Action<string> once)
        {
            if (repetition is null) once(name);
            else if (repetition.Substitute(value).Value is { } count and <= MaxRepetitions)
            {
                for (var pass = 0L; pass < count; pass++) once($"{name}#{Numbers.Text(pass)}");
            }
            else UnreadLayers.Add(new UnreadLayer(name, $"it is made {repetition} times"));
        }
    }
}
