using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Reading.Caches;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading;

/// <summary>Reads an annotated class into its declaration.</summary>
internal static class ModelReader
{
    private static readonly IReadOnlyDictionary<string, Value> NoArguments = new Dictionary<string, Value>();

    private static readonly SymbolDisplayFormat NameWithTypeParameters = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat QualifiedNamespace = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>
    /// The declaration, or <see langword="null"/> where no code can be generated for the class: not partial, inside a type that is not,
    /// not a module, or out of reach for another file. Analyzers say why; the generator stays silent.
    /// </summary>
    public static GeneratedClass? ReadGeneratable(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        if (!IsGeneratable(type, compilation, cancellation)) return null;
        if (ReadNamed(type, compilation, cancellation) is not { } read || AttributeReader.Find(type, KnownNames.SchattenRegularize) is not { } attribute)
            return null;
        var defaults = AttributeReader.Settings(attribute, null);
        return new GeneratedClass(
            HintName.Of(type),
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(QualifiedNamespace),
            Headers(type).ToEquatableArray(),
            Inheritance(type),
            Written(type, "RegularizationLoss").OfType<IMethodSymbol>().Any(method => method.Parameters.IsEmpty && method.Arity == 0),
            Written(type, "TrackBounds").Any(),
            defaults,
            MemberReader.Read(type, defaults, PlacesForPairs.In(compilation), read.Names, cancellation),
            read.Model)
        {
            UnseenMember = MemberReader.Unseen(type),
            InheritsPlaces = InheritsPlaces(type),
        };
    }

    /// <summary>The members that the author wrote. An analyzer sees the generated ones too, and its reading may serve the generator.</summary>
    private static IEnumerable<ISymbol> Written(INamedTypeSymbol type, string name)
        => type.GetMembers(name).Where(member => member.DeclaringSyntaxReferences.Any(reference => !Surroundings.IsOwn(reference.SyntaxTree)));

    /// <summary>Whether code can be generated for a class that carries the attribute.</summary>
    public static bool IsGeneratable(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
        => TorchSymbols.IsModule(type) && IsPartialThroughout(type, cancellation) && GeneratedPart.Obstacle(type, compilation) is null;

    /// <summary>The declaration of a class that carries the class-level attribute, else <see langword="null"/>.</summary>
    public static ModelDeclaration? Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
        => ReadNamed(type, compilation, cancellation)?.Model;

    /// <summary>The declaration, and the names under which TorchSharp knows what the class's members hold.</summary>
    private static (ModelDeclaration Model, IReadOnlyDictionary<ISymbol, string> Names)? ReadNamed(INamedTypeSymbol type, Compilation compilation,
        CancellationToken cancellation)
    {
        if (AttributeReader.Find(type, KnownNames.SchattenRegularize) is not { } attribute) return null;
        var defaults = AttributeReader.Settings(attribute, null);
        var source = new ClassSource(type, compilation, looksOutside: false, cancellation);
        var constructor = Construction.Principal(type, cancellation);
        var pins = Pins.Of(type);
        var made = ConstructedModel.Read(source, constructor, static _ => NoArguments, usesDefaults: true, pins, InputShape(type));
        var reader = new LayerReader(defaults, submodules: null);
        var (layers, unknowns) = reader.Read(made);
        var model = new ModelDeclaration(
            MetadataName.Of(type),
            type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            layers,
            unknowns,
            AttributeReader.TrainingData(AttributeReader.Find(type, KnownNames.TrainingData)))
        {
            Chains = reader.Chains(made),
            Symbolic = Symbolic(source, constructor, defaults, IsDecided(constructor, pins) ? null : made),
        };
        return (model, reader.Names);
    }

    // With a default or a pin, the class is one thing and what its creator may make of it another; else one reading is both.
    private static bool IsDecided(IMethodSymbol? constructor, IReadOnlyDictionary<string, long> pins)
        => pins.Count > 0 || constructor?.Parameters.Any(parameter => parameter.HasExplicitDefaultValue) == true;

    /// <summary>The declaration as expressions; empty where there is nothing to be given and nothing outside of the class.</summary>
    private static SymbolicDeclaration Symbolic(ClassSource source, IMethodSymbol? constructor, LayerSettings defaults, ConstructedModel? made)
    {
        made ??= ConstructedModel.Read(source, constructor, static _ => NoArguments, usesDefaults: false, Pins.None, InputShape(source.Type));
        var reader = new LayerReader(defaults, submodules: null);
        var (layers, unknowns) = reader.Read(made);
        var parameters = constructor?.Parameters.Select(parameter => parameter.Name) ?? [];
        return new SymbolicDeclaration(
            parameters.ToEquatableArray(), layers, reader.Submodules, unknowns.Where(unknown => !unknown.IsElsewhere).ToEquatableArray());
    }

    /// <summary>The input's shape that the class declares; empty where it declares none that can be used.</summary>
    public static IReadOnlyList<int> InputShape(INamedTypeSymbol type)
        => AttributeReader.TrainingData(AttributeReader.Find(type, KnownNames.TrainingData)) is { InputShape: { Count: > 0 } shape }
            && shape.All(size => size > 0) ? [.. shape] : [];

    public static bool IsPartialThroughout(INamedTypeSymbol type, CancellationToken cancellation)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (!IsPartial(current, cancellation)) return false;
        }

        return true;
    }

    public static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword)) return true;
        }

        return false;
    }

    private static ModelInheritance Inheritance(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (AttributeReader.Find(current, KnownNames.SchattenRegularize) is not null) return ModelInheritance.Derived;
        }

        return type.IsSealed ? ModelInheritance.Sealed : ModelInheritance.Open;
    }

    /// <summary>The next annotated base class is generated here too, or has the method already.</summary>
    private static bool InheritsPlaces(INamedTypeSymbol type)
    {
        var annotated = type.BaseType;
        while (annotated is not null && AttributeReader.Find(annotated, KnownNames.SchattenRegularize) is null) annotated = annotated.BaseType;
        return annotated is not null && (!annotated.DeclaringSyntaxReferences.IsEmpty || !annotated.GetMembers("CollectPlaces").IsEmpty);
    }

    private static IEnumerable<TypeHeader> Headers(INamedTypeSymbol type)
    {
        var headers = ImmutableArray.CreateBuilder<TypeHeader>();
        for (var current = type; current is not null; current = current.ContainingType)
        {
            headers.Insert(0, new TypeHeader(Keyword(current), current.ToDisplayString(NameWithTypeParameters)));
        }

        return headers;
    }

    private static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Interface, _) => "interface",
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (_, true) => "record",
        _ => "class",
    };
}
