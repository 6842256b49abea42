namespace RankAttributes.Declarations.Tests;

/// <summary>Declarations as a reader would make them.</summary>
internal static class Declare
{
    public static LayerDeclaration Layer(string name, LayerKind kind, long outputs, long inputs, double p = 0.5, int rank = 0, double norm = 0)
        => Layer(name, kind, Size(outputs), Size(inputs), p, rank, norm);

    public static LayerDeclaration Layer(string name, LayerKind kind, DimensionExpression outputs, DimensionExpression inputs, double p = 0.5, int rank = 0,
        double norm = 0)
        => new(name, kind, outputs, inputs, new LayerSettings(p, DeclaredValue.DefaultStrength, rank, norm, DeclaredValue.DefaultSmoothing, 0),
            IsIgnored: false);

    public static LayerDeclaration Linear(string name, long outputs, long inputs, double p = 0.5, int rank = 0, double norm = 0)
        => Layer(name, LayerKind.Linear, outputs, inputs, p, rank, norm);

    public static TrainingDataDeclaration Data(long samples, double inputNorm = 0, double margin = 0) => new(samples, inputNorm, margin, default);

    public static ModelDeclaration Model(TrainingDataDeclaration? data, params LayerDeclaration[] layers)
        => new("Demo.Net", "Net", layers.ToEquatableArray(), default, data);

    public static ModelPrediction Predict(TrainingDataDeclaration? data, params LayerDeclaration[] layers) => ModelPrediction.Of(Model(data, layers), data);

    public static LayerDeclaration WithRank(this LayerDeclaration layer, int rank)
        => layer.IsIgnored ? layer : layer with { Settings = layer.Settings with { Rank = rank } };

    // 0 stands for a size that cannot be read.
    private static DimensionExpression Size(long size) => size < 1 ? DimensionExpression.Unknown("it is computed at run time") : DimensionExpression.Of(size);
}
