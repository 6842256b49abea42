using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.Build.Framework;

namespace RankAttributes.Build;

/// <summary>Warns of annotated classes of a compiled assembly to which the generator added nothing.</summary>
public sealed class FindUngeneratedModels : Microsoft.Build.Utilities.Task
{
    /// <summary>The compiled assembly.</summary>
    [Required]
    public string AssemblyFile { get; set; } = "";

    /// <summary>The folder of the project, to which paths are relative.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>The language of the project: <c>C#</c>, <c>VB</c> or <c>F#</c>.</summary>
    public string Language { get; set; } = "C#";

    /// <summary>The file that is touched where nothing is found, so that nothing is read again until the next compilation.</summary>
    public string StampFile { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            using var file = File.OpenRead(AssemblyFile);
            using var image = new PEReader(file);
            var metadata = image.GetMetadataReader();
            using var sources = SourceLocations.Open(image, AssemblyFile, ProjectFolder);
            var found = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(type => IsUngenerated(metadata, type)).ToList();
            foreach (var type in found)
            {
                var place = sources.Of(metadata, type);
                BuildWarning.Log(
                    Log,
                    "RANK2008",
                    place.File ?? AssemblyFile,
                    place.Line,
                    $"'{TypeNames.Full(metadata, type)}' has [SchattenRegularize], but {Reason()}");
            }

            if (found.Count == 0 && StampFile.Length > 0) File.WriteAllText(Path.Combine(ProjectFolder, StampFile), "");
        }
        catch (Exception exception) when (BoundReportTask.IsExpected(exception))
        {
            // The report says it too where there is one; here nothing else depends on it.
            Log.LogMessage(MessageImportance.Low, exception.Message);
        }

        return true;
    }

    private string Reason() => Language == "C#"
        ? "the generator of RankAttributes added nothing to it, so that nothing of it is regularized. "
          + "Look for CS8785 above, for a rule RANK0001 or RANK0002 that is turned off, or for a target that removes Analyzer items."
        : $"RankAttributes generates C# alone, so that nothing of it is regularized in {(Language == "VB" ? "Visual Basic" : Language)}. "
          + "Move the model to a C# library and reference that.";

    private static bool IsUngenerated(MetadataReader metadata, TypeDefinition type)
    {
        var isAnnotated = type.GetCustomAttributes().Any(handle
            => CompiledDeclarations.IsNamed(metadata, metadata.GetCustomAttribute(handle), "RankAttributes", "SchattenRegularizeAttribute"));
        return isAnnotated && !CompiledDeclarations.IsDeclared(metadata, type);
    }
}
