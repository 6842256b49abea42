using Certified.Training;
using RankAttributes.Codes;

namespace Certified;

/// <summary>What the command line says.</summary>
/// <param name="FashionMnist">The folder of Fashion-MNIST, or <see langword="null"/> to look for one.</param>
/// <param name="Mnist">The folder of MNIST, or <see langword="null"/> to look for one.</param>
/// <param name="Folder">The folder of the results.</param>
/// <param name="Datasets">Which of the datasets.</param>
/// <param name="Epochs">Passes over the training samples in each training, or <see langword="null"/> for what is usual.</param>
/// <param name="Draws">Among how many draws a posterior's network is chosen.</param>
/// <param name="Samples">The most training samples to use, or <see langword="null"/> for all.</param>
/// <param name="Seed">Seeds initialization, order and noise.</param>
/// <param name="Methods">What is trained.</param>
/// <param name="Quick">Whether this is a short look and not the experiment.</param>
internal sealed record CertifiedOptions(
    string? FashionMnist, string? Mnist, string Folder, IReadOnlyList<Source> Datasets, int? Epochs, int Draws, int? Samples, int Seed,
    IReadOnlyList<CodeMethod> Methods, bool Quick);
