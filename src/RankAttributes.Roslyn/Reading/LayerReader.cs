using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Declarations;

namespace RankAttributes.Roslyn.Reading;

/// <summary>Finds the layers that a class holds in fields and properties, and how each is created.</summary>
internal static class LayerReader
{
    public static (EquatableArray<LayerDeclaration> Layers, EquatableArray<UnknownLayer> Unknowns) Read(
        INamedTypeSymbol type, LayerSettings defaults, Compilation compilation, CancellationToken cancellation)
    {
        var layers = ImmutableArray.CreateBuilder<LayerDeclaration>();
        var unknowns = ImmutableArray.CreateBuilder<UnknownLayer>();
        var creations = CreationReader.Read(type, compilation, cancellation);
        foreach (var member in type.GetMembers())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Held(member) is not { } held || !TorchSymbols.IsModule(held)) continue;
            creations.TryGetValue(member, out var creation);
            var kind = creation is null ? TorchSymbols.KindOf(held) : TorchSymbols.KindOf(creation.TargetMethod);
            if (kind is not { } known) continue;

            var ignored = AttributeReader.Find(member, KnownNames.SchattenIgnore) is not null;
            var own = AttributeReader.Find(member, KnownNames.SchattenRegularize);
            var settings = own is null ? defaults : AttributeReader.Settings(own, defaults);
            var (outputs, inputs) = creation is null
                ? (DimensionExpression.Unknown("the layer's creation is not in this class"), DimensionExpression.Unknown("the layer's creation is not in this class"))
                : ShapeReader.Read(known, creation);
            if (outputs is UnknownDimension rows) unknowns.Add(new UnknownLayer(member.Name, rows.Reason));
            else if (inputs is UnknownDimension columns) unknowns.Add(new UnknownLayer(member.Name, columns.Reason));
            layers.Add(new LayerDeclaration(member.Name, Identifier(member), known, outputs, inputs, settings, ignored));
        }

        return (new EquatableArray<LayerDeclaration>(layers.ToImmutable()), new EquatableArray<UnknownLayer>(unknowns.ToImmutable()));
    }

    private static ITypeSymbol? Held(ISymbol member) => member switch
    {
        IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } field => field.Type,
        IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null } property => property.Type,
        _ => null,
    };

    private static string Identifier(ISymbol member) => member.ToDisplayString(new SymbolDisplayFormat(
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers));
}
