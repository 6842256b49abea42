using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Reading.Creations;

/// <summary>
/// The state from which a constructor begins, as a text: all that its arguments made, and what was changed on the way. Where two creations have it in
/// common, they make the same, so that the constructor need not be read again.
/// </summary>
internal sealed class StateKey
{
    private const int LongestKey = 4_096;

    private readonly StringBuilder key = new();
    private readonly Interpreter interpreter;

    private StateKey(Interpreter interpreter) => this.interpreter = interpreter;

    /// <summary>The state after the arguments of a creation; <see langword="null"/> where something in it has no text.</summary>
    /// <param name="interpreter">A reading in which the object was allocated, and the arguments evaluated.</param>
    /// <param name="given">The values of the arguments in it.</param>
    public static string? Of(Interpreter interpreter, IReadOnlyDictionary<string, Value> given)
    {
        // Equal states that took more steps leave the constructor fewer.
        var spent = interpreter.Budget.Spent;
        try
        {
            return interpreter.IsAtRest && new StateKey(interpreter).Append(given) is { } state ? $"@{Text(spent)} {state}" : null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What stops here stops the reading too, which says why.
            return null;
        }
    }

    private string? Append(IReadOnlyDictionary<string, Value> given)
    {
        var isComplete = given.OrderBy(pair => pair.Key, StringComparer.Ordinal).All(pair => AppendPart(pair.Key, pair.Value))
            && interpreter.Objects.Statics.Select(pair => (Name: Name(pair.Key), pair.Value)).OrderBy(pair => pair.Name, StringComparer.Ordinal)
                .All(pair => AppendPart(pair.Name, pair.Value))
            && Enumerable.Range(0, interpreter.Store.Count).All(id => interpreter.Store.Find(id) is not { } content || AppendPart(Text(id), content));
        if (!isComplete) return null;
        foreach (var type in interpreter.Store.Classes.Select(Name).OrderBy(name => name, StringComparer.Ordinal)) Append(type);
        return key.ToString();
    }

    private bool AppendPart(string name, Content content)
    {
        Append(name);
        return key.Length <= LongestKey && content switch
        {
            Value value => Append(value),
            ListContent list => Append($"{list.Kind} {list.HasGap} {list.IsBoxed}", null) && list.Items.All(Append),
            DictionaryContent dictionary => Append($"Entries {dictionary.HasGap}", dictionary.Rest)
                && dictionary.Entries.All(entry => Append(entry.Key) && Append(entry.Value)),
            ObjectContent { Registered.Count: 0, Steps: null or { Count: 0 }, Inherited: null } made
                => Append($"{Name(made.Type)} {made.IsBoxed} {made.Steps is null}", made.Rest) && Append(made.HasRegistered) && Append(made.Fields),
            PathContent path => Append($"{path.Path} {Name(path.Type)}", path.Rest) && Append(path.Fields),
            _ => false,
        };
    }

    private bool Append(IReadOnlyDictionary<ISymbol, Value> fields)
        => fields.Select(pair => (Name: Name(pair.Key), pair.Value)).OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .All(pair => AppendPart(pair.Name, pair.Value));

    private bool Append(Value value)
    {
        switch (value)
        {
            case ReferenceValue { Id: var id }:
                key.Append('@').Append(Text(id)).Append(';');
                return true;
            case NumberValue { Expression: SymbolDimension { Path: var path } }:
                key.Append('s');
                Append(path);
                return true;
            case UnknownValue unknown:
                key.Append('u');
                return Append(unknown.Reason, unknown.Expression);
            default:
                return PlainArguments.Append(key, value);
        }
    }

    private bool Append(string text, string? more)
    {
        Append(text);
        if (more is null) key.Append('-');
        else Append(more);
        return true;
    }

    private void Append(string text) => key.Append(Text(text.Length)).Append(':').Append(text).Append(';');

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Name(ISymbol symbol)
        => $"{symbol.Kind} {(symbol.ContainingSymbol is { } outer ? Parts(outer) : "")} {Parts(symbol)}";

    // A file's own class, and a class of another assembly, may have the name of a class elsewhere.
    private static string Parts(ISymbol symbol)
        => string.Concat(symbol.ToDisplayParts(SymbolDisplayFormat.FullyQualifiedFormat).Select(part
            => part.Symbol is INamedTypeSymbol type ? $"{type.ContainingAssembly?.Name}!{type.MetadataName}" : part.ToString()));
}
