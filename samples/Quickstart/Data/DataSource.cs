using Samples.Data;

namespace Quickstart.Data;

/// <summary>Decides where the data comes from: what was asked for, or the first place that has it, or a generated set.</summary>
internal static class DataSource
{
    /// <summary>Loads the data; a place that was named (by option or variable) and is not usable is an error, never passed over.</summary>
    public static Dataset Load(QuickstartOptions options) =>
        !options.Generated && DataFolder.Find(options.DataFolder) is { } folder ? FashionMnistFiles.Read(folder) : TeacherStudent.Generate(options.Seed);

    /// <summary>A tenth of the training samples is kept back: what decides how far a model is compressed must neither train nor test it.</summary>
    public static (Dataset Data, LabeledSamples Validation) Split(Dataset data)
    {
        var kept = (int)(data.Train.Count * 9 / 10);
        return (data with { Train = data.Train.Take(kept) }, new LabeledSamples(data.Train.Inputs[kept..].clone(), data.Train.Labels[kept..].clone()));
    }
}
