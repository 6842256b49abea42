using CsCheck;

namespace RankAttributes.Differential.Programs;

/// <summary>Conditions over what a program knows, and some over what it cannot.</summary>
internal static class Conditions
{
    private static readonly string[] Known =
    [
        "flag", "!flag", "wide", "n > 3", "w % 2 == 0", "v0 > v1", "v0 != 3", "kind == \"a\"", "kind is \"a\" or \"c\"", "kind != null",
            "string.IsNullOrEmpty(kind)", "mode == Mode.Two",
        "mode is Mode.One or Mode.Three", "sizes.Length > 1", "config.Wide", "config.Extra is null", "config.Extra.HasValue", "given is null", "given is > 3",
            "options.Depth == 2",
    ];

    private static readonly string[] Involved =
    [
        "a0.Contains(5)", "l0.Contains(v0)", "map.ContainsKey(\"b\")", "!map.ContainsKey(kind)", "seen.Add(v0)", "f0 is null", "f1 != null", "m0 is null",
            "v0 is > 3 and < 9", "sizes is [_, _, ..]",
        "(flag, wide) is (true, false)", "map.TryGetValue(\"a\", out var t§) && t§ > 2", "given is { } g§ && g§ > 2", "Make(v0, out var o§) || o§ > 4",
            "l0.Count == 2", "parts.Count > 0", "parts.Any()",
        "sizes.All(it => it > 2)", "a1.SequenceEqual(a0)", "ReferenceEquals(f0, f1)", "kind.StartsWith(\"a\")", "list.Count > 1",
            "config is { A: > 3, Wide: false }", "flag ^ wide", "v1 > 2 == flag",
    ];

    private static readonly string[] Unknown = ["Opaque.Yes", "Opaque.No", "DateTime.Now.Year > 2000", "Opaque.Three > v0"];

    public static Gen<string> Simple(bool isKnown) => isKnown ? Gen.OneOf(Known) : Gen.Frequency((5, Gen.OneOf(Known)), (1, Gen.OneOf(Unknown)));

    /// <summary>A condition of a statement: it may declare variables.</summary>
    public static Gen<string> Any(bool isKnown) => Gen.Frequency(
        (6, Simple(isKnown)),
        (4, Gen.OneOf(Involved)),
        (1, Gen.Select(Simple(isKnown), Simple(isKnown), (a, b) => $"({a}) && ({b})")),
        (1, Gen.Select(Simple(isKnown), Simple(isKnown), (a, b) => $"({a}) || !({b})")));
}
