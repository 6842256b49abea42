using System.Reflection;
using RankAttributes.Roslyn.Torch;
using TorchSharp;

namespace RankAttributes.Roslyn.Tests;

/// <summary>The catalogue of TorchSharp's modules against the assembly that is referenced.</summary>
public class TorchCatalogueTests
{
    private static readonly string[] NoModules = ["Parameter"];

    /// <summary>Arguments for the factories whose modules need more than small numbers.</summary>
    private static readonly Dictionary<string, string> Special = new(StringComparer.Ordinal)
    {
        ["Linear(Parameter, Parameter)"] = "torch.nn.Parameter(torch.zeros(3, 4))",
        ["MultiheadAttention"] = "6, 3, kdim: 4, vdim: 5, add_bias_kv: true",
        ["TransformerEncoder"] = "TransformerEncoderLayer(8, 2, 12), 2",
        ["TransformerDecoder"] = "TransformerDecoderLayer(8, 2, 12), 2",
        ["TransformerEncoderLayer"] = "8, 2, 12",
        ["TransformerDecoderLayer"] = "8, 2, 12",
        ["Transformer"] = "8, 2, 1, 2, 12",
        ["LSTM"] = "3, 4, numLayers: 2, bidirectional: true",
        ["GRU"] = "3, 4, numLayers: 2, bidirectional: true",
        ["RNN"] = "3, 4, numLayers: 2, bidirectional: true",
        ["Embedding_from_pretrained"] = "torch.zeros(5, 4)",
        ["EmbeddingBag_from_pretrained"] = "torch.zeros(5, 4)",
        ["Linear"] = "3, 4",
        ["Embedding"] = "3, 4",
        ["EmbeddingBag"] = "3, 4",
        ["Bilinear"] = "3, 4, 5",
        ["LSTMCell"] = "3, 4",
        ["GRUCell"] = "3, 4",
        ["RNNCell"] = "3, 4",
        ["Conv1d"] = "4, 6, 3, groups: 2",
        ["Conv2d"] = "4, 6, (2, 3), groups: 2",
        ["Conv3d"] = "4, 6, (1, 2, 3), groups: 2",
        ["ConvTranspose1d"] = "4, 6, 3, groups: 2",
        ["ConvTranspose2d"] = "4, 6, (2, 3), groups: 2",
        ["ConvTranspose3d"] = "4, 6, (1, 2, 3), groups: 2",
    };

    public static TheoryData<string> Layers => [.. TorchCatalogue.All.Where(module => module.Role == TorchRole.Layer).Select(module => module.Name)];

    [Fact]
    public void Every_factory_is_in_the_catalogue_and_the_catalogue_names_nothing_else()
    {
        var factories = typeof(torch.nn).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(method => method.Name).Except(NoModules).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(factories, TorchCatalogue.All.Select(module => module.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_parameter_that_decides_about_a_weight_is_one_of_the_factory()
    {
        foreach (var module in TorchCatalogue.All)
        {
            var names = Factories(module.Name).SelectMany(method => method.GetParameters()).Select(parameter => TorchCatalogue.Plain(parameter.Name!))
                .ToHashSet();
            Assert.All(module.Properties, property => Assert.Contains(TorchCatalogue.Plain(property.Parameter), names));
            Assert.All(module.Properties, property => Assert.NotNull(Factories(module.Name).First().ReturnType.GetProperty(property.Property)));
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_holds_the_weights_that_the_catalogue_says(string name)
    {
        var type = TorchCatalogue.Find(name)!.Type;
        var model = LiveModel.Of(
            $"[SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> {{ TorchSharp.Modules.{type} a; public Net() : base(\"n\") {{ a = {name}({Special[name]}); RegisterComponents(); }} public override Tensor forward(Tensor x) => x; }}");
        Assert.Empty(model.Unknown);
        Assert.NotEmpty(model.Declared);
        Assert.Equal(model.Collected, model.Declared);
    }

    [Fact]
    public void What_the_catalogue_calls_weightless_holds_no_matrix()
    {
        var instantiated = 0;
        foreach (var module in TorchCatalogue.All.Where(module => module.IsWeightless))
        {
            foreach (var factory in Factories(module.Name))
            {
                if (Create(factory) is not { } made) continue;
                instantiated++;
                Assert.All(made.parameters(), parameter => Assert.True(parameter.dim() < 2, module.Name));
                made.Dispose();
            }
        }

        Assert.True(instantiated > 80, $"{instantiated} modules were made.");
    }

    private static IEnumerable<MethodInfo> Factories(string name)
        => typeof(torch.nn).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.Name == name && !method.IsGenericMethod);

    private static torch.nn.Module? Create(MethodInfo factory)
    {
        try
        {
            return (torch.nn.Module?)factory.Invoke(
                null, [.. factory.GetParameters()
                    .Select(parameter => parameter.HasDefaultValue ? Type.Missing : Argument(parameter.ParameterType))]) as torch.nn.Module;
        }
        catch (TargetInvocationException)
        {
            // The small numbers do not suit every module; those that are made are enough, as the count says.
            return null;
        }
    }

    private static object? Argument(Type type)
    {
        if (type == typeof(long)) return 2L;
        if (type == typeof(int)) return 2;
        if (type == typeof(double)) return 0.5;
        if (type == typeof(bool)) return false;
        if (type == typeof(long[])) return new[] { 2L };
        if (type.IsValueType && type.FullName!.StartsWith("System.ValueTuple", StringComparison.Ordinal))
            return Activator.CreateInstance(type, [.. type.GetGenericArguments().Select(Argument)]);
        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }
}
