using System.Globalization;

namespace RankAttributes.Differential;

/// <summary>How much a test run tries: little by default, more at night, and any number by variables of the environment.</summary>
internal static class Runs
{
    /// <summary>Set to 1 for the long run, with seeds of the day.</summary>
    public const string Nightly = "RANKATTRIBUTES_NIGHTLY";

    private static readonly bool IsNightly = Environment.GetEnvironmentVariable(Nightly) is "1" or "true";

    /// <summary>Random programs to compare.</summary>
    public static int Programs { get; } = Number("RANKATTRIBUTES_FUZZ_PROGRAMS", IsNightly ? 2_000 : 200);

    /// <summary>Changed sources to survive.</summary>
    public static int Mutants { get; } = Number("RANKATTRIBUTES_FUZZ_MUTANTS", IsNightly ? 100_000 : 300);

    /// <summary>The first seed. A commit is tried with the same programs every time; nights try new ones.</summary>
    public static int Seed { get; } = Number("RANKATTRIBUTES_FUZZ_SEED", IsNightly ? (int)(DateTime.UtcNow - DateTime.UnixEpoch).TotalDays * 10_000 : 1);

    /// <summary>The file to which the report of each batch is written, to be looked at; <see langword="null"/> for none.</summary>
    public static string? Report { get; } = Environment.GetEnvironmentVariable("RANKATTRIBUTES_FUZZ_REPORT");

    private static int Number(string variable, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
