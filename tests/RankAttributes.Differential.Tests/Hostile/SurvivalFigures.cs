using System.Globalization;

namespace RankAttributes.Differential.Hostile;

/// <summary>The limits that every input must keep, and the counts of a run.</summary>
internal static class SurvivalFigures
{
    /// <summary>Processor time of generator and analyzers for one input.</summary>
    public const double MaxMilliseconds = 2_000;
    private const double MaxMegabytes = 200;

    /// <summary>What is wrong with an outcome; <see langword="null"/> where nothing is.</summary>
    public static string? Fault(Survival survival) => survival switch
    {
        { Failure.Length: > 0 } => survival.Failure,
        { Milliseconds: > MaxMilliseconds } => string.Create(CultureInfo.InvariantCulture, $"{survival.Milliseconds:F0} ms of processor time"),
        { Megabytes: > MaxMegabytes } => string.Create(CultureInfo.InvariantCulture, $"{survival.Megabytes:F0} MB of memory"),
        _ => null,
    };

    public static IEnumerable<string> Lines(IReadOnlyDictionary<int, Survival> survivals)
    {
        foreach (var (seed, survival) in survivals.OrderBy(pair => pair.Key))
        {
            if (Fault(survival) is { } fault) yield return $"seed {seed}: {fault}";
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{survivals.Count} inputs, {survivals.Values.Count(survival => Fault(survival) is not null)} faults; slowest {survivals.Values.Max(survival => survival.Milliseconds):F0} ms, largest {survivals.Values.Max(survival => survival.Megabytes):F0} MB, longest text {survivals.Values.Max(survival => survival.Generated)}");
    }
}
