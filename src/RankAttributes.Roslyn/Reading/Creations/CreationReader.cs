using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading.Creations;

/// <summary>Reads a model as its creations make it: wherever its base classes and submodules are declared.</summary>
internal static class CreationReader
{
    /// <summary>Whether something creates an annotated model by a constructor that takes sizes.</summary>
    public static bool IsCreation(IObjectCreationOperation creation)
        => creation is { Type: INamedTypeSymbol type, Constructor.Parameters.IsEmpty: false } && IsModel(type);

    /// <summary>Whether a class is an annotated model.</summary>
    public static bool IsModel(INamedTypeSymbol type) => AttributeReader.Find(type, KnownNames.SchattenRegularize) is not null && TorchSymbols.IsModule(type);

    /// <summary>The model with the defaults of its constructor and the pinned values.</summary>
    public static ModelDeclaration? AtClass(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
        => Read(type, null, null, compilation, cancellation);

    /// <summary>The model with the arguments of one creation.</summary>
    /// <param name="creation">A creation by <see cref="IsCreation"/>.</param>
    /// <param name="compilation">The compilation that contains it.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static ModelDeclaration? At(IObjectCreationOperation creation, Compilation compilation, CancellationToken cancellation)
        => Read(
            (INamedTypeSymbol)creation.Type!, creation.Constructor, CreationArguments.Of(creation, compilation, cancellation), compilation, cancellation);

    private static ModelDeclaration? Read(INamedTypeSymbol type, IMethodSymbol? constructor, CreationArguments? arguments,
        Compilation compilation, CancellationToken cancellation)
    {
        if (ModelReadings.Of(type, compilation).Own(cancellation) is not { } model) return null;
        var made = CreatedModels.Read(type, constructor, arguments, compilation, cancellation).Layers;
        return model with { Layers = made.Layers.ToEquatableArray(), UnreadLayers = made.UnreadLayers.ToEquatableArray() };
    }
}
