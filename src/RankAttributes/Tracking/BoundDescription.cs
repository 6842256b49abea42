namespace RankAttributes.Tracking;

/// <summary>The name of a bound and what it is; once, for tables, charts and the documentation.</summary>
/// <param name="Kind">Which bound.</param>
/// <param name="Name">Its name in the field.</param>
/// <param name="ShortName">Its name in a few letters.</param>
/// <param name="Expression">Its formula or meaning.</param>
public sealed record BoundDescription(BoundKind Kind, string Name, string ShortName, string Expression)
{
    /// <summary>All bounds, in the order of tables.</summary>
    public static IReadOnlyList<BoundDescription> All { get; } =
    [
        new(BoundKind.NormBased, "Theorem 3.6, fixed p", "3.6, fixed p", "√(L/N)·R of Theorem 3.6 at the declared p"),
        new(BoundKind.NormBasedBestIndex, "Theorem 3.6, best p", "3.6, best p", "the same at the best p of each layer"),
        new(BoundKind.DataDependent, "Theorem 3.7, fixed p", "3.7, fixed p",
            "√(L/N)·R of Theorem 3.7, with the largest measured norms of the activations, at the declared p"),
        new(BoundKind.DataDependentBestIndex, "Theorem 3.7, best p", "3.7, best p", "the same at the best p of each layer"),
        new(BoundKind.ParameterCounting, "parameter counting", "parameters", "√(P·L/N), P the number of weights"),
        new(BoundKind.BartlettFosterTelgarsky, "Bartlett, Foster, Telgarsky 2017", "Bartlett 2017", "spectral norms and mixed (2, 1) norms"),
        new(BoundKind.NeyshaburBhojanapalliSrebro, "Neyshabur, Bhojanapalli, Srebro 2018", "Neyshabur 2018", "spectral and Frobenius norms"),
        new(BoundKind.GolowichRakhlinShamir, "Golowich, Rakhlin, Shamir 2018", "Golowich 2018", "the product of Frobenius norms"),
        new(BoundKind.Certificate, "certificate, 95%", "certificate",
            "the spectrum-adaptive certificate at 95%, every constant kept; absent where something is missing, which a note names"),
    ];

    /// <summary>The description of a bound.</summary>
    /// <param name="kind">Which bound.</param>
    public static BoundDescription Of(BoundKind kind) => All.First(bound => bound.Kind == kind);
}
