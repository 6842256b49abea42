using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Reading.Creations;

namespace RankAttributes.Roslyn.Tests;

/// <summary>Creations that hand equal objects to a constructor are read once; those that differ in anything are read for themselves.</summary>
public class CreatedModelTests
{
    private const string Net = """
        using System;
        [SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Linear a, b;
            public Net(Config c, Config d, object? o = null, Kind kind = Kind.A1) : base("n")
            {
                c.A++;
                a = Linear(c.A, d.A);
                b = Linear(Shared.Last, o is Box<int> ? 20 : o is Sized s ? s.Size : o is int n ? n
                    : o is Config e ? e.Map is { } map ? map(30) : e.A : kind == Kind.A ? 40 : 10);
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => x;
        }
        public enum Kind { A = 12, A1 = 2 }
        public class Config { public int A = 4; public Config? Next; public int[]? Sizes; public Func<int, int>? Map; }
        public class Sized(int size) { public int Size => size; }
        public class Box<T> { public T? Value; }
        public static class Shared
        {
            public static int Last;
            public static readonly Config One = new(), Two = new();
            public static int Long()
            {
                var (n, all) = (0, new int[40]);
                for (var i = 0; i < 900; i++) { for (var k = 0; k < 900; k++) n += all[k % 40]; }
                return n;
            }
            public static Config Three() { Last = 3; return new Config(); }
            public static Config Five() { Last = 5; return new Config(); }
        }

        """;

    [Theory]
    [InlineData("new Config { A = 6 }, new()", "new Config { A = 6 }, new()", true, "4 × 7, 10 × ?")]
    [InlineData("new Config { A = 6 }, new()", "new Config { A = 8 }, new()", false, "4 × 9, 10 × ?")]
    [InlineData("new Config { A = 6 }, new()", "new Config { A = w }, new()", false, "4 × ?, 10 × ?")]
    [InlineData("new Config { A = w }, new()", "new Config { A = w }, new()", true, "4 × ?, 10 × ?")]
    [InlineData("new Config { Next = new() }, new()", "new Config { Next = null }, new()", false, "4 × 5, 10 × ?")]
    [InlineData("Shared.One, Shared.Two", "Shared.One, Shared.Two", true, "4 × 5, 10 × ?")]
    [InlineData("Shared.One, Shared.Two", "Shared.One, Shared.One", false, "5 × 5, 10 × ?")]
    [InlineData("Shared.One, Shared.Two, Shared.One", "Shared.One, Shared.Two, Shared.Two", false, "4 × 5, 4 × ?")]
    [InlineData("Shared.Five(), new()", "Shared.Three(), new()", false, "4 × 5, 10 × 3")]
    [InlineData("new(), new(), new Sized(8)", "new(), new(), new Sized(9)", false, "4 × 5, 9 × ?")]
    [InlineData("new(), new(), new Box<long>()", "new(), new(), new Box<int>()", true, "4 × 5, ? × ?")]
    [InlineData("new Config { Sizes = new int[40] }, new() { A = Shared.Long() }", "Shared.One, new() { A = Shared.Long() }", false, "")]
    [InlineData("Shared.One, new()", "new Config { Sizes = new int[40] }, new() { A = Shared.Long() }", false, "? × ?, ? × ?")]
    [InlineData("new(), new(), null, Kind.A1", "new(), new(), null, Kind.A", false, "4 × 5, 40 × ?")]
    [InlineData("null!, null!, null, Kind.A1", "null!, null!, null, Kind.A", false, "? × ?, 40 × ?")]
    [InlineData("new(), new(), 8", "new(), new(), 9", false, "4 × 5, 9 × ?")]
    [InlineData("new(), new(), new Config { Map = x => x + 1 }", "new(), new(), new Config { Map = x => x + 2 }", false, "4 × 5, 32 × ?")]
    public void What_one_creation_made_is_used_for_another_only_where_their_arguments_are_equal(string first, string second, bool isShared, string expected)
    {
        var both = Compile.Sources(Net, $$"""
            public static class Program { public static Net One(int w) => new Net({{first}}); public static Net Two(int w) => new Net({{second}}); }
            """);
        var alone = Compile.Sources(Net, $$"""public static class Program { public static Net Two(int w) => new Net({{second}}); }""");

        var (one, two, separate) = (Read(both, "One"), Read(both, "Two"), Read(alone, "Two"));

        Assert.Equal(isShared, ReferenceEquals(one, two));
        Assert.Equal(separate.Layers, two.Layers);
        Assert.Equal(expected, Shapes(two));
    }

    [Theory]
    [InlineData("new Own()")]
    [InlineData("new Holder<Own>(new Own())")]
    public void Classes_of_one_name_in_two_files_are_two_classes(string size)
    {
        string User(string program, int own) => $$"""
            file sealed class Own : Size { public override int Value => {{own}}; }
            public static class {{program}} { public static Sum {{program}}Made() => new Sum({{size}}); }
            """;
        var compilation = Compile.Sources("""
            [SchattenRegularize(0.5)] public partial class Sum : Module<Tensor, Tensor>
            {
                private readonly Linear a;
                public Sum(Size size) : base("n") { a = Linear(size.Value, 5); RegisterComponents(); }
                public override Tensor forward(Tensor x) => a.forward(x);
            }
            public abstract class Size { public abstract int Value { get; } }
            public sealed class Holder<T>(T held) : Size where T : Size { public override int Value => held.Value; }
            """, User("First", 4), User("Second", 8));

        Assert.Equal("5 × 4", Shapes(Read(compilation, "FirstMade", "First")));
        Assert.Equal("5 × 8", Shapes(Read(compilation, "SecondMade", "Second")));
    }

    private static SubmoduleLayers Read(Compilation compilation, string method, string program = "Program")
    {
        var member = compilation.GetTypeByMetadataName(program)!.GetMembers(method).Single();
        var node = member.DeclaringSyntaxReferences[0].GetSyntax().DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>().First();
        var creation = (IObjectCreationOperation)compilation.GetSemanticModel(node.SyntaxTree).GetOperation(node)!;
        return CreatedModels.Read((INamedTypeSymbol)creation.Type!, creation.Constructor, CreationArguments.Of(creation, compilation, default),
            compilation, default).Layers;
    }

    private static string Shapes(SubmoduleLayers made)
        => string.Join(", ", made.Layers.Select(layer => $"{layer.Outputs.Value?.ToString() ?? "?"} × {layer.Inputs.Value?.ToString() ?? "?"}"));
}
