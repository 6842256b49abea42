using Samples.Data;

namespace Certified.Training;

/// <summary>A dataset by name, and what is published about it.</summary>
/// <param name="Name">Its name, also of its files.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Published">The best bound published with a prior free of the data.</param>
internal sealed record Source(string Name, string Title, double Published)
{
    public static Source FashionMnist { get; } = new("fashion-mnist", "Fashion-MNIST", 0.328);

    public static Source Mnist { get; } = new("mnist", "MNIST", 0.116);

    public static IReadOnlyList<Source> All { get; } = [FashionMnist, Mnist];

    /// <summary>The folder of its files, or <see langword="null"/>.</summary>
    public string? Folder(CertifiedOptions options)
        => this == FashionMnist ? DataFolder.Find(options.FashionMnist) : DataFolder.FindMnist(options.Mnist);
}
