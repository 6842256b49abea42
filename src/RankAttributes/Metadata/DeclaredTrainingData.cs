using System.Reflection;
using RankAttributes.Declarations;

namespace RankAttributes.Metadata;

/// <summary>The training data that a model's class was compiled with.</summary>
internal static class DeclaredTrainingData
{
    /// <summary>The data; <see langword="null"/> where none is declared or the declaration cannot be read.</summary>
    /// <param name="model">The model's class.</param>
    /// <param name="problem">Why the declaration cannot be read; <see langword="null"/> where it can.</param>
    public static TrainingDataDeclaration? Of(Type model, out string? problem)
    {
        problem = null;
        try
        {
            if (model.GetCustomAttributes<DeclaredModelAttribute>(inherit: false).FirstOrDefault() is not { } attribute) return null;
            var reading = DeclarationText.ReadModel(model.FullName ?? model.Name, attribute.Version, attribute.Text);
            problem = reading.Problem;
            return reading.Value?.Data;
        }
        catch (Exception exception) when (exception is MissingMethodException or TypeLoadException or CustomAttributeFormatException)
        {
            // The attribute had another form in the version that the class was compiled with.
            problem = WireProblem.OtherVersion(null);
            return null;
        }
    }
}
