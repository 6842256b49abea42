using Quickstart;
using Quickstart.Data;
using TorchSharp;

namespace RankAttributes.Samples.Tests;

public sealed class FashionMnistTests : IDisposable
{
    private readonly Idx files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Reads_images_as_standardized_rows_with_their_labels()
    {
        files.WriteFashionMnist(120, 30);
        using var data = FashionMnist.Read(files.Folder);

        Assert.Equal([120, 784], data.Train.Inputs.shape);
        Assert.Equal(30, data.Test.Count);
        Assert.Equal([0L, 1L, 2L], data.Train.Labels.data<long>().Take(3));
        Assert.Equal(-0.2860 / 0.3530, data.Train.Inputs.min().ToDouble(), 5);
    }

    [Fact]
    public void Says_when_images_and_labels_do_not_belong_together()
    {
        files.WriteFashionMnist(120, 30, trainLabels: 119);
        var exception = Assert.Throws<DatasetException>(() => FashionMnist.Read(files.Folder));
        Assert.Contains("120 images", exception.Message, StringComparison.Ordinal);
        Assert.Contains("119 labels", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_file_is_missing()
    {
        files.WriteFashionMnist(120, 30);
        File.Delete(Path.Combine(files.Folder, "t10k-labels-idx1-ubyte"));
        var exception = Assert.Throws<DatasetException>(() => FashionMnist.Read(files.Folder));
        Assert.Contains("t10k-labels-idx1-ubyte", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Looks_where_it_was_told_before_where_data_usually_lies()
    {
        var root = Path.Combine(files.Folder, "repository");
        var usual = Path.Combine(root, "data", "fashion-mnist");
        var below = Path.Combine(root, "samples", "Quickstart");
        Directory.CreateDirectory(usual);
        Directory.CreateDirectory(below);
        File.WriteAllText(Path.Combine(root, "RankAttributes.sln"), "");
        QuickstartOptions Options(string? folder = null, bool generated = false) => new(folder, generated, 1, null, 1);

        Assert.Equal("asked", DataSource.Folder(Options("asked"), "variable", [below]));
        Assert.Equal("variable", DataSource.Folder(Options(), "variable", [below]));
        Assert.Equal(usual, DataSource.Folder(Options(), null, [below]));
        Assert.Null(DataSource.Folder(Options(generated: true), "variable", [below]));
        Assert.Null(DataSource.Folder(Options(), " ", [files.Folder]));
    }
}
