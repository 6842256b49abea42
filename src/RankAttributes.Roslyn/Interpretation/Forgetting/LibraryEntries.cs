using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Where code is entered that the walked code does not call: by the first use of a class, and by a library, through the members that it knows.
/// </summary>
internal sealed class LibraryEntries(Interpreter interpreter, ForgottenCode code, Subjects subjects, Effects effects)
{
    // The classes that were made only grow in number.
    private (int Classes, bool Any) seen;

    public bool MayEnter(INamedTypeSymbol? opened, bool callsLibrary) => opened is not null && effects.ChangesAtFirst(opened) || callsLibrary && HasEntries();

    private bool HasEntries()
    {
        var classes = interpreter.Store.Classes;
        if (!seen.Any && seen.Classes != classes.Count) seen = (classes.Count, classes.Any(made => effects.Entries(made).Count > 0));
        return seen.Any;
    }

    /// <summary>What the first use of a class runs, and what a library that is called runs of the objects that there are.</summary>
    /// <param name="operation">Where they come in.</param>
    /// <param name="opened">The class that it may be the first to use.</param>
    /// <param name="callsLibrary">Whether it runs code of a library.</param>
    /// <param name="effect">What the code does.</param>
    public void Entered(IOperation operation, INamedTypeSymbol? opened, bool callsLibrary, Effect effect)
    {
        if (opened is { } type && effects.ChangesAtFirst(type))
        {
            var inside = effect with { Around = new Surrounding(null, null) };
            foreach (var part in interpreter.Source.AtFirst(type.OriginalDefinition))
            {
                if (inside.Enter(part)) code.Walk(part, inside);
            }
        }

        if (!callsLibrary || !HasEntries()) return;
        foreach (var value in subjects.Reached(operation, effect.Around))
        {
            if (((value as MadeValue)?.Type ?? (interpreter.Store.Find(value) as ObjectContent)?.Type) is not { } its) continue;
            foreach (var method in effects.Entries(its).Where(entry => Purity.MayEnter(operation, entry)))
            {
                code.Body(method, value, effect);
                if (MayKeep(operation, effect)) interpreter.Deferred.Keep(interpreter.Expressions.Calls.Function(method, value));
            }
        }
    }

    /// <summary>Whether what an operation hands to a library may be called later: by what it makes, by a sequence that is not walked through yet, or by an
    /// object of the library's that nobody follows.</summary>
    private bool MayKeep(IOperation operation, Effect effect) => operation switch
    {
        IObjectCreationOperation creation => !creation.Arguments.IsEmpty,
        IInvocationOperation { Instance: null, TargetMethod.ReturnType.TypeKind: TypeKind.Interface } => true,
        IInvocationOperation { Instance: { } on } => subjects.Named(on, effect.Around) is not { Count: > 0 } receivers
            || receivers.Any(receiver => interpreter.Store.Find(receiver) is not (ListContent or DictionaryContent or ContainerContent)),
        _ => false,
    };
}
