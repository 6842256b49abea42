namespace RankAttributes.Tracking;

/// <summary>An estimate of a spectral norm by power iteration.</summary>
/// <param name="Name">The parameter's registered name.</param>
/// <param name="SpectralNorm">The estimate, at most the spectral norm of the weight it was computed from.</param>
/// <param name="Age">How many calls ago that was.</param>
public sealed record SpectralNormEstimate(string Name, double SpectralNorm, int Age);
