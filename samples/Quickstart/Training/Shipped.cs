using RankAttributes;

namespace Quickstart.Training;

/// <summary>A trained model after <c>Compress</c>.</summary>
/// <param name="Result">What the compression did; <see langword="null"/> where no smaller model was within half a point, so that it stays dense.</param>
/// <param name="TestAccuracy">Share of test samples classified correctly; the compression has not seen them.</param>
internal sealed record Shipped(CompressionResult? Result, double TestAccuracy);
