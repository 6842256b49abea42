using RankAttributes.Build.Report;
using RankAttributes.Declarations;

namespace RankAttributes.Build.Gate;

/// <summary>A model, or a model at one of its creations, as the present build measures it.</summary>
/// <param name="Subject">How a message names it: <c>'Mlp'</c>, <c>'Mlp' at new Mlp(64) in Program.Main</c>.</param>
/// <param name="Prediction">Its numbers.</param>
/// <param name="Place">The class or the creation in the source.</param>
internal sealed record Measured(string Subject, ModelPrediction Prediction, SourcePlace Place);
