namespace RankAttributes.Build.Report;

/// <summary>A diagnostic of this product that somebody chose not to see.</summary>
/// <param name="Id">The rule: <c>RANK1001</c>.</param>
/// <param name="How">What suppresses it: <c>#pragma or [SuppressMessage]</c>, <c>NoWarn</c>, <c>.editorconfig</c>.</param>
/// <param name="Message">The message that was not shown; <see langword="null"/> where the rule is off altogether.</param>
/// <param name="Place">Where it would have been shown.</param>
internal sealed record SuppressedDiagnostic(string Id, string How, string? Message, SourcePlace Place);
