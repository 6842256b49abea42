using RankAttributes.Build.Report;

namespace RankAttributes.Build.Gate;

/// <summary>The numbers of a committed report for one model or one of its creations.</summary>
/// <param name="PredictedSamples">N̂ then, or <see langword="null"/>.</param>
/// <param name="Fitted">Whether N̂ ≤ N then.</param>
/// <param name="WasLowerEstimate">Whether a part of the model was unread then.</param>
internal sealed record BaselineNumbers(double? PredictedSamples, bool Fitted, bool WasLowerEstimate)
{
    /// <exception cref="BaselineException">N̂ is neither a number nor null.</exception>
    public static BaselineNumbers Read(JsonValue value)
    {
        var predicted = value["predictedSamples"];
        if (predicted.Number is null && !predicted.IsNull) throw new BaselineException("a predictedSamples in it is neither a number nor null");
        return new BaselineNumbers(predicted.Number, value["verdict"].Text == "fits", value["isLowerEstimate"].Flag == true);
    }
}

/// <summary>A creation in a committed report.</summary>
internal sealed record BaselineCreation(string Expression, string Member, BaselineNumbers Numbers);

/// <summary>A model in a committed report.</summary>
internal sealed record BaselineModel(BaselineNumbers Numbers, IReadOnlyList<BaselineCreation> Creations)
{
    /// <summary>The largest N̂ of the class and its creations: the measure for a creation that is not in the baseline.</summary>
    public BaselineNumbers Largest => Creations.Select(creation => creation.Numbers).Concat([Numbers])
        .OrderByDescending(numbers => numbers.PredictedSamples ?? -1).First();

    /// <exception cref="BaselineException">The creations are not a list, or a number is none.</exception>
    public static BaselineModel Read(JsonValue model)
    {
        if (!model["creations"].IsArray) throw new BaselineException("the creations of one of its models are not a list");
        return new BaselineModel(BaselineNumbers.Read(model), [.. model["creations"].Items.Select(Creation)]);
    }

    private static BaselineCreation Creation(JsonValue creation)
        => new(creation["expression"].Text ?? "", creation["member"].Text ?? "", BaselineNumbers.Read(creation));
}
