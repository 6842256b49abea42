using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Reading.Caches;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading.Creations;

/// <summary>
/// Reads the layers of a model as one creation makes it: with that creation's arguments, through base classes and submodules, wherever in
/// the compilation they are declared. For analyzers only: a generator that looked outside of a class would run for every edit anywhere.
/// </summary>
internal sealed class CreatedModelReader(Compilation compilation, CancellationToken cancellation)
{
    private const int MaxNesting = 32;

    private static readonly IReadOnlyDictionary<string, Value> NoArguments = new Dictionary<string, Value>();

    private int depth;

    /// <summary>The layers of a class made by a constructor with arguments; defaults and pins fill in what is not given.</summary>
    /// <param name="type">The class.</param>
    /// <param name="constructor">The constructor; <see langword="null"/> for the one that a class is read by.</param>
    /// <param name="arguments">Values by parameter; <see langword="null"/> for none.</param>
    /// <param name="evaluate">The same, evaluated in the reading itself, where an object is among them.</param>
    public SubmoduleLayers Read(INamedTypeSymbol type, IMethodSymbol? constructor, IReadOnlyDictionary<string, Value>? arguments,
        Func<Interpreter, IReadOnlyDictionary<string, Value>>? evaluate = null)
    {
        cancellation.ThrowIfCancellationRequested();
        var definition = type.OriginalDefinition;
        ReadTrees.Note(definition);
        if (definition.DeclaringSyntaxReferences.IsEmpty || !compilation.ContainsSyntaxTree(definition.DeclaringSyntaxReferences[0].SyntaxTree))
            return FromMetadata(definition, constructor?.OriginalDefinition, arguments ?? NoArguments);
        var own = AttributeReader.Find(definition, KnownNames.SchattenRegularize);
        var settings = own is null ? new LayerSettings(double.NaN, 0, 0, 0, 0, 0) : AttributeReader.Settings(own, null);
        var source = new ClassSource(definition, compilation, looksOutside: true, cancellation);
        var chosen = constructor?.OriginalDefinition ?? Construction.Principal(definition, cancellation);
        var made = ConstructedModel.Read(
            source, chosen, evaluate ?? (_ => arguments ?? NoArguments), usesDefaults: true, Pins.Of(definition), ModelReader.InputShape(definition));
        var (layers, unknowns) = new LayerReader(settings, submodule => Read(submodule.Type, submodule.Constructor, submodule.Arguments)).Read(made);
        return new SubmoduleLayers(layers, unknowns, HasOwnSettings: own is not null);
    }

    private SubmoduleLayers FromMetadata(INamedTypeSymbol type, IMethodSymbol? constructor, IReadOnlyDictionary<string, Value> arguments)
    {
        if (depth >= MaxNesting) return Unread($"'{type.Name}' contains itself");
        depth++;
        var principal = constructor ?? type.InstanceConstructors.OrderByDescending(candidate => candidate.Parameters.Length).FirstOrDefault();
        var read = MetadataModelReader.Read(type, principal, arguments, (name, given) => type.ContainingAssembly.GetTypeByMetadataName(name) is { } inner
            ? FromMetadata(inner, null, given)
            : Unread($"'{name}' is not in its assembly"));
        depth--;
        return read ?? Unread($"'{type.Name}' is declared in another assembly without [SchattenRegularize]");
    }

    private static SubmoduleLayers Unread(string reason) => new([], [new UnreadLayer("", reason)], false);
}
