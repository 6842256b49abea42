namespace RankAttributes.Declarations;

/// <summary>Layers, unread layers and submodules as lines of text.</summary>
internal static class LayerLines
{
    public const string Layer = "layer";
    public const string Unread = "unread";
    public const string Submodule = "submodule";

    // A parameter may have any name, and so is marked.
    private const char Argument = ':';

    public static void Write(WireWriter writer, LayerDeclaration layer)
    {
        var settings = layer.Settings;
        writer.Line(Layer, layer.Name, layer.Kind.ToString(), DimensionText.Write(layer.Outputs), DimensionText.Write(layer.Inputs))
            .Named("p", settings.P)
            .Named("strength", settings.Strength, DeclaredValue.DefaultStrength)
            .Named("rank", settings.Rank)
            .Named("norm", settings.SpectralNorm)
            .Named("smoothing", settings.Smoothing, DeclaredValue.DefaultSmoothing)
            .Named("method", settings.Method)
            .Named("width", Text(layer.SpatialWidth))
            .Flag("ignored", layer.IsIgnored)
            .Flag("biasFree", layer.IsBiasFree);
        Write(writer, layer.IsConditional, layer.Repetition);
    }

    /// <exception cref="FormatException">The line is not a layer.</exception>
    public static LayerDeclaration ReadLayer(WireLine line)
    {
        var (name, kind, outputs, inputs) = (line.Next(), line.Next(), DimensionText.Read(line.Next()), DimensionText.Read(line.Next()));
        if (!Enum.TryParse<LayerKind>(kind, out var known) || known.ToString() != kind) throw new FormatException($"'{kind}' is not a kind of layer");
        var settings = new LayerSettings(
            line.Number("p"), line.Number("strength", DeclaredValue.DefaultStrength), checked((int)line.Count("rank")), line.Number("norm"),
            line.Number("smoothing", DeclaredValue.DefaultSmoothing), checked((int)line.Count("method")));
        return new LayerDeclaration(name, known, outputs, inputs, settings, line.Flag("ignored"))
        {
            SpatialWidth = line.Count("width"),
            IsBiasFree = line.Flag("biasFree"),
            IsConditional = line.Flag("conditional"),
            Repetition = Repetition(line),
        };
    }

    public static void Write(WireWriter writer, UnreadLayer unread) => writer.Line(Unread, unread.Name, unread.Reason).Flag("elsewhere", unread.IsElsewhere);

    public static UnreadLayer ReadUnread(WireLine line) => new(line.Next(), line.Next()) { IsElsewhere = line.Flag("elsewhere") };

    public static void Write(WireWriter writer, SubmoduleDeclaration submodule)
    {
        writer.Line(Submodule, submodule.Name, submodule.Type);
        Write(writer, submodule.IsConditional, submodule.Repetition);
        foreach (var argument in submodule.Arguments) writer.Named(Argument + argument.Parameter, DimensionText.Write(argument.Value));
    }

    /// <exception cref="FormatException">The line is not a submodule.</exception>
    public static SubmoduleDeclaration ReadSubmodule(WireLine line, int position)
    {
        var (name, type, isConditional, repetition) = (line.Next(), line.Next(), line.Flag("conditional"), Repetition(line));
        var arguments = line.Rest().Select(ReadArgument).ToEquatableArray();
        if (arguments.Select(argument => argument.Parameter).Distinct(StringComparer.Ordinal).Count() < arguments.Count)
            throw new FormatException("an argument is given twice");
        return new SubmoduleDeclaration(name, type, arguments, position, isConditional, repetition);
    }

    private static ArgumentDeclaration ReadArgument(string field)
    {
        var end = field.IndexOf('=');
        if (end < 1 || field[0] != Argument) throw new FormatException($"'{field}' is not an argument");
        return new ArgumentDeclaration(field.Substring(1, end - 1), DimensionText.Read(field.Substring(end + 1)));
    }

    private static void Write(WireWriter writer, bool isConditional, DimensionExpression? repetition)
        => writer.Flag("conditional", isConditional).Named("times", repetition is null ? null : DimensionText.Write(repetition));

    private static DimensionExpression? Repetition(WireLine line) => line.Named("times") is { } times ? DimensionText.Read(times) : null;

    private static string? Text(long width) => width == 0 ? null : width.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
