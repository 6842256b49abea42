namespace RankAttributes.Roslyn.Reading;

/// <summary>The names the reader looks for, in the metadata spelling.</summary>
internal static class KnownNames
{
    public const string SchattenRegularize = "RankAttributes.SchattenRegularizeAttribute";
    public const string SchattenIgnore = "RankAttributes.SchattenIgnoreAttribute";
    public const string TrainingData = "RankAttributes.TrainingDataAttribute";
    public const string Dims = "RankAttributes.DimsAttribute";
    public const string DeclaredModel = "RankAttributes.Metadata.DeclaredModelAttribute";
    public const string ComponentName = "TorchSharp.Utils.ComponentNameAttribute";
    public const string Regularized = "RankAttributes.IRankRegularized";
}
