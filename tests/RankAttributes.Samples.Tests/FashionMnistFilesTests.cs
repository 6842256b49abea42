using Samples.Data;
using TorchSharp;

namespace RankAttributes.Samples.Tests;

public sealed class FashionMnistFilesTests : IDisposable
{
    private readonly Idx files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Reads_images_as_standardized_rows_with_their_labels()
    {
        files.WriteFashionMnist(120, 30);
        using var data = FashionMnistFiles.Read(files.Folder);

        Assert.Equal([120, 784], data.Train.Inputs.shape);
        Assert.Equal(30, data.Test.Count);
        Assert.Equal([0L, 1L, 2L], data.Train.Labels.data<long>().Take(3));
        Assert.Equal(-0.2860 / 0.3530, data.Train.Inputs.min().ToDouble(), 5);
        Assert.Equal(FashionMnistFiles.InputNormBound, 28 * data.Train.Inputs.max().ToDouble(), 3);
    }

    [Fact]
    public void Says_when_images_and_labels_do_not_belong_together()
    {
        files.WriteFashionMnist(120, 30, trainLabels: 119);
        var exception = Assert.Throws<DatasetException>(() => FashionMnistFiles.Read(files.Folder));
        Assert.Contains("120 images", exception.Message, StringComparison.Ordinal);
        Assert.Contains("119 labels", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_file_is_missing()
    {
        files.WriteFashionMnist(120, 30);
        File.Delete(Path.Combine(files.Folder, "t10k-labels-idx1-ubyte"));
        var exception = Assert.Throws<DatasetException>(() => FashionMnistFiles.Read(files.Folder));
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

        Assert.Equal("asked", DataFolder.Find("asked", "variable", [below]));
        Assert.Equal("variable", DataFolder.Find(null, "variable", [below]));
        Assert.Equal(usual, DataFolder.Find(null, null, [below]));
        Assert.Null(DataFolder.Find(null, " ", [files.Folder]));
    }
}
