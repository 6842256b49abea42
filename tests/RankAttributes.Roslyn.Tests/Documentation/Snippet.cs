using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RankAttributes.Bounds;

namespace RankAttributes.Roslyn.Tests.Documentation;

/// <summary>
/// A block of C# on a page, compiled as by a reader who is in the project of getting started and copied the page's earlier blocks too: what they
/// declare is there, unless a later block declares it again. A block of statements is that project's Program.cs, and finds what its Example.cs gives.
/// </summary>
internal static class Snippet
{
    // What the SDK puts into a new console project.
    private const string Implicit =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; "
        + "global using System.Threading; global using System.Threading.Tasks;";

    private static readonly Page Project = Page.Open("docs/getting-started.md");

    public static CSharpCompilation Compile(IReadOnlyList<string> blocks, int index)
    {
        var units = blocks.Take(index + 1).Select(block => Parse(block, "")).ToList();
        var kept = new List<SyntaxTree> { units[index] };
        var declared = Declared(units[index]).ToHashSet(StringComparer.Ordinal);
        for (var earlier = index - 1; earlier >= 0; earlier--)
        {
            var types = Declared(units[earlier]).ToList();
            if (types.Count == 0 || IsProgram(units[earlier]) || types.Any(declared.Contains)) continue;
            declared.UnionWith(types);
            kept.Add(units[earlier]);
        }

        var texts = kept.Select(tree => tree.ToString()).Append(Implicit).Append(Project.File("GlobalUsings.cs"));
        if (IsProgram(units[index]))
            texts = texts.Concat(new[] { "Mlp", "Example" }.Where(type => !declared.Contains(type)).Select(type => Project.File($"{type}.cs")));
        var compilation = Tests.Compile.Sources()
            .AddReferences(new[] { typeof(SampleComplexity), typeof(Mpi.World) }.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location)))
            .AddSyntaxTrees(texts.Select((text, number) => Parse(text, $"Block{number}.cs")));
        return compilation.WithOptions(compilation.Options
            .WithOutputKind(IsProgram(units[index]) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary)
            .WithGeneralDiagnosticOption(ReportDiagnostic.Default));
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Tests.Compile.ParseOptions(), path);

    private static bool IsProgram(SyntaxTree tree) => tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();

    private static IEnumerable<string> Declared(SyntaxTree tree)
        => tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.Text);
}
