using RankAttributes.Build.Report;

namespace RankAttributes.Build;

/// <summary>Reads the layers of a creation from arrays, which may have any length: what is missing is not known.</summary>
internal static class CreatedLayers
{
    public static IReadOnlyList<ReportedLayer> Read(AttributeValues values)
    {
        var (names, kinds) = (values.NamedArray<string>("Names"), values.NamedArray<string>("Kinds"));
        var (outputs, inputs) = (values.NamedArray<long>("Outputs"), values.NamedArray<long>("Inputs"));
        var (indices, ranks) = (values.NamedArray<double>("P"), values.NamedArray<long>("Ranks"));
        var (norms, widths) = (values.NamedArray<double>("SpectralNorms"), values.NamedArray<long>("SpatialWidths"));
        var (regularized, covered) = (values.NamedArray<bool>("AreRegularized"), values.NamedArray<bool>("AreCoveredByTheorem"));
        var biasFree = values.NamedArray<bool>("AreBiasFree");
        return
        [
            .. names.Select((name, index) => new ReportedLayer(name, At(kinds, index) ?? "", At(outputs, index), At(inputs, index))
            {
                P = At(indices, index),
                Rank = At(ranks, index),
                SpectralNorm = At(norms, index),
                SpatialWidth = At(widths, index),
                IsRegularized = At(regularized, index),
                IsCoveredByTheorem = At(covered, index),
                IsBiasFree = At(biasFree, index),
            }),
        ];
    }

    private static T? At<T>(IReadOnlyList<T> items, int index) => index < items.Count ? items[index] : default;
}
