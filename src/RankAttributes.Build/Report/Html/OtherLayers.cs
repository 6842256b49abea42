using RankAttributes.Declarations;

namespace RankAttributes.Build.Report;

/// <summary>The layers of a model that have no row of their own: those with the smallest shares, where there are more than the page may show.</summary>
internal sealed class OtherLayers(PageModel model)
{
    private readonly List<LayerPrediction> layers =
        [.. Enumerable.Range(0, model.Prediction.Layers.Count).Except(Shown(model)).Select(index => model.Prediction.Layers[index])];

    public bool Any => layers.Count > 0;

    public string Name => $"{Figure.Size(layers.Count)} other layers";

    public string Samples => Figure.Count(layers.Sum(layer => layer.Samples ?? 0));

    public string Share => Figure.Share(layers.Sum(layer => layer.Share ?? 0));

    /// <summary>The positions of the layers that have a row, in the network's order.</summary>
    public static IEnumerable<int> Shown(PageModel model)
    {
        var all = Enumerable.Range(0, model.Prediction.Layers.Count);
        return model.Prediction.Layers.Count <= model.Detail.MaxLayers ? all
            : all.OrderByDescending(index => model.Prediction.Layers[index].Share ?? -1).Take(model.Detail.MaxLayers - 1).OrderBy(index => index);
    }
}
