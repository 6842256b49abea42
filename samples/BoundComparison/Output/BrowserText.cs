using OxyPlot;

namespace BoundComparison.Output;

/// <summary>Reckons text as wide as browsers may draw it, which take another font where the drawing's is missing; else legends are cut off.</summary>
internal sealed class BrowserText(double width, double height) : PdfRenderContext(width, height, OxyColors.Undefined)
{
    private const double WidestToUsual = 1.5;

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        var usual = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return new OxySize(usual.Width * WidestToUsual, usual.Height);
    }
}
