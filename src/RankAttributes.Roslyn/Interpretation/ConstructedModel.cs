using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>A model as one constructor leaves it.</summary>
/// <param name="Interpreter">The reading, whose store holds what the model is made of.</param>
/// <param name="Root">The model.</param>
/// <param name="Stretches">Linear layers that <c>forward</c> applies one after another with nothing between.</param>
/// <param name="Failure">Why the reading was given up; <see langword="null"/> where it was not.</param>
internal sealed record ConstructedModel(Interpreter Interpreter, ReferenceValue Root, IReadOnlyList<IReadOnlyList<LayerValue>> Stretches, string? Failure)
{
    /// <param name="source">The class.</param>
    /// <param name="constructor">The constructor; <see langword="null"/> where there are initializers only.</param>
    /// <param name="arguments">Values by parameter name, in that reading.</param>
    /// <param name="usesDefaults">Whether a parameter that is not among the arguments has its default value; else it stays a symbol.</param>
    /// <param name="pins">Numbers for symbols, by path.</param>
    /// <param name="inputShape">The shape of one input, channels first; empty where it is not declared.</param>
    public static ConstructedModel Read(
        ClassSource source, IMethodSymbol? constructor, Func<Interpreter, IReadOnlyDictionary<string, Value>> arguments, bool usesDefaults,
            IReadOnlyDictionary<string, long> pins, IReadOnlyList<int> inputShape)
    {
        var interpreter = new Interpreter(source, source.Cancellation);
        var root = Construction.Allocate(interpreter, source.Type);
        try
        {
            if (constructor is not null) Construction.Run(interpreter, root, constructor.OriginalDefinition, arguments(interpreter), usesDefaults, pins);
            if (interpreter.Store.Find(root) is ObjectContent { HasRegistered: NumberValue { Expression.Value: 0 }, Registered.Count: 0 })
                interpreter.Registrations.All(root);
            return new ConstructedModel(interpreter, root, Forward(interpreter, source, root, usesDefaults, inputShape), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new ConstructedModel(interpreter, root, [], Reason(exception));
        }
    }

    /// <summary>What a reading that was given up says of the class.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        ReadingStoppedException => exception.Message,
        InsufficientExecutionStackException => "the code is nested too deeply to follow",
        _ => $"reading it failed ({exception.GetType().Name}: {exception.Message})",
    };

    // Channels come first; what follows are the spatial axes. A shape of one axis has none. Which layers follow each other does not depend on
    // arguments, so that it is looked for in one of the two readings only.
    private static IReadOnlyList<IReadOnlyList<LayerValue>> Forward(Interpreter interpreter, ClassSource source, ReferenceValue root, bool usesDefaults,
        IReadOnlyList<int> inputShape)
    {
        if (source.Type.GetMembers("forward").OfType<IMethodSymbol>().FirstOrDefault() is not { } forward
            || interpreter.Store.Find(root) is not ObjectContent made)
            return [];
        if (inputShape.Count <= 1 && !(usesDefaults && LinearFlow.IsPossible(forward, made.Fields.Values, interpreter.Store, source.Cancellation))) return [];
        return interpreter.Forward.ReadForward(root, forward, inputShape.Count > 1
            ? [.. inputShape.Skip(1).Select(size => DimensionExpression.Of(size))]
            : null);
    }
}
