namespace Quickstart;

/// <summary>What the command line asks for.</summary>
/// <param name="DataFolder">The folder of the IDX files, or <see langword="null"/> to look for one.</param>
/// <param name="Generated">Train on the generated set even where files are there.</param>
/// <param name="Epochs">Passes over the training set, in each of the two runs.</param>
/// <param name="Samples">The most training samples to use, or <see langword="null"/> for all.</param>
/// <param name="Seed">Seeds initialization, order of samples and the generated set.</param>
internal sealed record QuickstartOptions(string? DataFolder, bool Generated, int Epochs, int? Samples, int Seed);
