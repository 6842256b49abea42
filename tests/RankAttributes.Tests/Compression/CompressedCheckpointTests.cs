using RankAttributes.Tests.LowRank;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>A checkpoint is loaded through generated code as it is by reflection, or not at all.</summary>
public sealed class CompressedCheckpointTests
{
    [Fact]
    public void Generated_code_gives_a_fresh_model_the_layers_of_the_file()
    {
        using var scope = NewDisposeScope();
        using var model = new PlacesDerived();
        var input = randn(3, 12);
        foreach (var linear in model.modules().OfType<Linear>().ToList()) Lower(linear);
        Assert.Equal(9, model.Factorize(1e-4).Count(layer => layer.IsReplaced));
        Saved(model, path =>
        {
            using var fresh = new PlacesDerived();
            var kept = fresh.GetReadOnly();
            Assert.Equal(9, CompressedCheckpoint.Load(fresh, path).Count);
            Assert.NotSame(kept, fresh.GetReadOnly());
            Assert.True(fresh.call(input).equal(model.call(input)).all().ToBoolean());
            Assert.Equal(model.state_dict().Keys, fresh.state_dict().Keys);
            using var other = new PlacesDerived();
            other.LoadCompressed(path);
            Assert.Equal(other.named_modules().Select(entry => (entry.name, entry.module.GetType())),
                fresh.named_modules().Select(entry => (entry.name, entry.module.GetType())));
        });
    }

    [Fact]
    public void What_generated_code_cannot_replace_is_named_and_nothing_changes()
    {
        using var scope = NewDisposeScope();
        Refused(new PlacesRigid(), "'part.fc' cannot be replaced: PlacesPart holds it, a class without generated code");
        Refused(new PlacesListed(), "'layers' of PlacesListed may hold it too");
        Refused(new PlacesTyped(), "'fc' cannot be replaced: no member that can hold two layers: declare it as Module<Tensor, Tensor>");
    }

    private static void Refused(Module<Tensor, Tensor> fresh, string message)
    {
        // The file is that of a model of the same names, whose members can hold the layers: reflection finds them.
        using var model = fresh is PlacesRigid ? (Module)new PlacesRigid() : new PlacesPart();
        foreach (var linear in model.modules().OfType<Linear>().ToList()) Lower(linear);
        model.Factorize(1e-4);
        var modules = fresh.named_modules().Select(entry => entry.module).ToList();
        Saved(model, path =>
        {
            var error = Assert.Throws<InvalidDataException>(() => CompressedCheckpoint.Load(fresh, path));
            Assert.True(error.Message.Contains(message, StringComparison.Ordinal), error.Message);
        });
        Assert.Equal(modules, fresh.named_modules().Select(entry => entry.module));
    }

    private static void Lower(Linear linear)
    {
        using var gradientFree = no_grad();
        linear.weight.copy_(ReplacementTests.Low((int)linear.weight.shape[0], (int)linear.weight.shape[1], 1).weight);
    }

    private static void Saved(Module model, Action<string> use)
    {
        var path = Path.GetTempFileName();
        try
        {
            model.save(path);
            use(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

[SchattenRegularize(0.5)]
internal partial class Places : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> fixedOne = Linear(12, 12);
    private readonly Sequential body = Sequential(("a", Linear(12, 12)), ("relu", ReLU()));
    private readonly ModuleList<Module<Tensor, Tensor>> list = new(Linear(12, 12), ReLU(), Linear(12, 12));
    private readonly ModuleDict<Module<Tensor, Tensor>> map = ModuleDict<Module<Tensor, Tensor>>(("one", Linear(12, 12)));

    public Places()
        : base("places") => RegisterComponents();

    public Module<Tensor, Tensor> Given { get; } = Linear(12, 12);

    public Module Loose { get; private set; } = Linear(12, 12);

    public Module<Tensor, Tensor> GetReadOnly() => fixedOne;

    public override Tensor forward(Tensor x)
    {
        x = body.call(Given.call(fixedOne.call(x)));
        foreach (var part in list) x = part.call(x);
        return map["one"].call(((Module<Tensor, Tensor>)Loose).call(x));
    }
}

[SchattenRegularize(0.5)]
internal sealed partial class PlacesDerived : Places
{
    private readonly Module<Tensor, Tensor>? last = Linear(12, 12);
    private readonly PlacesInner inner = new();

    public override Tensor forward(Tensor x) => inner.call(last!.call(base.forward(x)));
}

[SchattenRegularize(0.5)]
internal sealed partial class PlacesInner : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> fc = Linear(12, 12);

    public PlacesInner()
        : base("inner") => RegisterComponents();

    public override Tensor forward(Tensor x) => fc.call(x);
}

internal sealed class PlacesPart : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> fc = Linear(12, 12);

    public PlacesPart()
        : base("part") => RegisterComponents();

    public override Tensor forward(Tensor x) => fc.call(x);
}

[SchattenRegularize(0.5)]
internal sealed partial class PlacesRigid : Module<Tensor, Tensor>
{
    private readonly PlacesPart part = new();

    public PlacesRigid()
        : base("rigid") => RegisterComponents();

    public override Tensor forward(Tensor x) => part.call(x);
}

[SchattenRegularize(0.5)]
internal sealed partial class PlacesListed : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> fc = Linear(12, 12);
#pragma warning disable RANK0007 // what it lists is registered by another member
    private readonly List<Module<Tensor, Tensor>> layers;
#pragma warning restore RANK0007

    public PlacesListed()
        : base("listed")
    {
        layers = [fc];
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => layers[0].call(x);
}

[SchattenRegularize(0.5)]
internal sealed partial class PlacesTyped : Module<Tensor, Tensor>
{
#pragma warning disable RANK1009 // the point of the test
    private readonly Linear fc = Linear(12, 12);
#pragma warning restore RANK1009

    public PlacesTyped()
        : base("typed") => RegisterComponents();

    public override Tensor forward(Tensor x) => fc.call(x);
}
