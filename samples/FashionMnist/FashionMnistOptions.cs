using FashionMnist.Models;

namespace FashionMnist;

/// <summary>What the command line asks for.</summary>
/// <param name="DataFolder">The folder of the IDX files, or <see langword="null"/> to look for one.</param>
/// <param name="Folder">The folder of the runs.</param>
/// <param name="Variants">What is trained, in this order.</param>
/// <param name="Epochs">Passes over the training set.</param>
/// <param name="Samples">The most training samples to use, or <see langword="null"/> for all.</param>
/// <param name="Seed">Seeds initialization and the order of samples.</param>
/// <param name="Quick">Whether this is a short look and not the experiment.</param>
internal sealed record FashionMnistOptions(
    string? DataFolder, string Folder, IReadOnlyList<Variant> Variants, int Epochs, int? Samples, int Seed, bool Quick);
