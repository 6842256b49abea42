using CsCheck;

namespace RankAttributes.Differential.Programs;

/// <summary>Expressions of positive integers.</summary>
internal static class Integers
{
    private static readonly string[] Known =
    [
        "w", "n", "v0", "v1", "v2", "2", "5", "9", "Width", "Table[1]", "sizes[0]", "sizes.Length", "sizes[^1]", "a0[0]", "a0[2]", "a1[^1]", "hidden", "Hidden",
            "Computed",
        "c0.Count", "c1.Count", "counters[0].Count", "c0[1]",
        "config.A", "config.B", "config.Twice", "config.Or", "options.Width", "options.Heads", "kind.Length", "(l0.Count + 1)", "(map.Count + 1)",
            "(given ?? 4)", "box.Value", "cell.Value",
        "new Sized(w).A", "new Sized(2)[n]", "(new Sized(n) + 2).A", "new Dim(w, 2).Area", "w.Plus()", "size.Size",
        "spot.Sum", "still.X", "(Auto.Y + 1)", "spots[0].X", "spots[1].Sum",
        "Shared.All.Count", "Shared.Sizes[1]", "Shared.First", "Shared.One.Count", "Limited", "Sum(w, n, 2)",
    ];

    private static readonly string[] Unknown = ["Opaque.Three", "int.Parse(\"3\") * Environment.ProcessorCount / Environment.ProcessorCount"];

    public static Gen<string> Atoms(bool isKnown) => isKnown ? Gen.OneOf(Known) : Gen.Frequency((12, Gen.OneOf(Known)), (1, Gen.OneOf(Unknown)));

    /// <summary>Any expression; it may be large.</summary>
    public static Gen<string> Any(bool isKnown)
    {
        var atom = Atoms(isKnown);
        var condition = Conditions.Simple(isKnown);
        return Gen.Frequency(
            (6, atom),
            (2, Gen.Select(atom, atom, (a, b) => $"({a} + {b})")),
            (1, Gen.Select(atom, atom, (a, b) => $"({a} * {b})")),
            (1, Gen.Select(atom, a => $"({a} / 2 + 1)")),
            (1, Gen.Select(atom, atom, (a, b) => $"Math.Max({a}, {b})")),
            (1, Gen.Select(atom, a => $"({a} << 1)")),
            (2, Gen.Select(condition, atom, atom, (c, a, b) => $"({c} ? {a} : {b})")),
            (1, Gen.Select(atom, atom, (a, b) => $"(kind switch {{ \"a\" => {a}, \"b\" => 7, _ => {b} }})")),
            (1, Gen.Select(atom, atom, (a, b) => $"({a} switch {{ > 4 => {b}, 2 or 3 => 6, _ => 1 }})")),
            (1, Gen.Select(atom, a => $"Choose(flag, {a})")),
            (1, Gen.Select(atom, a => $"Loop({a})")),
            (1, Gen.Select(atom, a => $"Fact({a} % 4)")),
            (1, Gen.Select(atom, a => $"Pair({a}).Second")),
            (1, Gen.Select(atom, a => $"Map(it => it + 1, {a})")),
            (1, Gen.Select(atom, a => $"Same({a})")),
            (1, Gen.Select(atom, a => $"config.Pick({a} > 3)")),
            (1, Gen.Select(atom, a => $"(int)Math.Ceiling({a} * 1.5)")),
            (1, Gen.Select(atom, a => $"Convert.ToInt32(Math.Pow({a} % 4 + 1, 2))")),
            (1, Gen.OneOf(
                "sizes.Sum()", "a0.Max()", "l0.Append(3).Min()", "sizes.Select(it => it + 1).First()", "sizes.Where(it => it > 0).Count()",
                    "Enumerable.Range(1, n).Sum()", "sizes.Zip(sizes, (one, two) => one * two).Last()", "Yield(w).Last()",
                        "(from each in sizes where each > 0 select each + 2).First()")),
            (1, Gen.OneOf(
                "((Func<int, int>)(it => it % 5 + 2))(v0)", "new Config { A = 6 }.Twice", "new Options(v1 % 9 + 1).Depth", "(options with { Heads = 8 }).Heads",
                    "Tuple.Create(3, 4).Item2", "((v0, v1) is (var u§, > 0) ? u§ : 3)", "nameof(Width).Length", "(int)mode + 2")));
    }

    /// <summary>An expression that a layer can have as a size.</summary>
    public static Gen<string> Size(bool isKnown) => Gen.Frequency(
        (3, Atoms(isKnown).Select(value => $"Math.Min({value}, 48)")),
        (5, Gen.OneOf("w", "n", "v0", "v1", "v2", "3", "sizes[0]", "a0[1]", "config.A", "hidden")),
        (3, Any(isKnown).Select(value => $"({value}) % 31 + 1")));
}
