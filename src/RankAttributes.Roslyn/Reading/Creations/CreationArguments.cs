using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Reading.Creations;

/// <summary>The arguments of one creation.</summary>
/// <param name="Plain">Their values by parameter, without a store. One without a value there is the symbol of its parameter: it was given,
/// so that the parameter's default is not its value.</param>
/// <param name="Key">A text that creations have in common which make the same; <see langword="null"/> where there is none.</param>
/// <param name="In">Evaluates them in the course of a reading, objects with all they hold; <see langword="null"/> where the plain ones say it all.</param>
internal sealed record CreationArguments(
    IReadOnlyDictionary<string, Value> Plain, string? Key, Func<Interpreter, IReadOnlyDictionary<string, Value>>? In = null)
{
    /// <param name="plain">Arguments that are the same in every compilation.</param>
    public static CreationArguments Of(IReadOnlyDictionary<string, Value> plain) => new(plain, PlainArguments.Key(plain));

    /// <param name="creation">A creation by <see cref="CreationReader.IsCreation"/>.</param>
    /// <param name="compilation">The compilation that contains it.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static CreationArguments Of(IObjectCreationOperation creation, Compilation compilation, CancellationToken cancellation)
    {
        // As the constructor's own reading begins.
        var type = creation.Constructor!.ContainingType.OriginalDefinition;
        var interpreter = new Interpreter(new ClassSource(type, compilation, looksOutside: true, cancellation), cancellation);
        Construction.Allocate(interpreter, type);
        var given = Evaluate(interpreter, creation);
        var plain = Of(given.ToDictionary(pair => pair.Key, pair => Export(interpreter, pair), StringComparer.Ordinal));
        return plain.Key is not null ? plain : plain with { Key = StateKey.Of(interpreter, given), In = reading => Evaluate(reading, creation) };
    }

    private static Value Export(Interpreter interpreter, KeyValuePair<string, Value> argument)
    {
        try
        {
            return interpreter.Objects.Export(argument.Value);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A later argument took all the steps there are.
            return new PathValue(argument.Key);
        }
    }

    private static Dictionary<string, Value> Evaluate(Interpreter interpreter, IObjectCreationOperation creation)
    {
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        var isGivenUp = false;
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter is not { } parameter) continue;
            var value = isGivenUp ? Value.Null : Evaluate(interpreter, argument.Value, out isGivenUp);

            // A value that is computed at run time leaves the parameter a symbol, for which a number may be pinned.
            values[parameter.Name] = isGivenUp || value is UnknownValue or NeverValue or PathValue or NumberValue { Expression: SymbolDimension }
                ? new PathValue(parameter.Name)
                : value;
        }

        return values;
    }

    private static Value Evaluate(Interpreter interpreter, IOperation argument, out bool isGivenUp)
    {
        isGivenUp = false;
        try
        {
            SettledLocals.Declare(interpreter, argument);
            return interpreter.Facts.Resolve(interpreter.Evaluate(argument));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            isGivenUp = true;
            return Value.Null;
        }
    }
}
