using System.Collections;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using Microsoft.Build.Framework;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Build;
using RankAttributes.Differential.Comparison;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.Differential;

/// <summary>Hover, messages, generated constants and the three forms of the report give one figure and one sentence, at the class and at a creation.</summary>
public class OneVoiceTests
{
    private static readonly Gen<string> Layer = Gen.Select(Gen.Int[0, 5], Gen.Int[1, 900], Gen.Int[1, 40], (kind, size, small) => kind switch
    {
        0 => $"Conv2d({small}, {size}, 3)",
        1 => $"Embedding({size}, {small})",
        2 => $"Linear(width, {size})",
        3 => $"Linear({size}, width * 2, hasBias: false)",
        _ => $"Linear({size}, {small})",
    });

    private static readonly Gen<string> Model = Gen.Select(
        Gen.Select(Layer, Gen.Int[0, 6], (layer, form) => (layer, form)).Array[1, 5], Gen.Double[0.1, 2], Gen.Int[0, 40], Gen.Int[0, 3], Gen.Int[1, 3_000_000],
            Gen.Int[1, 300], (layers, p, rank, norms, samples, width) =>
        {
            var norm = norms == 0 ? ", SpectralNorm = 1.5" : "";
            var data = norms < 2 ? ", InputNorm = 3, Margin = 0.5" : "";
            var fields = layers.Select((layer, index) => $"{(layer.form == 1 ? "[SchattenIgnore] " : "")}private readonly Module<Tensor, Tensor> l{index};");
            var made = layers.Select((layer, index) => layer.form switch
            {
                2 => $"if (extra) l{index} = {layer.layer}; else l{index} = ReLU();",
                3 => $"l{index} = Sequential({layer.layer}, ReLU());",
                _ => $"l{index} = {layer.layer};",
            });
            return string.Create(CultureInfo.InvariantCulture, $$"""
                using RankAttributes; using TorchSharp.Modules; using static TorchSharp.torch; using static TorchSharp.torch.nn;
                namespace N;
                [SchattenRegularize({{p:0.00}}{{(rank > 0 ? $", Rank = {rank}" : "")}}{{norm}}), TrainingData({{samples}}{{data}})]
                public sealed partial class Net : Module<Tensor, Tensor>
                {
                    {{string.Join(" ", fields)}}
                    public Net(bool extra = {{(width % 2 == 0 ? "true" : "false")}}, int width = {{width}}) : base("n") { {{string.Join(" ", made)}} RegisterComponents(); }
                    public override Tensor forward(Tensor x) => x;
                }
                public static class Use { public static Net Make() => new Net(true, {{2 * width}}); }
                """);
        });

    [Fact]
    public void The_same_figures_and_words_everywhere() => Model.Sample(Check, iter: 60, threads: 1);

    private static void Check(string source)
    {
        var tree = CSharpSyntaxTree.ParseText(source, Batch.Language, "Net.cs");
        var compilation = CSharpCompilation.Create(
            "Voice", [tree], Batch.References,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new RankGenerator().AsSourceGenerator()], parseOptions: Batch.Language)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        var messages = generated.WithAnalyzers(Batch.Analyzers).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .Where(diagnostic => diagnostic.Id == "RANK1001")
            .ToLookup(
                diagnostic => tree.GetText().ToString(diagnostic.Location.SourceSpan).StartsWith("new", StringComparison.Ordinal), diagnostic =>
                    diagnostic.GetMessage(CultureInfo.InvariantCulture));
        var code = generated.SyntaxTrees.Last(syntax => syntax.ToString().Contains("class RankDeclaration", StringComparison.Ordinal)).ToString();
        var (json, markdown, html) = Report(generated, source);
        var model = json.GetProperty("models")[0];
        var summary = model.GetProperty("summary").GetString()!;

        Assert.True(code.Contains($"<para>{summary}</para>", StringComparison.Ordinal), $"the hover does not say: {summary}\n{source}");
        Assert.Contains(summary, markdown, StringComparison.Ordinal);
        Assert.Contains(summary.Replace("'", "&#39;", StringComparison.Ordinal), html, StringComparison.Ordinal);
        Assert.Contains(
            $"PredictedSampleComplexity = {(model.GetProperty("predictedSamples") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble().ToString("R", CultureInfo.InvariantCulture) + "d" : "double.NaN")};", code, StringComparison.Ordinal);
        Compare(model, messages[false].ToList(), source);

        var creation = model.GetProperty("creations")[0];
        Assert.True(
            html.Contains(creation.GetProperty("summary").GetString()!, StringComparison.Ordinal)
                || html.Contains("Where it is created", StringComparison.Ordinal));

        // A creation that makes what the class says already is not reported twice.
        if (!JsonElement.DeepEquals(creation.GetProperty("layers"), model.GetProperty("layers"))) Compare(creation, messages[true].ToList(), source);
    }

    private static void Compare(JsonElement reported, List<string> messages, string source)
    {
        if (reported.GetProperty("verdict").GetString() != "tooFewSamples" || reported.GetProperty("unknowns").GetArrayLength() > 0
            || reported.GetProperty("layers").EnumerateArray().Any(layer => layer.GetProperty("contribution").ValueKind == JsonValueKind.Null))
        {
            Assert.True(messages.Count == 0, string.Join("\n", messages) + "\n" + reported.GetProperty("summary").GetString() + "\n" + source);
            return;
        }

        var message = Assert.Single(messages);
        var comparison = reported.GetProperty("summary").GetString()!["Net ".Length..].Replace(": too few samples.", "", StringComparison.Ordinal);
        var largest = reported.GetProperty("largestRankThatFits");
        var dominant = reported.GetProperty("layers").EnumerateArray().MaxBy(layer => layer.GetProperty("contribution").GetDouble());
        var share = Math.Round(dominant.GetProperty("contribution").GetDouble() * 100).ToString(CultureInfo.InvariantCulture);
        Assert.StartsWith($"'Net' {comparison}: depth ", message, StringComparison.Ordinal);
        Assert.EndsWith(
            largest.ValueKind == JsonValueKind.Number ? $"; Rank = {largest.GetInt64()} would fit"
                : "; not even rank 1 fits: reduce width or depth", message, StringComparison.Ordinal);
        Assert.Contains($"'{dominant.GetProperty("name").GetString()}' accounts for {share}%", message, StringComparison.Ordinal);
    }

    private static (JsonElement Json, string Markdown, string Html) Report(Compilation compilation, string source)
    {
        var folder = Directory.CreateTempSubdirectory("voice");
        try
        {
            var file = Path.Combine(folder.FullName, "Voice.dll");
            var emitted = compilation.Emit(file);
            Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics) + "\n" + source);
            var task =
                new WriteBoundReport { AssemblyFile = file, ProjectFolder = folder.FullName, ReportFolder = folder.FullName, BuildEngine = new Silence() };
            Assert.True(task.Execute());
            string Text(string format) => File.ReadAllText(Path.Combine(folder.FullName, $"Voice.bounds.{format}"));
            return (JsonDocument.Parse(Text("json")).RootElement, Text("md"), Text("html"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Silence : IBuildEngine
    {
        public bool ContinueOnError => false;

        public int LineNumberOfTaskNode => 0;

        public int ColumnNumberOfTaskNode => 0;

        public string ProjectFileOfTaskNode => "";

        public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => false;

        public void LogCustomEvent(CustomBuildEventArgs e) => Assert.Fail(e.Message);

        public void LogErrorEvent(BuildErrorEventArgs e) => Assert.Fail(e.Message);

        public void LogMessageEvent(BuildMessageEventArgs e)
        {
        }

        public void LogWarningEvent(BuildWarningEventArgs e) => Assert.Fail(e.Message);
    }
}
