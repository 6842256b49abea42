using RankAttributes.Codes;
using Samples.Data;

namespace Certified.Training;

/// <summary>A dataset by name, and what is published about it.</summary>
/// <param name="Name">Its name, also of its files.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Published">The best bound published with a prior free of the data.</param>
/// <param name="PosteriorEpochs">How many passes the posterior of the table is trained.</param>
internal sealed record Source(string Name, string Title, double Published, int PosteriorEpochs)
{
    private const int IntegerEpochs = 150, QuickEpochs = 6;

    public static Source FashionMnist { get; } = new("fashion-mnist", "Fashion-MNIST", 0.328, 400);

    public static Source Mnist { get; } = new("mnist", "MNIST", 0.116, 200);

    public static IReadOnlyList<Source> All { get; } = [FashionMnist, Mnist];

    /// <summary>Passes over the training samples: what was asked for, else what the table of figures was made with.</summary>
    public int Epochs(CodeMethod method, CertifiedOptions options)
        => options.Epochs ?? (options.Quick ? QuickEpochs : method is CodeMethod.Posterior ? PosteriorEpochs : IntegerEpochs);

    /// <summary>Its images as grey values, at most so many to train on as the options say.</summary>
    /// <exception cref="DatasetException">Its folder is not known, or holds something else.</exception>
    public Dataset Read(CertifiedOptions options)
    {
        var folder = Folder(options) ?? throw new DatasetException($"No folder of {Title} was given: name it with --{Name}.");
        return FashionMnistFiles.ReadPixels(Title, folder).WithSpreadTrainingSamples(options.Samples);
    }

    /// <summary>The folder of its files, or <see langword="null"/>.</summary>
    public string? Folder(CertifiedOptions options)
        => this == FashionMnist ? DataFolder.Find(options.FashionMnist) : DataFolder.FindMnist(options.Mnist);
}
