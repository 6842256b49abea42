using OxyPlot;
using RankAttributes.Tracking;

namespace BoundComparison.Output;

/// <summary>A bound as table and chart show it.</summary>
/// <param name="Kind">Which bound.</param>
/// <param name="Name">Its name in the field.</param>
/// <param name="Color">Its colour, of a palette that the colour-blind can tell apart (Okabe, Ito).</param>
/// <param name="Dashes">How its line is drawn: those of the paper solid.</param>
internal sealed record ComparedBound(BoundKind Kind, string Name, OxyColor Color, LineStyle Dashes)
{
    public static IReadOnlyList<ComparedBound> All { get; } =
    [
        new(BoundKind.NormBased, "Theorem 3.6, fixed p", OxyColor.FromRgb(0x56, 0xB4, 0xE9), LineStyle.Solid),
        new(BoundKind.NormBasedBestIndex, "Theorem 3.6, best p", OxyColor.FromRgb(0x00, 0x72, 0xB2), LineStyle.Solid),
        new(BoundKind.DataDependent, "Theorem 3.7, fixed p", OxyColor.FromRgb(0xE6, 0x9F, 0x00), LineStyle.Solid),
        new(BoundKind.DataDependentBestIndex, "Theorem 3.7, best p", OxyColor.FromRgb(0xD5, 0x5E, 0x00), LineStyle.Solid),
        new(BoundKind.ParameterCounting, "parameter counting", OxyColor.FromRgb(0x33, 0x33, 0x33), LineStyle.Dash),
        new(BoundKind.BartlettFosterTelgarsky, "Bartlett, Foster, Telgarsky", OxyColor.FromRgb(0x00, 0x9E, 0x73), LineStyle.Dash),
        new(BoundKind.NeyshaburBhojanapalliSrebro, "Neyshabur, Bhojanapalli, Srebro", OxyColor.FromRgb(0xCC, 0x79, 0xA7), LineStyle.Dash),
        new(BoundKind.GolowichRakhlinShamir, "Golowich, Rakhlin, Shamir", OxyColor.FromRgb(0x9A, 0x87, 0x00), LineStyle.Dash),
        new(BoundKind.Certificate, "certificate, 95%", OxyColor.FromRgb(0x7F, 0x7F, 0x7F), LineStyle.Dot),
    ];
}
