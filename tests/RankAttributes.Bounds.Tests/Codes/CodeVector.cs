using System.Text.Json;

namespace RankAttributes.Bounds.Tests.Codes;

/// <summary>One case of the reference values for codes: what an independent program computed.</summary>
public sealed record CodeVector(
    string Kind, string Name, long Errors, long Samples, double Bits, double Delta, int[][]? Tensors, double HeaderBits, int[][][]? Orders, CodeValues Expect)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The cases of some kinds in the committed file, and in every file named in the environment variable RANK_CODE_VECTORS.</summary>
    public static TheoryData<string, string> Cases(string kinds)
    {
        var cases = new TheoryData<string, string>();
        foreach (var file in Files())
        {
            foreach (var vector in Load(file).Where(vector => kinds.Contains(vector.Kind, StringComparison.Ordinal))) cases.Add(file, vector.Name);
        }

        return cases;
    }

    public static CodeVector Find(string file, string name) => Load(file).First(vector => vector.Name == name);

    private static IEnumerable<string> Files()
        => (Environment.GetEnvironmentVariable("RANK_CODE_VECTORS") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Prepend(Path.Combine(AppContext.BaseDirectory, "Vectors", "code-reference.json"));

    private static IReadOnlyList<CodeVector> Load(string file) => JsonSerializer.Deserialize<VectorFile>(File.ReadAllText(file), Web)!.Cases;

    private sealed record VectorFile(IReadOnlyList<CodeVector> Cases);
}

public sealed record CodeValues(
    double? Tail, double? Chernoff, double? PacBayesKl, double? SampleComplexity,
    IReadOnlyList<double>? TensorBits, double Bits, double OrderBits, double Description, long FileBits, string? File);
