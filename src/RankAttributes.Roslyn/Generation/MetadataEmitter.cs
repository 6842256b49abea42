using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Generation;

/// <summary>Writes the text of a declaration as an attribute, from which the build makes its report without running anything.</summary>
internal static class MetadataEmitter
{
    public static void Emit(CodeWriter writer, ModelDeclaration model, TrainingDataDeclaration? data) => Emit(writer, "", DeclarationText.Write(model with
    {
        Data = data,

        // Where code that creates the model decides nothing, the layers say it all.
        Symbolic = model.Symbolic is { Parameters.Count: 0, Submodules.Count: 0 } ? SymbolicDeclaration.Empty : model.Symbolic,
    }));

    public static void Emit(CodeWriter writer, CreationDeclaration creation) => Emit(writer, "assembly: ", DeclarationText.Write(creation));

    /// <summary>The text line by line, as it is: it holds nothing that a verbatim literal would change.</summary>
    private static void Emit(CodeWriter writer, string target, string text)
        => writer.Line($"[{target}global::RankAttributes.Metadata.DeclaredModel({Literals.Of(DeclarationText.Version)}, @\"{text.Replace("\"", "\"\"")}\")]");
}
