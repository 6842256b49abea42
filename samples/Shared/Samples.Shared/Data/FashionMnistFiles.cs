using TorchSharp;
using static TorchSharp.torch;

namespace Samples.Data;

/// <summary>
/// Fashion-MNIST from its four IDX files: Xiao, Rasul, Vollgraf, arXiv 1708.07747. Any set of 28×28 grey images with ten
/// classes in files of these names will do, MNIST itself among them.
/// </summary>
public static class FashionMnistFiles
{
    /// <summary>The pixels of an image.</summary>
    public const int Inputs = Side * Side;

    public const int Classes = 10;

    /// <summary>A bound on the Euclidean norm of any image that <see cref="Read"/> may return, known without looking at one: every pixel is white.</summary>
    public const double InputNormBound = Side * (1 - PixelMean) / PixelDeviation;

    // Of the training pixels in [0, 1]; the usual standardization.
    private const float PixelMean = 0.2860f;
    private const float PixelDeviation = 0.3530f;
    private const int Side = 28;

    /// <summary>Images standardized by mean and deviation of the training pixels.</summary>
    public static Dataset Read(string folder) => Read("Fashion-MNIST", folder, PixelMean, PixelDeviation);

    /// <summary>Images as grey values in [0, 1]: nothing in them comes from other images.</summary>
    /// <param name="title">What the files are said to hold: Fashion-MNIST, MNIST.</param>
    /// <param name="folder">Their folder.</param>
    public static Dataset ReadPixels(string title, string folder) => Read(title, folder, 0, 1);

    private static Dataset Read(string title, string folder, float mean, float deviation)
    {
        if (!Directory.Exists(folder))
        {
            throw new DatasetException(
                $"The data folder {folder} does not exist. Name the folder of the four files of {title}, train-images-idx3-ubyte and so on, gzip or plain.");
        }

        return new Dataset($"{title} from {folder}", ReadPair(title, folder, "train", mean, deviation), ReadPair(title, folder, "t10k", mean, deviation));
    }

    private static LabeledSamples ReadPair(string title, string folder, string part, float mean, float deviation)
    {
        var images = IdxReader.Read(Find(title, folder, $"{part}-images-idx3-ubyte"));
        var labels = IdxReader.Read(Find(title, folder, $"{part}-labels-idx1-ubyte"));
        if (images.Shape is not [var count, Side, Side])
            throw new DatasetException(
                $"{images.Path} holds an array of {images.ShapeText}; N×{Side}×{Side} images were expected. Put the original file there.");
        if (labels.Shape is not [var labelCount])
            throw new DatasetException($"{labels.Path} holds an array of {labels.ShapeText}; a list of labels was expected. Put the original file there.");
        if (count != labelCount)
            throw new DatasetException($"{images.Path} holds {count} images, and {labels.Path} {labelCount} labels. Put both files of one set there.");
        if (labels.Values.FirstOrDefault(label => label >= Classes) is > 0 and var label)
            throw new DatasetException($"{labels.Path} holds the label {label}; the classes are 0 to {Classes - 1}. Put the original file there.");

        using var scope = NewDisposeScope();
        var inputs = tensor(images.Values, [count, Inputs], ScalarType.Byte).to(ScalarType.Float32).div_(255).sub_(mean).div_(deviation);
        var classes = tensor(labels.Values, [labelCount], ScalarType.Byte).to(ScalarType.Int64);
        return new LabeledSamples(inputs.MoveToOuterDisposeScope(), classes.MoveToOuterDisposeScope());
    }

    private static string Find(string title, string folder, string name)
    {
        var candidates = new[] { name, name + ".gz" }.Select(file => Path.Combine(folder, file));
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new DatasetException($"The data folder {folder} holds neither {name} nor {name}.gz. The four files of {title} are expected there.");
    }
}
