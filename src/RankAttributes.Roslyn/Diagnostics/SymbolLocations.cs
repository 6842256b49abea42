using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>Where a diagnostic is drawn: at the attribute, or at the argument that is wrong.</summary>
internal static class SymbolLocations
{
    public static Location Of(AttributeData attribute, ISymbol owner, CancellationToken cancellation)
        => attribute.ApplicationSyntaxReference is { } reference
            ? reference.SyntaxTree.GetLocation(reference.Span)
            : owner.Locations.FirstOrDefault() ?? Location.None;

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
}
