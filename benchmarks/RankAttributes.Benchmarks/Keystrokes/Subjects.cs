using System.Reflection;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.Benchmarks.Keystrokes;

/// <summary>The product, the floor, and two well-known generators on as many classes of their own.</summary>
internal static class Subjects
{
    private static readonly string[] Torch = [typeof(TorchSharp.torch).Assembly.Location, typeof(IRankRegularized).Assembly.Location];

    public static readonly Subject Floor = new("floor", typeof(FloorGenerator).Assembly, Model, Torch, "* 2",
        "Linear(784, 512") { Only = new FloorGenerator() };

    public static readonly Subject Product = new("RankAttributes", typeof(RankGenerator).Assembly, Model, Torch, "* 2", "Linear(784, 512");

    public static IReadOnlyList<Subject> All { get; } =
    [
        Floor,
        Product,
        new Subject("CommunityToolkit.Mvvm 8.4.2", Load("mvvm/CommunityToolkit.Mvvm.SourceGenerators.dll"), ViewModel, [File("mvvm/CommunityToolkit.Mvvm.dll")],
            "=> 2", "depth12"),
        new Subject("Riok.Mapperly 4.3.1", Load("mapperly/Riok.Mapperly.dll"), Mapper, [File("mapperly/Riok.Mapperly.Abstractions.dll")], "=> 2", "Depth12"),
    ];

    /// <summary>The floor and the product on classes that are created, each once and with an argument.</summary>
    public static IReadOnlyList<Subject> Created { get; } =
    [
        Floor with { Name = "floor, created", Class = CreatedModel, Creation = "(300" },
        Product with { Name = "RankAttributes, created", Class = CreatedModel, Creation = "(300" },
    ];

    /// <summary>A class that creates itself, in a method as programs do.</summary>
    private static string CreatedModel(int index) => Model(index) + $$"""


        public static class Use{{index}}
        {
            public static Net{{index}} Make() => new Net{{index}}(300);
        }
        """;

    public static string Model(int index) => $$"""
        using RankAttributes;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        [SchattenRegularize(p: 0.5, Strength = 1e-4, Rank = 16)]
        [TrainingData(samples: 60_000)]
        public sealed partial class Net{{index}} : Module<Tensor, Tensor>
        {
            private readonly Linear fc1 = Linear(784, 512);
            private readonly Linear fc2;
            [SchattenIgnore] private readonly Linear head;

            public Net{{index}}(int hidden = 256) : base("net")
            {
                fc2 = Linear(512, hidden);
                head = Linear(hidden, 10);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x)
            {
                x = functional.relu(fc1.forward(x) * 2);
                x = functional.relu(fc2.forward(x));
                return head.forward(x);
            }

            private static int Helper0() => 3;
        }
        """;

    private static string ViewModel(int index) => $$"""
        using CommunityToolkit.Mvvm.ComponentModel;
        using CommunityToolkit.Mvvm.Input;

        public sealed partial class View{{index}} : ObservableObject
        {
            [ObservableProperty] private int width;
            [ObservableProperty] private int depth12;
            [ObservableProperty] private string name = "";
            [RelayCommand] private void Reset() => Width = 0;
            public int Value() => 2;
            private static int Helper0() => 3;
        }
        """;

    private static string Mapper(int index) => $$"""
        using Riok.Mapperly.Abstractions;

        public sealed class From{{index}} { public int Width { get; set; } public int Depth12 { get; set; } public string Name { get; set; } = ""; }
        public sealed class To{{index}} { public int Width { get; set; } public int Depth12 { get; set; } public string Name { get; set; } = ""; }
        [Mapper] public sealed partial class Mapper{{index}}
        {
            public partial To{{index}} Map(From{{index}} from);
            public int Value() => 2;
            private static int Helper0() => 3;
        }
        """;

    private static string File(string name) => Path.Combine(AppContext.BaseDirectory, "generators", name);

    private static Assembly Load(string name) => Assembly.LoadFrom(File(name));
}
