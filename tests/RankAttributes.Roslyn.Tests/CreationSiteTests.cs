using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Generation;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Reading.Creations;

namespace RankAttributes.Roslyn.Tests;

/// <summary>What a build's report learns of models beyond their own classes.</summary>
public class CreationSiteTests
{
    private const string Net = """
        namespace Demo;
        [SchattenRegularize(0.5)]
        public partial class Net<T> : Module<Tensor, Tensor>
        {
            private readonly Block a;
            private readonly Linear b;
            public Net(int width) : base("n") { a = new Block(width); b = Linear(width, 10); RegisterComponents(); }
            public override Tensor forward(Tensor x) => x;
        }
        public class Block : Module<Tensor, Tensor>
        {
            private readonly Linear fc;
            public Block(int width) : base("b") { fc = Linear(width, 2 * width); RegisterComponents(); }
            public override Tensor forward(Tensor x) => x;
        }

        """;

    private const string Program = """
        namespace Demo;
        public class Program
        {
            private readonly Net<int> field = new(3);
            public static object Property => new Net<int>(4);
            public static object Run() { object Local() => new Net<int>(5); System.Func<object> lambda = () => new Net<int>(5); return (Local(), lambda()); }
            public static object Other() => new Block(7);
        }
        """;

    [Fact]
    public void Every_creation_is_read_through_submodules_with_the_member_it_stands_in()
    {
        var found = Read(Net, Program);

        Assert.Equal(
            [
                ("Demo.Net`1", null, null, null, "? × ?, 10 × ?"),
                ("Demo.Net`1", "new(3)", "Demo.Program", ".ctor", "6 × 3, 10 × 3"),
                ("Demo.Net`1", "new Net<int>(5)", "Demo.Program", "Run", "10 × 5, 10 × 5"),
                ("Demo.Net`1", "new Net<int>(4)", "Demo.Program", "get_Property", "8 × 4, 10 × 4"),
            ],
            found.Select(item => (item.Model, item.Point?.Expression, item.Point?.Type, item.Point?.Member, Shapes(item))));
        Assert.All(found, item => Assert.Equal(["a.fc", "b"], item.Layers.Select(layer => layer.Name)));
        Assert.Equal(found, Read(Program, Net));
    }

    [Fact]
    public void What_is_written_of_it_compiles_and_nothing_is_written_where_nothing_was_seen()
    {
        var generated = Compile.Generate(Compile.Sources(Net, Program));
        var text = generated.SyntaxTrees.Single(tree => tree.FilePath.EndsWith(CreationEmitter.HintName, StringComparison.Ordinal)).ToString();

        Assert.Equal(4, generated.Assembly.GetAttributes().Count(attribute => attribute.AttributeClass!.Name == "DeclaredModelAttribute"));
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain(
            Compile.Generate(Compile.Sources(Models.Mlp)).SyntaxTrees, tree => tree.FilePath.EndsWith(CreationEmitter.HintName, StringComparison.Ordinal));
    }

    [Fact]
    public void Creations_that_make_different_models_are_never_one()
    {
        const string Long = "3 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0";
        var found = Read(Net, $$"""
            namespace Demo;
            public class Program
            {
                public static object Run()
                {
                    { var w = 4; var made = new Net<int>(w); }
                    { var w = 5; var made = new Net<int>(w); }
                    return (new Net<int>({{Long}} + 6), new Net<int>({{Long}} + 7), new Net<int>(8), new Net<int>(8));
                }
            }
            """).Where(item => item.Point is not null).ToList();

        Assert.Equal(
            ["10 × 4", "10 × 5", "10 × 8", "10 × 9", "10 × 10"],
            found.Select(item => Shapes(item).Split(", ")[1]).OrderBy(text => text.Length).ThenBy(text => text, StringComparer.Ordinal));
        Assert.Contains(found, item => item.Point!.Expression.EndsWith("+ 0 + 7)", StringComparison.Ordinal)
            && item.Point.Beginning.EndsWith('…'));
    }

    private static IReadOnlyList<CreationDeclaration> Read(params string[] sources)
    {
        var compilation = Compile.Sources(sources);
        var model = ModelReader.ReadGeneratable(compilation.GetTypeByMetadataName("Demo.Net`1")!, compilation, default)!;
        return CreationsOfCompilation.InOrder(CreationsOfCompilation.Read([model], compilation, default));
    }

    private static string Shapes(CreationDeclaration creation)
        => string.Join(", ", creation.Layers.Select(layer => $"{layer.Outputs.Value?.ToString() ?? "?"} × {layer.Inputs.Value?.ToString() ?? "?"}"));
}
