using System.Globalization;

namespace RankAttributes.Declarations;

/// <summary>
/// The text of a declaration, as it travels in the metadata of a compiled assembly to the build's report, to projects that reference the
/// assembly, and to a tracker at run time. Any change to what is written is another <see cref="Version"/>.
/// </summary>
internal static class DeclarationText
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 1;

    private const string Model = "model";
    private const string Data = "data";
    private const string Constructor = "constructor";
    private const string Creation = "creation";
    private const int MaxLength = 64 * 1024 * 1024;

    /// <summary>Writes a model.</summary>
    public static string Write(ModelDeclaration model)
    {
        var writer = new WireWriter().Line(Model, model.DisplayName);
        if (model.Data is { } data) Write(writer, data);
        foreach (var layer in model.Layers) LayerLines.Write(writer, layer);
        foreach (var unread in model.UnreadLayers) LayerLines.Write(writer, unread);
        if (model.Symbolic != SymbolicDeclaration.Empty) Write(writer, model.Symbolic);
        return writer.ToString();
    }

    /// <summary>Writes a creation.</summary>
    public static string Write(CreationDeclaration creation)
    {
        var writer = new WireWriter().Line(Creation, creation.Model);
        if (creation.Point is { } site) writer.Field(site.Expression).Field(site.Type).Field(site.Member);
        foreach (var layer in creation.Layers) LayerLines.Write(writer, layer);
        foreach (var unread in creation.UnreadLayers) LayerLines.Write(writer, unread);
        return writer.ToString();
    }

    /// <summary>Whether a text is that of a creation, and not of a model.</summary>
    public static bool IsCreation(string text) => text.StartsWith(Creation + "\t", StringComparison.Ordinal);

    /// <summary>Reads a model.</summary>
    /// <param name="typeName">The class that carries the text, by its metadata name.</param>
    /// <param name="version">The version that the text is of; <see langword="null"/> where it states none.</param>
    /// <param name="text">The text.</param>
    public static WireReading<ModelDeclaration> ReadModel(string typeName, int? version, string text) => Read(version, text, lines =>
    {
        var head = Head(lines, Model);
        var (layers, unknowns, data) = (new List<LayerDeclaration>(), new List<UnreadLayer>(), default(TrainingDataDeclaration));
        var model = new ModelDeclaration(typeName, head.Next(), default, default, null);
        while (lines.Count > 0 && lines.Peek().Keyword != Constructor)
        {
            if (lines.Peek().Keyword == Data) data = ReadData(lines.Dequeue());
            else Add(lines.Dequeue(), layers, unknowns);
        }

        return model with { Layers = layers.ToEquatableArray(), UnreadLayers = unknowns.ToEquatableArray(), Data = data, Symbolic = ReadSymbolic(lines) };
    });

    /// <summary>Reads a creation.</summary>
    /// <param name="version">The version that the text is of; <see langword="null"/> where it states none.</param>
    /// <param name="text">The text.</param>
    public static WireReading<CreationDeclaration> ReadCreation(int? version, string text) => Read(version, text, lines =>
    {
        var head = Head(lines, Creation);
        var (model, where) = (head.Next(), head.Rest());
        if (where.Count is not (0 or 3)) throw new FormatException("a creation has a place or none");
        var (layers, unknowns) = (new List<LayerDeclaration>(), new List<UnreadLayer>());
        while (lines.Count > 0) Add(lines.Dequeue(), layers, unknowns);
        return new CreationDeclaration(
            model, where.Count == 0 ? null : new CreationPoint(where[0], where[1], where[2]), layers.ToEquatableArray(), unknowns.ToEquatableArray());
    });

    private static WireReading<T> Read<T>(int? version, string text, Func<Queue<WireLine>, T> read)
        where T : class
    {
        if (version != Version) return new(null, WireProblem.OtherVersion(version));
        try
        {
            return text.Length > MaxLength ? new(null, WireProblem.Damaged("it is too long")) : new(read(new Queue<WireLine>(WireLine.Read(text))), null);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return new(null, WireProblem.Damaged(exception.Message));
        }
    }

    private static WireLine Head(Queue<WireLine> lines, string keyword)
        => lines.Dequeue() is var head && head.Keyword == keyword ? head : throw new FormatException($"it begins with '{head.Keyword}'");

    private static void Add(WireLine line, List<LayerDeclaration> layers, List<UnreadLayer> unknowns)
    {
        if (line.Keyword == LayerLines.Layer) layers.Add(LayerLines.ReadLayer(line));
        else if (line.Keyword == LayerLines.Unread) unknowns.Add(LayerLines.ReadUnread(line));
        else throw new FormatException($"'{line.Keyword}' is not known");
        line.End();
    }

    private static void Write(WireWriter writer, TrainingDataDeclaration data) => writer.Line(Data)
        .Named("samples", data.Samples == 0 ? null : data.Samples.ToString(CultureInfo.InvariantCulture))
        .Named("source", data.Source)
        .Named("inputNorm", data.InputNorm)
        .Named("margin", data.Margin)
        .Named("spectralNorm", data.SpectralNorm)
        .Named("constant", data.Constant, 1)
        .Named("targetGap", data.TargetGap, 1)
        .Named("inputShape", data.InputShape.Count == 0 ? null : string.Join(",", data.InputShape.Select(size => size.ToString(CultureInfo.InvariantCulture))));

    private static TrainingDataDeclaration ReadData(WireLine line)
    {
        var shape = line.Named("inputShape");
        var sizes = shape is null ? []
            : shape.Split(',')
                .Select(size =>
                    int.TryParse(size, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var axis) ? axis
                        : throw new FormatException($"'{size}' is not a size"));
        var data = new TrainingDataDeclaration(line.Count("samples"), line.Number("inputNorm"), line.Number("margin"), sizes.ToEquatableArray())
        {
            Source = line.Named("source") ?? "",
            SpectralNorm = line.Number("spectralNorm"),
            Constant = line.Number("constant", 1),
            TargetGap = line.Number("targetGap", 1),
        };
        line.End();
        return data;
    }

    private static void Write(WireWriter writer, SymbolicDeclaration symbolic)
    {
        writer.Line(Constructor, [.. symbolic.Parameters]);
        for (var position = 0; position <= symbolic.Layers.Count; position++)
        {
            foreach (var submodule in symbolic.Submodules)
            {
                if (submodule.Position == position) LayerLines.Write(writer, submodule);
            }

            if (position < symbolic.Layers.Count) LayerLines.Write(writer, symbolic.Layers[position]);
        }

        foreach (var unread in symbolic.UnreadLayers) LayerLines.Write(writer, unread);
    }

    private static SymbolicDeclaration ReadSymbolic(Queue<WireLine> lines)
    {
        if (lines.Count == 0) return SymbolicDeclaration.Empty;
        var parameters = lines.Dequeue().Rest();
        var (layers, submodules, unknowns) = (new List<LayerDeclaration>(), new List<SubmoduleDeclaration>(), new List<UnreadLayer>());
        while (lines.Count > 0)
        {
            if (lines.Peek().Keyword == LayerLines.Submodule) submodules.Add(LayerLines.ReadSubmodule(lines.Dequeue(), layers.Count));
            else Add(lines.Dequeue(), layers, unknowns);
        }

        return new SymbolicDeclaration(parameters.ToEquatableArray(), layers.ToEquatableArray(), submodules.ToEquatableArray(), unknowns.ToEquatableArray());
    }
}
