using System.Globalization;

namespace RankAttributes.Declarations;

/// <summary>A declaration that was read, or why it could not be.</summary>
/// <param name="Value">The declaration; <see langword="null"/> where there is a problem.</param>
/// <param name="Problem">The problem and what to do about it; <see langword="null"/> where there is none.</param>
internal readonly record struct WireReading<T>(T? Value, string? Problem)
    where T : class;

internal static class WireProblem
{
    /// <summary>The assembly was compiled with another version of the product.</summary>
    public static string OtherVersion(int? version)
        => $"it was compiled with another version of RankAttributes (declaration "
            + $"{(version is { } number ? number.ToString(CultureInfo.InvariantCulture) : "of an older form")}, "
            + $"not {DeclarationText.Version.ToString(CultureInfo.InvariantCulture)}); compile it again with this one";

    /// <summary>The text says what no version writes.</summary>
    public static string Damaged(string reason) => $"its declaration is damaged: {reason}; compile it again";
}
