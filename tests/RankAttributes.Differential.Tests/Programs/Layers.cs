using CsCheck;

namespace RankAttributes.Differential.Programs;

/// <summary>Expressions of modules.</summary>
internal static class Layers
{
    public static Gen<string> Any(bool isKnown)
    {
        var size = Integers.Size(isKnown);
        var condition = Conditions.Simple(isKnown);
        var linear = Gen.Select(size, size, (i, o) => $"Linear({i}, {o})");
        return Gen.Frequency(
            (12, linear),
            (1, Gen.Select(size, size, (i, o) => $"Linear(outputSize: {o}, inputSize: {i}, hasBias: false)")),
            (1, Gen.Select(size, size, (i, o) => $"Embedding({i}, {o})")),
            (1, Gen.Select(size, size, (i, o) => $"Conv2d({i}, {o}, 3)")),
            (1, Gen.Select(size, size, (i, o) => $"ConvTranspose2d({i}, {o}, (4, 2))")),
            (1, Gen.Select(linear, linear, (a, b) => $"nn.Sequential({a}, ReLU(), {b})")),
            (1, Gen.Select(linear, linear, (a, b) => $"nn.Sequential((\"x\", {a}), (\"y\", {b}))")),
            (2, Gen.Select(size, size, (i, o) => $"new Part({i}, {o})")),
            (1, Gen.Select(size, condition, (i, c) => $"new Part({i}, wide: {c})")),
            (1, size.Select(i => $"new Early({i}, mode)")),
            (1, size.Select(i => $"new Stack({i})")),
            (1, Gen.Select(size, size, (i, o) => $"Block({i}, {o})")),
            (1, Gen.Select(size, condition, (i, c) => $"Block({i}, 4, {c})")),
            (1, Gen.Const("Act(mode)")),
            (1, Gen.Const("Dropout(0.1)")),
            (1, Gen.Select(condition, linear, size, (c, a, s) => $"({c} ? {a} : Linear({s}, 3))")),
            (1, Gen.Select(linear, size, (a, s) => $"(kind switch {{ \"a\" => {a}, _ => Linear({s}, 2) }})")),
            (1, Gen.Const(isKnown ? "new Part(Loop(w))" : "Opaque.Layer(w)")));
    }
}
