using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>Where a diagnostic is drawn: at the attribute, or at the argument that is wrong.</summary>
internal static class SymbolLocations
{
    public static Location Of(AttributeData attribute, ISymbol owner, CancellationToken cancellation)
        => attribute.ApplicationSyntaxReference is { } reference
            ? reference.SyntaxTree.GetLocation(reference.Span)
            : owner.Locations.FirstOrDefault() ?? Location.None;

    /// <summary>Whether an attribute is not whole yet: what it says so far is not what it will say.</summary>
    public static bool IsBeingTyped(AttributeData attribute, CancellationToken cancellation)
        => attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is { Parent: AttributeListSyntax { ContainsDiagnostics: true } };

    /// <summary>The argument with that name, positional arguments by index; the whole attribute where there is none.</summary>
    public static Location OfArgument(AttributeData attribute, ISymbol owner, string name, int position, CancellationToken cancellation)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax { ArgumentList.Arguments: var arguments })
        {
            for (var index = 0; index < arguments.Count; index++)
            {
                var argument = arguments[index];
                var named = argument.NameEquals?.Name.Identifier.ValueText ?? argument.NameColon?.Name.Identifier.ValueText;
                if (named is null ? index == position : string.Equals(named, name, StringComparison.OrdinalIgnoreCase)) return argument.GetLocation();
            }
        }

        return Of(attribute, owner, cancellation);
    }

    /// <summary>The member that holds a layer, by the layer's registered name; the attribute where no member of the class does.</summary>
    public static Location OfLayer(string layer, INamedTypeSymbol type, AttributeData attribute, CancellationToken cancellation)
        => Holder(layer, type)?.Locations.FirstOrDefault() ?? Of(attribute, type, cancellation);

    /// <summary>The member that holds a layer; <see langword="null"/> where no member of the class itself does.</summary>
    public static ISymbol? Holder(string layer, INamedTypeSymbol type)
        => type.GetMembers()
            .FirstOrDefault(
                member => member is IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol && IsWithin(layer, Registrable.NameOf(member)));

    /// <summary>Whether a layer's name is the member's or lies below it.</summary>
    public static bool IsWithin(string layer, string member)
        => layer.StartsWith(member, StringComparison.Ordinal) && (layer.Length == member.Length || layer[member.Length] is '.' or '[');
}
