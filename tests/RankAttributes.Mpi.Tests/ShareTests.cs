using CsCheck;
using TorchSharp;

namespace RankAttributes.Mpi.Tests;

/// <summary>Batches and weights are divided without a gap and without an overlap.</summary>
public class ShareTests
{
    [Fact]
    public void Every_row_of_a_batch_is_exactly_one_processs()
        => Gen.Select(Gen.Int[0, 40], Gen.Int[1, 9]).Sample((rows, size) =>
        {
            using var scope = torch.NewDisposeScope();
            var batch = (torch.arange(rows), torch.arange(rows) * 2);
            var shares = Enumerable.Range(0, size)
                .Select(rank =>
                    ShardExtensions.Divide([batch], rank, size).Select(share => (share.Inputs.data<long>().ToArray(), share.Labels.data<long>().ToArray()))
                        .Single())
                .ToList();

            Assert.Equal(Enumerable.Range(0, rows).Select(row => (long)row), shares.SelectMany(share => share.Item1));
            Assert.All(shares, share => Assert.Equal(share.Item1.Select(value => 2 * value), share.Item2));
            Assert.InRange(shares.Max(share => share.Item1.Length) - shares.Min(share => share.Item1.Length), 0, 1);
        });

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE", "4", 4)]
    [InlineData("PMI_SIZE", "2", 2)]
    [InlineData("SLURM_NTASKS", "16", 16)]
    [InlineData("SLURM_NTASKS", "many", 1)]
    [InlineData("HOME", "2", 1)]
    public void The_launcher_says_how_many_processes_there_are(string variable, string value, int expected)
    {
        var launcher = Launcher.Find(name => name == variable ? value : null);

        Assert.Equal(expected, launcher.Processes);
        launcher.Verify(expected, "a library");
        if (expected > 1)
            Assert.Contains($"{variable}={value}", Assert.Throws<MpiException>(() => launcher.Verify(1, "a library")).Message, StringComparison.Ordinal);
    }
}
