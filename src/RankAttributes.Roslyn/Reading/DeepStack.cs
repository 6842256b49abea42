using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Reading.Caches;

namespace RankAttributes.Roslyn.Reading;

/// <summary>
/// The one door through which the generator and the analyzers come to read. The compiler binds, makes operations and rewrites nodes by recursion
/// without a guard of its own, and a stack overflow would end its process. Where a file is deep, everything is read on a stack that is large
/// enough for whatever the compiler parses: what is asked of one file may have any other bound.
/// </summary>
internal static class DeepStack
{
    private const int StackSize = 128 << 20;

    private static readonly ConditionalWeakTable<Compilation, object> Compilations = new();

    [ThreadStatic]
    private static bool isOnIt;

    /// <summary>Does some work here, or on a deep stack where the compilation needs one; it waits for the work to end.</summary>
    public static TResult Run<TArgument, TResult>(Compilation compilation, TArgument argument, Func<TArgument, TResult> work, CancellationToken cancellation)
    {
        if (isOnIt || !IsNeeded(compilation, cancellation)) return work(argument);
        TResult? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                isOnIt = true;
                try
                {
                    result = work(argument);
                }
                catch (Exception exception)
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            StackSize);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    /// <summary>The same for work without a result.</summary>
    public static void Run<TArgument>(Compilation compilation, TArgument argument, Action<TArgument> work, CancellationToken cancellation)
        => Run(
            compilation,
            (Argument: argument, Work: work),
            static pair =>
            {
                pair.Work(pair.Argument);
                return true;
            },
            cancellation);

    private static bool IsNeeded(Compilation compilation, CancellationToken cancellation)
        => Compilations.TryGetValue(compilation, out var known)
            ? (bool)known
            : (bool)Compilations.GetValue(
                compilation, asked => asked.SyntaxTrees.Any(tree => !Surroundings.IsOwn(tree) && WalkedFile.Of(tree, cancellation).IsDeep));
}
