using System.Globalization;

namespace RankAttributes.Differential.Hostile;

/// <summary>The limits that every input must keep, and the counts of a run.</summary>
internal static class SurvivalFigures
{
    /// <summary>Processor time of generator and analyzers for one input.</summary>
    public const double MaxMilliseconds = 2_000;

    // The compiler binds the source again for the generator, and once more for the analyzers; what takes it long takes them as long, on every machine.
    private const double MaxCompilerTimes = 8;
    private const double MaxMegabytes = 200;

    /// <summary>Whether it took more than the limit, and more than the compiler's own time explains.</summary>
    public static bool IsSlow(Survival survival)
        => survival.Milliseconds > Math.Max(MaxMilliseconds, MaxCompilerTimes * survival.CompilerMilliseconds);

    /// <summary>What is wrong with an outcome; <see langword="null"/> where nothing is.</summary>
    public static string? Fault(Survival survival) => survival switch
    {
        { Failure.Length: > 0 } => survival.Failure,
        _ when IsSlow(survival) => string.Create(
            CultureInfo.InvariantCulture, $"{survival.Milliseconds:F0} ms of processor time; the compiler itself took {survival.CompilerMilliseconds:F0}"),
        { Megabytes: > MaxMegabytes } => string.Create(CultureInfo.InvariantCulture, $"{survival.Megabytes:F0} MB of memory"),
        _ => null,
    };

    public static IEnumerable<string> Lines(IReadOnlyDictionary<int, Survival> survivals)
    {
        foreach (var (seed, survival) in survivals.OrderBy(pair => pair.Key))
        {
            if (Fault(survival) is { } fault) yield return $"seed {seed}: {fault}";
        }

        var compilers = survivals.Where(pair => pair.Value.IsCompilers).Select(pair => pair.Key).Order().ToList();
        if (compilers.Count > 0) yield return $"the compiler itself dies or hangs at seed {string.Join(", ", compilers)}";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{survivals.Count} inputs, {compilers.Count} of them too much for the compiler itself, "
            + $"{survivals.Values.Count(survival => survival.IsSecond)} in two processes, "
            + $"{survivals.Values.Count(survival => Fault(survival) is not null)} faults; slowest "
            + $"{survivals.Values.Max(survival => survival.Milliseconds):F0} ms, largest {survivals.Values.Max(survival => survival.Megabytes):F0} "
            + $"MB, longest text {survivals.Values.Max(survival => survival.Generated)}");
    }
}
