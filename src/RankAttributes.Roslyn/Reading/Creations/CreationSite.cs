using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading.Caches;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Reading.Creations;

/// <summary>One creation of a model, without a symbol.</summary>
/// <param name="Model">The class by its metadata name.</param>
/// <param name="Constructor">Which of its constructors is called.</param>
/// <param name="Arguments">The arguments, where they are the same in every compilation.</param>
/// <param name="Expression">The creation as the source writes it.</param>
/// <param name="Type">The type that contains it.</param>
/// <param name="Member">The method that contains it.</param>
/// <param name="Made">What it makes.</param>
internal sealed record CreationSite(string Model, int? Constructor, IReadOnlyDictionary<string, Value>? Arguments, string Expression, string Type,
    string Member, CreatedModel Made)
{
    public CreationDeclaration Declaration { get; } = new(Model, new CreationPoint(Expression, Type, Member), Made.Layers.Layers.ToEquatableArray(),
        Made.Layers.UnreadLayers.ToEquatableArray());

    /// <summary>The same creation as another compilation makes it, where its file says the same: read again only if its class is new.</summary>
    public CreationSite At(Surroundings surroundings, Compilation compilation, CancellationToken cancellation)
    {
        if (surroundings.Keep(Made.Version, Made.Trees, cancellation))
            return Made.Version == surroundings.Version ? this : this with { Made = Made with { Version = surroundings.Version } };
        if (Arguments is null || compilation.Assembly.GetTypeByMetadataName(Model) is not { } type) return this;
        var constructor = Constructor is { } ordinal && ordinal < type.InstanceConstructors.Length ? type.InstanceConstructors[ordinal] : null;
        return new CreationSite(Model, Constructor, Arguments, Expression, Type, Member,
            CreatedModels.Read(type, constructor, CreationArguments.Of(Arguments), compilation, cancellation));
    }
}
